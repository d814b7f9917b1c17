"""Golden figures of scikit-learn and scipy: metrics.json and statistics.json in packages/train/test/golden.

Run from the repository's root, in an environment made from tools/golden/requirements-keras.txt:
    KERAS_BACKEND=torch python tools/golden/metrics.py
"""

import json

import numpy as np
import scipy
import sklearn
from callbacks import FOLDER, update_manifest
from scipy.optimize import brentq
from scipy.special import log_softmax, ndtr, ndtri, softmax
from scipy.stats import bootstrap, permutation_test
from scipy.stats import t as student_t
from sklearn.calibration import _TemperatureScaling
from sklearn.metrics import balanced_accuracy_score, classification_report, confusion_matrix, roc_auc_score

SEED = 5
DRAWN = [(200, 7, 0.5), (30, 4, 0.2), (9, 8, 0.9), (1011, 7, 0.66), (300, 11, 0.4), (400, 130, 0.5)]


def chosen():
    """Absent classes, zero division, one row, and figures half way between two printed numbers."""
    return [
        ([0], [0], 1),
        ([1], [0], 2),
        ([0, 0, 2, 2, 4], [0, 2, 2, 2, 2], 6),
        ([0, 1, 2], [1, 2, 0], 3),
        # Precision, recall and accuracy in eighths and quarters: 0.125, 0.375, 0.625 round to even.
        ([0] * 8 + [1] * 8, [0] + [1] * 7 + [0] * 3 + [1] * 5, 2),
        ([0] * 8 + [1] * 8 + [2] * 8, [0] * 3 + [2] * 5 + [1] * 1 + [0] * 7 + [2] * 5 + [1] * 3, 3),
        ([0, 0, 0, 0, 1, 1, 1, 1], [0, 1, 1, 1, 1, 0, 0, 0], 2),
        ([0] * 16 + [1] * 16, [0] * 1 + [1] * 15 + [1] * 13 + [0] * 3, 2),
    ]


def reports(rng):
    cases = chosen()
    for rows, classes, right in DRAWN:
        y_true = rng.integers(0, classes, rows)
        cases.append((y_true, np.where(rng.random(rows) < right, y_true, rng.integers(0, classes, rows)), classes))
    return [report(np.array(y_true), np.array(y_pred), classes) for y_true, y_pred, classes in cases]


def report(y_true, y_pred, classes):
    # Names longer than "weighted avg", with characters outside the basic plane, and short ones.
    names = [f"class {index}" if index % 3 else f"emotion \N{GRINNING FACE} number {index}" for index in range(classes)]
    options = {"labels": range(classes), "target_names": names, "zero_division": 0}
    figures = classification_report(y_true, y_pred, output_dict=True, **options)
    keys = ("precision", "recall", "f1-score")
    return {
        "yTrue": y_true.tolist(),
        "yPred": y_pred.tolist(),
        "labels": names,
        "confusion": confusion_matrix(y_true, y_pred, labels=range(classes)).tolist(),
        "normalized": {
            over: confusion_matrix(y_true, y_pred, labels=range(classes), normalize=over).tolist()
            for over in ("true", "pred", "all")
            if classes < 12
        },
        "accuracy": float((y_true == y_pred).mean()),
        "uar": float(balanced_accuracy_score(y_true, y_pred)),
        "macro": [figures["macro avg"][key] for key in keys],
        "weighted": [figures["weighted avg"][key] for key in keys],
        "perClass": [[figures[name][key] for key in (*keys, "support")] for name in names],
        "text": {
            digits: classification_report(y_true, y_pred, digits=digits, **options)
            for digits in ((0, 1, 2, 3, 4, 15) if classes < 12 else (2,))
        },
    }


def roc(rng):
    cases = []
    for rows, steps in [(2, 4), (40, 5), (300, 1000), (64, 2)]:
        y = np.concatenate([[0, 1], rng.integers(0, 2, rows - 2)])
        scores = np.round(rng.random(rows) * steps + y * steps / 3) / steps
        cases.append({"yTrue": y.tolist(), "scores": scores.tolist(), "auc": float(roc_auc_score(y, scores))})
    return cases


