"""Simulated features and recordings of one outer fold, made once per shape and kept as files.

Words have representations of H = P / 5 values: latent series of different memory (autoregressive
of order 1), scaled by a power law as the spectra of language models are, mixed at random, plus a
little noise of full rank. Their means per TR, stacked at 5 lags, are the features. Recordings are
autocorrelated noise; half of the voxels add a weak response to the features. All columns are
standardised by the training rows, which follow the test rows.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.signal import lfilter

SEED = 909
LAGS = 5
RESPONSE = np.array([0.1, 0.3, 1.0, 0.8, 0.4])  # of the brain to a word, by lag
WORDS_PER_TR = 5
LATENT = 200
DECAY = 0.7  # singular value of component k: k^-DECAY
LARGEST_SHARE = 0.3  # of a voxel's variance that the features explain
BAND = 1000  # voxels made at a time


@dataclass(frozen=True)
class Shape:
    """Of one outer fold: training rows, test rows, features, voxels."""

    train: int
    test: int
    features: int
    voxels: int

    @property
    def rows(self):
        return self.train + self.test


class Fold:
    """Float32 arrays in a folder, row-major and little-endian; rows: first test, then training."""

    def __init__(self, folder, shape):
        self.folder, self.shape = Path(folder), shape

    def features(self):
        values = np.fromfile(self.folder / "features.f32", "<f4")
        return values.reshape(self.shape.rows, self.shape.features)

    def recording(self):
        values = np.fromfile(self.folder / "recording.f32", "<f4")
        return values.reshape(self.shape.rows, self.shape.voxels)


def fold(parent, shape):
    """The fold of this shape below a folder, made unless it is there."""
    name = f"{shape.train}+{shape.test}x{shape.features}x{shape.voxels}"
    made = Fold(Path(parent) / name, shape)
    finished = made.folder / "finished"  # written last
    if not finished.is_file():
        print(f"simulating {name} in {made.folder}", flush=True)
        made.folder.mkdir(parents=True, exist_ok=True)
        random = np.random.default_rng(SEED)
        lagged = standardized(features(random, shape), shape.test)
        lagged.reshape(shape.rows, -1).tofile(made.folder / "features.f32")
        recording(random, lagged, shape).tofile(made.folder / "recording.f32")
        finished.touch()
    return made


def features(random, shape):
    """rows × lags × H."""
    hidden, rest = divmod(shape.features, LAGS)
    if rest:
        raise ValueError(f"features must be a multiple of {LAGS} lags: {shape.features}")
    trs = shape.rows + LAGS - 1
    latent = random.standard_normal((trs * WORDS_PER_TR, LATENT), np.float32)
    memory = random.uniform(0, 0.95, LATENT)
    for component, phi in enumerate(memory):
        series = lfilter([np.sqrt(1 - phi * phi)], [1, -phi], latent[:, component])
        latent[:, component] = series * (component + 1) ** -DECAY
    mixing = random.standard_normal((LATENT, hidden), np.float32) / np.sqrt(LATENT)
    words = latent @ mixing
    words += 0.05 * words.std() * random.standard_normal(words.shape, np.float32)
    means = words.reshape(trs, WORDS_PER_TR, hidden).mean(1)
    # Lag l of TR t is TR t - l.
    return np.stack([means[LAGS - 1 - lag : trs - lag] for lag in range(LAGS)], axis=1)


def recording(random, lagged, shape):
    """rows × voxels; every second voxel is noise alone."""
    response = np.tensordot(lagged, RESPONSE.astype(np.float32), axes=(1, 0))
    made = np.empty((shape.rows, shape.voxels), np.float32)
    for begin in range(0, shape.voxels, BAND):
        count = min(BAND, shape.voxels - begin)
        noise = random.standard_normal((shape.rows, count), np.float32)
        noise = lfilter([np.sqrt(1 - 0.4**2)], [1, -0.4], noise, axis=0)
        signal = response @ random.standard_normal((response.shape[1], count), np.float32)
        signal /= signal.std(0)
        share = random.uniform(0, LARGEST_SHARE, count) * (np.arange(begin, begin + count) % 2)
        values = np.sqrt(share) * signal + np.sqrt(1 - share) * noise
        made[:, begin : begin + count] = standardized(values, shape.test)
    return made


def standardized(values, test):
    """By mean and deviation of the rows after the first ``test``."""
    train = values[test:].astype(np.float64)
    return ((values - train.mean(0)) / train.std(0)).astype("<f4")
