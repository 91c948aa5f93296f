"""The libraries' side of bench/encoding: fits one outer fold on command.

    python ridge_worker.py LIBRARY FOLDER TRAIN TEST FEATURES VOXELS THREADS

LIBRARY: himalaya-numpy, himalaya-torch or sklearn. A fit is KernelRidgeCV or, with more training
rows than features, RidgeCV of himalaya, or RidgeCV of scikit-learn, as their users call them.
"""

import platform
import sys
import time

import numpy as np
from sklearn.model_selection import KFold

import machine
from simulation import Fold, Shape

PENALTIES = np.logspace(-6, 10, 17)
INNER_FOLDS = 10
GEMM = (909, 909, 4096)


class Side:
    def __init__(self, library, fold, threads):
        self.fold, self.shape = fold, fold.shape
        self.library, _, self.backend = library.partition("-")
        self.type, self.arrays, self.scores = None, None, None
        self.load("float32")
        if self.backend == "torch":
            import torch

            torch.set_num_threads(threads)
        if self.library == "himalaya":
            from himalaya.backend import set_backend

            set_backend(self.backend)

    def load(self, type):
        """Test and training arrays in the type of the fit, which is no part of its time."""
        if type != self.type:
            self.arrays = None  # freed before the others are made
            parts = [self.fold.features(), self.fold.recording()]
            self.arrays = [part.astype(type, copy=False) for part in parts]
            self.type = type

    def fit(self, type, targets, penalties):
        self.load(type)
        return machine.timed(lambda: self.score(*self.split(), batches(targets, penalties)))

    def warm(self, type, targets, penalties):
        """A fit of a corner of the arrays, so that everything is loaded and has run once."""
        self.load(type)
        x, y = self.arrays
        rows = slice(0, self.shape.test + 200)
        corner = [part[rows] for part in (x[:, :400], y[:, :200])]
        self.score(*self.split(corner), batches(targets, penalties))
        return "ok"

    def split(self, arrays=None):
        x, y = arrays or self.arrays
        test = self.shape.test
        return x[test:], y[test:], x[:test], y[:test]

    def score(self, x, y, x_test, y_test, batch):
        model = self.model(*x.shape, batch).fit(x, y)
        predicted = model.predict(x_test)
        chosen = model.alpha_ if self.library == "sklearn" else model.best_alphas_
        y_test = y_test if self.backend != "torch" else predicted.new_tensor(y_test)
        self.scores = [*r_and_r2(y_test, predicted), chosen]

    def model(self, rows, features, batch):
        if self.library == "sklearn":
            from sklearn.linear_model import RidgeCV

            return RidgeCV(PENALTIES, alpha_per_target=True)
        from himalaya.kernel_ridge import KernelRidgeCV
        from himalaya.ridge import RidgeCV

        kind = RidgeCV if self.shape.train > self.shape.features else KernelRidgeCV
        return kind(alphas=PENALTIES, cv=KFold(INNER_FOLDS), solver_params=batch)

    def save(self, file):
        """r, R² and penalty of the last fit: 3 × voxels, little-endian float64."""
        np.stack([np.asarray(part, "<f8") for part in self.scores]).tofile(file)
        return "saved"

    def gemm(self, seconds):
        """GFLOP of float32 products per second and CPU-second, after a warm-up of a tenth."""
        m, k, n = GEMM
        random = np.random.default_rng(1)
        a, b = (random.standard_normal(shape, np.float32) for shape in ((m, k), (k, n)))
        if self.backend == "torch":
            import torch

            a, b = torch.from_numpy(a), torch.from_numpy(b)

        def rates(seconds):
            start, cpu, products = time.perf_counter(), time.process_time(), 0
            while time.perf_counter() - start < seconds:
                a @ b
                products += 1
            spent = time.perf_counter() - start, time.process_time() - cpu
            return [2e-9 * m * k * n * products / part for part in spent]

        rates(float(seconds) / 10)
        return "rate {} {}".format(*rates(float(seconds)))


def batches(targets, penalties):
    """himalaya's parameters for batches; `all` is its default."""
    sizes = {"n_targets_batch": targets, "n_alphas_batch": penalties}
    return {name: int(size) for name, size in sizes.items() if size != "all"}


def r_and_r2(y, predicted):
    """Per column, of numpy's arrays or torch's."""
    residual = ((y - predicted) ** 2).sum(0)
    y = y - y.mean(0)
    p = predicted - predicted.mean(0)
    total = (y * y).sum(0)
    return (y * p).sum(0) / (total * (p * p).sum(0)) ** 0.5, 1 - residual / total


def main():
    library, folder, *shape, threads = sys.argv[1:]
    fold = Fold(folder, Shape(*map(int, shape)))
    side = Side(library, fold, int(threads))
    names = {"numpy": "numpy", "torch": "torch", "himalaya": "himalaya", "sklearn": "sklearn"}
    loaded = [sys.modules[name] for name in names if name in sys.modules]
    versions = ", ".join(f"{module.__name__} {module.__version__}" for module in loaded)
    machine.answer(
        f"Python {platform.python_version()}, {versions}",
        {"fit": side.fit, "warm": side.warm, "save": side.save, "gemm": side.gemm},
    )


if __name__ == "__main__":
    main()