def multiclass_roc(rng):
    cases = []
    for rows, classes, absent in [(60, 3, []), (120, 8, []), (50, 5, [1, 4]), (30, 2, [])]:
        occurring = [index for index in range(classes) if index not in absent]
        y = np.concatenate([occurring, rng.choice(occurring, rows - len(occurring))])
        # Eighths before the softmax: many rows tie.
        logits = np.round(8 * (rng.normal(size=(rows, classes)) + 1.5 * np.eye(classes)[y])) / 8
        probabilities = softmax(np.round(logits), axis=1)
        areas = [
            float(roc_auc_score(y == index, probabilities[:, index])) if index in occurring else None
            for index in range(classes)
        ]
        case = {"yTrue": y.tolist(), "probabilities": probabilities.ravel().tolist(), "perClass": areas}
        if absent or classes == 2:
            support = np.bincount(y, minlength=classes)[occurring]
            known = [areas[index] for index in occurring]
            case |= {"macro": float(np.mean(known)), "weighted": float(np.average(known, weights=support))}
        else:
            case |= {
                average: float(roc_auc_score(y, probabilities, multi_class="ovr", average=average))
                for average in ("macro", "weighted")
            }
        cases.append(case)
    return cases


def calibration(rng):
    """Expected and maximum calibration error after Guo et al. 2017, bins (low, high]; temperatures by two solvers."""
    cases = []
    for rows, classes, sharpness, bins in [(100, 4, 3.0, 15), (150, 8, 0.7, 10), (50, 2, 1.5, 1), (8, 2, 2.0, 4)]:
        y = rng.integers(0, classes, rows)
        logits = sharpness * (rng.normal(size=(rows, classes)) + 1.2 * np.eye(classes)[y])
        probabilities = softmax(logits, axis=1)
        if bins == 4:
            # Confidences on the edges of the bins.
            probabilities = np.array([[p, 1 - p] for p in (0.5, 0.75, 1.0, 0.25, 0.0, 0.5, 0.75, 0.625)])
        confidence = probabilities.max(axis=1)
        right = probabilities.argmax(axis=1) == y
        bin_of = np.searchsorted(np.arange(1, bins + 1) / bins, confidence, side="left")
        gaps = [
            (np.mean(bin_of == index), abs(right[bin_of == index].mean() - confidence[bin_of == index].mean()))
            for index in range(bins)
            if (bin_of == index).any()
        ]
        slope = lambda log_t: np.mean(  # noqa: E731
            (softmax(logits * np.exp(-log_t), axis=1) * logits).sum(axis=1) - logits[np.arange(rows), y]
        )
        temperature = float(np.exp(brentq(slope, np.log(0.05), np.log(20), xtol=1e-15, rtol=1e-15)))
        loss = lambda t: float(-log_softmax(logits / t, axis=1)[np.arange(rows), y].mean())  # noqa: E731
        cases.append(
            {
                "yTrue": y.tolist(),
                "classes": classes,
                "bins": bins,
                "logits": logits.ravel().tolist(),
                "probabilities": probabilities.ravel().tolist(),
                "expected": float(sum(share * gap for share, gap in gaps)),
                "maximum": float(max(gap for _, gap in gaps)),
                "temperature": temperature,
                "temperatureSklearn": float(1 / _TemperatureScaling().fit(logits, y).beta_),
                "nll": [loss(1), loss(temperature)],
                "scaled": softmax(logits / temperature, axis=1).ravel().tolist(),
            }
        )
    return cases


