"""Golden figures of scikit-learn: packages/train/test/golden/metrics.json.

Run from the repository's root, in an environment made from tools/golden/requirements-keras.txt:
    KERAS_BACKEND=torch python tools/golden/metrics.py
"""

import json

import numpy as np
import sklearn
from callbacks import FOLDER, update_manifest
from sklearn.metrics import balanced_accuracy_score, classification_report, confusion_matrix

SEED = 5
CASES = [(200, 7, 0.5), (30, 4, 0.2), (9, 8, 0.9), (1011, 7, 0.66)]


def main():
    rng = np.random.default_rng(SEED)
    cases = []
    for rows, classes, right in CASES:
        y_true = rng.integers(0, classes, rows)
        y_pred = np.where(rng.random(rows) < right, y_true, rng.integers(0, classes, rows))
        names = [f"class {index}" for index in range(classes)]
        report = classification_report(
            y_true, y_pred, labels=range(classes), target_names=names, output_dict=True, zero_division=0
        )
        cases.append(
            {
                "yTrue": y_true.tolist(),
                "yPred": y_pred.tolist(),
                "labels": names,
                "confusion": confusion_matrix(y_true, y_pred, labels=range(classes)).tolist(),
                "accuracy": float((y_true == y_pred).mean()),
                "uar": float(balanced_accuracy_score(y_true, y_pred)),
                "macroF1": report["macro avg"]["f1-score"],
                "perClass": [
                    [report[name][key] for key in ("precision", "recall", "f1-score", "support")] for name in names
                ],
            }
        )
    (FOLDER / "metrics.json").write_text(json.dumps(cases, separators=(",", ":")) + "\n")
    update_manifest(FOLDER, "metrics.json", "tools/golden/metrics.py", {"scikit-learn": sklearn.__version__}, SEED)


if __name__ == "__main__":
    main()
