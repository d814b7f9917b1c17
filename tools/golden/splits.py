"""Golden folds of scikit-learn: packages/train/test/golden/splits.json.

Run from the repository's root, in an environment made from tools/golden/requirements-keras.txt:
    KERAS_BACKEND=torch python tools/golden/splits.py
"""

import json

import numpy as np
import sklearn
from callbacks import FOLDER, update_manifest
from sklearn.model_selection import GroupKFold, KFold, StratifiedKFold, train_test_split

SEED = 17


def test_folds(splitter, rows, *others):
    """The fold that tests each row."""
    assigned = np.empty(rows, int)
    for fold, (_, test) in enumerate(splitter.split(np.zeros(rows), *others)):
        assigned[test] = fold
    return assigned.tolist()


def main():
    rng = np.random.default_rng(SEED)
    k_fold = [
        {"rows": rows, "folds": folds, "assigned": test_folds(KFold(folds), rows)}
        for rows, folds in [(10, 5), (11, 3), (7, 7), (103, 6)]
    ]
    stratified_k_fold = []
    for rows, classes, folds in [(12, 2, 3), (40, 4, 5), (101, 7, 6), (23, 3, 7)]:
        y = np.concatenate([np.repeat(np.arange(classes), 2), rng.integers(0, classes, rows - 2 * classes)])
        y = rng.permutation(y)
        assigned = test_folds(StratifiedKFold(folds), rows, y)
        stratified_k_fold.append({"y": y.tolist(), "folds": folds, "assigned": assigned})
    group_k_fold = []
    for rows, groups, folds in [(20, 5, 5), (60, 9, 4), (200, 24, 6)]:
        names = np.array([f"{index:02d}" for index in rng.permutation(np.arange(rows) % groups)])
        names[rng.random(rows) < 0.4] = "03"
        folds = min(folds, len(set(names)))
        assigned = test_folds(GroupKFold(folds), rows, names, names)
        group_k_fold.append({"groups": names.tolist(), "folds": folds, "assigned": assigned})
    stratified = []
    for counts, fraction in [
        ([96, 192, 192, 192, 192, 192, 192, 192], 0.75),
        ([50, 31, 7], 0.7),
        ([9, 5, 3, 2], 0.5),
        ([4, 100], 0.9),
        # Equal shares: a lot decides.
        ([5, 5, 5], 0.5),
        ([3, 7, 3, 7, 3], 0.5),
    ]:
        y = np.repeat(np.arange(len(counts)), counts)
        # Ties are broken by lot: several draws show which counts are possible.
        drawn = {
            tuple(np.bincount(train_test_split(y, train_size=fraction, stratify=y, random_state=seed)[0]).tolist())
            for seed in range(200)
        }
        stratified.append({"counts": counts, "trainFraction": fraction, "trained": sorted(drawn)})
    goldens = {
        "kFold": k_fold,
        "stratifiedKFold": stratified_k_fold,
        "groupKFold": group_k_fold,
        "stratifiedSplit": stratified,
    }
    (FOLDER / "splits.json").write_text(json.dumps(goldens, separators=(",", ":")) + "\n")
    versions = {"numpy": np.__version__, "scikit-learn": sklearn.__version__}
    update_manifest(FOLDER, "splits.json", "tools/golden/splits.py", versions, SEED)


if __name__ == "__main__":
    main()