def intervals(rng):
    """scipy's intervals of a ratio over clusters, with the very draws they are read from."""
    cases = []
    for clusters, most, confidence in [(11, 40, 0.95), (24, 9, 0.9), (6, 3, 0.99)]:
        rows = rng.integers(1, most + 1, clusters)
        right = rng.binomial(rows, 0.7)
        ratio = lambda index: right[index].sum() / rows[index].sum()  # noqa: E731
        everyone = np.arange(clusters)
        draws = None
        case = {
            "estimate": float(ratio(everyone)),
            "leftOut": [float(ratio(np.delete(everyone, index))) for index in everyone],
            "confidence": confidence,
        }
        for method in ("percentile", "BCa"):
            result = bootstrap(
                (everyone,),
                ratio,
                n_resamples=499 if draws is None else 0,
                bootstrap_result=draws,
                vectorized=False,
                confidence_level=confidence,
                method=method,
                rng=np.random.default_rng(SEED),
            )
            draws = result
            case[method.lower()] = [float(bound) for bound in result.confidence_interval]
        case["draws"] = result.bootstrap_distribution.tolist()
        case["standardError"] = float(result.standard_error)
        cases.append(case)
    return cases


def permutations(rng):
    """scipy's exact paired test: for each cluster the predictions of two models may be exchanged."""
    cases = []
    for clusters, rows_each, classes, better in [(8, 6, 3, 0.25), (6, 4, 2, 0.0), (5, 3, 4, 0.5), (7, 2, 2, 0.1)]:
        rows = clusters * rows_each
        cluster = np.repeat(np.arange(clusters), rows_each)
        y = rng.integers(0, classes, rows)
        guess = lambda share: np.where(rng.random(rows) < share, y, rng.integers(0, classes, rows))  # noqa: E731
        models = [guess(0.4 + better), guess(0.4)]
        case = {
            "yTrue": y.tolist(),
            "a": models[0].tolist(),
            "b": models[1].tolist(),
            "classes": classes,
            "clusters": [f"{index:02d}" for index in cluster],
        }
        for name, figure in (("uar", balanced_accuracy_score), ("accuracy", lambda y, p: (y == p).mean())):

            def difference(first, second):
                """`first[i]` says whose predictions stand for the first model in cluster i: 0 its own, 1 the other's."""
                own, other = ((np.array(who) >= clusters).astype(int) for who in (first, second))
                pick = lambda who: np.where(who[cluster] == 0, models[0], models[1])  # noqa: E731
                return figure(y, pick(own)) - figure(y, pick(other))

            result = permutation_test(
                (np.arange(clusters), np.arange(clusters) + clusters),
                difference,
                permutation_type="samples",
                n_resamples=np.inf,
                vectorized=False,
            )
            case[name] = {"difference": float(result.statistic), "pValue": float(result.pvalue)}
        cases.append(case)
    return cases


def main():
    rng = np.random.default_rng(SEED)
    versions = {"numpy": np.__version__, "scikit-learn": sklearn.__version__, "scipy": scipy.__version__}
    z = np.linspace(-6, 6, 49)
    p = np.array([0.0005, 0.001, 0.025, 0.05, 0.3, 0.5, 0.7, 0.975, 0.999])
    goldens = {
        "metrics.json": reports(rng),
        "statistics.json": {
            "roc": roc(rng),
            "multiclassRoc": multiclass_roc(rng),
            "calibration": calibration(rng),
            "intervals": intervals(rng),
            "permutations": permutations(rng),
            "normalCdf": [z.tolist(), ndtr(z).tolist()],
            "normalQuantile": [p.tolist(), ndtri(p).tolist()],
            "studentT": [
                [confidence, degrees, float(student_t.ppf((1 + confidence) / 2, degrees))]
                for confidence in (0.5, 0.9, 0.95, 0.999)
                for degrees in (1, 2, 3, 4, 5, 23, 29, 119, 500)
            ],
        },
    }
    for name, values in goldens.items():
        (FOLDER / name).write_text(json.dumps(values, separators=(",", ":")) + "\n")
        update_manifest(FOLDER, name, "tools/golden/metrics.py", versions, SEED)


if __name__ == "__main__":
    main()
