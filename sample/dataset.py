"""Reads the sample's words and clock, and gives TR features of its checkpoints."""

from pathlib import Path

import numpy as np
import yaml

import encoding
import representations

HERE = Path(__file__).parent
STEPS = [0, 1, 4, 16, 64, 256, 1000, 2000]
LAYERS = range(5)


class Dataset:
    """Words with onsets (s), times (s) and runs (1-based) of all TRs, and the kept TRs' indices."""

    def __init__(self):
        manifest = yaml.safe_load((HERE / "dataset.yaml").read_text(encoding="utf-8"))
        lines = (HERE / "words.tsv").read_text(encoding="utf-8").splitlines()[1:]
        rows = [line.split("\t") for line in lines]
        self.words = [word for word, _, _ in rows]
        self.onsets = np.array([float(onset) for _, onset, _ in rows])
        clock, trim = manifest["clock"], manifest["trim"]
        times, runs, kept, start = [], [], [], 0
        for number, run in enumerate(clock["runs"], start=1):
            volumes = run["volumes"]
            times.append(run["first"] + clock["tr"] * np.arange(volumes))
            runs.append(np.full(volumes, number))
            kept.append(np.arange(start + trim["first"], start + volumes - trim["last"]))
            start += volumes
        self.times, self.runs, self.kept = map(np.concatenate, (times, runs, kept))

    def labels(self, name):
        """Class of every word in a property of properties.tsv."""
        lines = (HERE / "properties.tsv").read_text(encoding="utf-8").splitlines()
        column = lines[0].split("\t").index(name)
        return np.array([line.split("\t")[column] for line in lines[1:]])

    def tr_features(self, step, without=None):
        """Per layer: T x H means over the words of each TR, all TRs; without a property if named."""
        folder = HERE / "checkpoints" / "nano" / f"step{step}"
        skipped, states = representations.word_states(folder, self.words)
        if without is not None:
            labels = self.labels(without)[skipped:]
            states = [encoding.residual(layer, labels) for layer in states]
        trs = encoding.tr_of_words(self.onsets[skipped:], self.times)
        return [encoding.tr_means(layer, trs, len(self.times)) for layer in states]

    def word_rate(self):
        """T x 1: number of words of each TR."""
        trs = encoding.tr_of_words(self.onsets, self.times)
        return np.bincount(trs[trs >= 0], minlength=len(self.times))[:, None].astype(float)

    def model_matrix(self, features):
        """Kept rows x P: the lagged features that the encoding model sees."""
        return encoding.lagged(features, self.runs)[self.kept].reshape(len(self.kept), -1)
