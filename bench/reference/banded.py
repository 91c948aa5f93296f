"""Makes a small simulated recording and the banded ridge that himalaya fits to it in float64.

    python banded.py [FOLDER]     (environment: ../requirements.txt with himalaya, scikit-learn)

FOLDER is the test resources of processors/math unless given. See README.md.
"""

import sys
from pathlib import Path

import himalaya
import numpy as np
from himalaya.backend import set_backend
from himalaya.kernel_ridge import MultipleKernelRidgeCV
from sklearn.model_selection import KFold

HERE = Path(__file__).resolve().parent
RESOURCES = HERE.parents[1] / "processors/math/src/test/resources/reference"
ROWS, VOXELS = 120, 48
WIDTHS = 3, 40
OUTER, INNER = 3, 4
ALPHAS = np.logspace(-2, 5, 15)


def main():
    set_backend("numpy")
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else RESOURCES
    target.mkdir(parents=True, exist_ok=True)
    random = np.random.default_rng(5)
    bands = [random.standard_normal((ROWS, width)).astype(np.float32) for width in WIDTHS]
    y = recording(random, bands).astype(np.float32)
    # In steps of 1/20: candidates that predict alike to single precision would tie there.
    first = [0.5, 0.35, 0.8, 0.05, 0.65, 0.95, 0.2]
    gammas = np.vstack([np.eye(2), [[share, 1 - share] for share in first]])
    arrays = {"x0": bands[0], "x1": bands[1], "y": y, "gammas": gammas, "alphas": ALPHAS}
    for k, (train, test) in enumerate(KFold(OUTER).split(y)):
        for name, values in fold(bands, y, gammas, train, test).items():
            arrays[f"{name}{k}"] = values
    file = target / "banded.npz"
    np.savez_compressed(file, **arrays)
    print(f"{file.name}: {file.stat().st_size // 1024} KiB, himalaya {himalaya.__version__}")


def recording(random, bands):
    """Voxels from the first band alone to the second alone, in noise of about their variance."""
    share = np.linspace(0, 1, VOXELS)
    parts = [x @ random.standard_normal((x.shape[1], VOXELS)) / np.sqrt(x.shape[1]) for x in bands]
    noise = random.standard_normal((ROWS, VOXELS))
    return (1 - share) * parts[0] + share * parts[1] + 0.7 * noise


def fold(bands, y, gammas, train, test):
    """Scaled by training rows; kernels brought to one mean diagonal, that of all features."""
    xs = [standardised(x, train) for x in bands]
    target = standardised(y, train)
    diagonals = [np.trace(x[train] @ x[train].T) / len(train) for x in xs]
    kernels = [sum(diagonals) / d * (x @ x[train].T) for x, d in zip(xs, diagonals)]
    kernels = np.array(kernels)
    model = MultipleKernelRidgeCV(
        kernels="precomputed",
        solver="random_search",
        solver_params={"n_iter": gammas, "alphas": ALPHAS, "progress_bar": False},
        cv=KFold(INNER),
    )
    model.fit(kernels[:, train], target[train])
    # deltas_ is log(gamma / alpha), and the gammas of a voxel sum to 1; corners give log 0.
    weights = np.exp(model.deltas_)
    alpha = 1 / weights.sum(axis=0)
    chosen = np.abs((weights * alpha).T[:, None] - gammas).sum(axis=2).argmin(axis=1)
    split = model.predict(kernels[:, test], split=True)
    predicted = split.sum(axis=0)
    spread = ((target[test] - target[test].mean(axis=0)) ** 2).sum(axis=0)
    return {
        "gamma": chosen.astype(np.int32),
        "alpha": alpha,
        "r": np.array([np.corrcoef(a, b)[0, 1] for a, b in zip(predicted.T, target[test].T)]),
        "share": (split * (2 * target[test] - predicted)).sum(axis=1) / spread,
    }


def standardised(values, train):
    values = values.astype(np.float64)
    return (values - values[train].mean(axis=0)) / values[train].std(axis=0)


if __name__ == "__main__":
    main()
