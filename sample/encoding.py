"""TR features and the encoding model, in NumPy: what the sample is made from and checked by.

T TRs, N training rows, H hidden size, D lags, P = D*H features, V voxels.
"""

import numpy as np

LAGS = range(5)  # TRs
LAMBDAS = 10.0 ** np.arange(-6, 11)
GAP = 5  # TRs
OUTER, INNER = 5, 10  # folds


def tr_of_words(onsets, times):
    """Index of the last TR whose time is strictly smaller than each onset (-1: none)."""
    return np.searchsorted(times, onsets, side="left") - 1


def tr_means(states, word_trs, count):
    """count x H: mean over the words of each TR, 0 where a TR has none."""
    sums = np.zeros((count, states.shape[1]))
    inside = word_trs >= 0
    np.add.at(sums, word_trs[inside], states[inside])
    words = np.bincount(word_trs[inside], minlength=count)
    return sums / np.maximum(words, 1)[:, None]


def residual(states, labels):
    """States without what their class says of them: each minus the mean of its class."""
    out = states.astype(float)
    for label in np.unique(labels):
        out[labels == label] -= out[labels == label].mean(axis=0)
    return out


def lagged(features, runs, lags=LAGS):
    """T x D x H: features of TR t - d of the same run, 0 before the run's start."""
    out = np.zeros((len(features), len(lags), features.shape[1]))
    for d, lag in enumerate(lags):
        same = runs[lag:] == runs[: len(runs) - lag]
        out[lag:, d][same] = features[: len(runs) - lag][same]
    return out


def zscored(a):
    """Columns to mean 0 and deviation 1 (ddof 0); a constant column becomes 0."""
    deviation = a.std(axis=0)
    return (a - a.mean(axis=0)) / np.where(deviation > 0, deviation, np.inf)


def outer_folds(rows, gap=GAP):
    """(training rows, test rows) of contiguous blocks with the published gaps."""
    size = rows // OUTER
    for k in range(OUTER):
        test = np.arange(k * size, rows if k == OUTER - 1 else (k + 1) * size)
        train = np.setdiff1d(np.arange(rows), test)
        if k == 0:
            train = train[gap:]
        elif k == OUTER - 1:
            train = train[: len(train) - gap]
        else:
            test = test[gap : len(test) - gap]
        yield train, test


def solve(x, y, x_new):
    """Predictions of dual ridge for every lambda: yields rows of x_new x V."""
    s, u = np.linalg.eigh(x @ x.T)
    s = np.where(s > len(s) * np.finfo(float).eps * s.max(), s, 0.0)
    left, right = (x_new @ x.T) @ u, u.T @ y
    for penalty in LAMBDAS:
        yield (left / (s + penalty)) @ right


def choose_lambda(x, y):
    """Index of the best lambda per voxel: smallest sum over inner folds of 1 - R^2."""
    errors = np.zeros((len(LAMBDAS), y.shape[1]))
    for rows in np.array_split(np.arange(len(x)), INNER):
        train = np.setdiff1d(np.arange(len(x)), rows)
        total = ((y[rows] - y[rows].mean(axis=0)) ** 2).sum(axis=0)
        for i, predicted in enumerate(solve(x[train], y[train], x[rows])):
            errors[i] += ((y[rows] - predicted) ** 2).sum(axis=0) / total
    return errors.argmin(axis=0)  # the first, thus the smaller lambda, on a tie


def scores(x, y, folds=None):
    """Folds x V: Pearson r of predicted and recorded test rows; x is T x P, y is T x V."""
    out = []
    for train, test in folds or outer_folds(len(x)):
        x_train, y_train = zscored(x[train]), zscored(y[train])
        x_test, y_test = zscored(x[test]), zscored(y[test])
        best = choose_lambda(x_train, y_train)
        predicted = np.stack(list(solve(x_train, y_train, x_test)))
        predicted = np.take_along_axis(predicted, best[None, None, :], axis=0)[0]
        out.append((zscored(predicted) * y_test).mean(axis=0))
    return np.array(out)
