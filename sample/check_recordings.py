"""Scores all checkpoints on the sample by a plain dual ridge (preset `paper`) and prints a table.

With --by-run, one fold per run and no gap (preset `leave-one-run-out`). Where ENTRAIN_REFERENCE
names the folder that holds reference/, the forward pass and the ridge are first compared with it.
"""

import json
import os
import sys
from pathlib import Path

import numpy as np

import encoding
import representations
from dataset import HERE, LAYERS, STEPS, Dataset


def check_reference(root):
    """Largest differences from transformers (hidden states) and from the reference's scores."""
    folder = root / "lm-safetensors" / "neox"
    expected = json.loads((folder / "expected.json").read_text())
    _, states = representations.word_states(folder, expected["words"], expected["context"])
    worst = np.abs(states - np.load(folder / "expected_hidden.npy")).max()
    print(f"hidden states: largest difference {worst:.1e}")
    folder = root / "alignment"
    states = np.load(folder / "representations.npy")
    times, runs, onsets = (
        np.load(folder / f"{name}_fmri.npy") for name in ("time", "runs", "time_words")
    )
    trs = encoding.tr_of_words(onsets[len(onsets) - states.shape[1] :], times)
    kept = np.concatenate([np.flatnonzero(runs == run)[20:-15] for run in np.unique(runs)])
    recording = np.load(folder / "data_subject_F.npy").astype(float)
    r = np.load(folder / "expected_paper_F.npz")
    for layer, layer_states in enumerate(states):
        features = encoding.lagged(encoding.tr_means(layer_states, trs, len(times)), runs)[kept]
        found = encoding.scores(features.reshape(len(kept), -1), recording)
        worst = np.abs(found - r[f"r_layer{layer}"]).max()
        print(f"scores, layer {layer}: largest difference {worst:.1e}")


def run_folds(runs):
    return [(np.flatnonzero(runs != run), np.flatnonzero(runs == run)) for run in np.unique(runs)]


def main():
    if "ENTRAIN_REFERENCE" in os.environ:
        check_reference(Path(os.environ["ENTRAIN_REFERENCE"]) / "reference")
    data = Dataset()
    answer = json.loads((HERE / "signal_voxels.json").read_text())
    participants = answer["voxels"]
    recordings = [np.load(HERE / "recordings" / f"{p}.npy")[data.kept] for p in participants]
    y = np.hstack(recordings).astype(float)
    voxels = np.arange(recordings[0].shape[1])
    bears = np.isin(voxels, answer["bearers"])
    signal = [np.isin(voxels, chosen) for chosen in participants.values()]
    folds = run_folds(data.runs[data.kept]) if "--by-run" in sys.argv else None

    def groups(features):
        """Mean r of (signal A, noise A, property A, signal B, noise B, property B)."""
        r = encoding.scores(data.model_matrix(features), y, folds).mean(axis=0)
        means = []
        for half, mask in zip(np.split(r, len(signal)), signal):
            means += [half[group].mean() for group in (mask, ~mask & ~bears, bears)]
        return means

    late, name = answer["layer"], answer["property"]
    print("| features |", *(f"signal, layer {i} |" for i in LAYERS), end="")
    print(f" noise, layers 0–4 | {name}, layer {late} | signal A / B, layer {late} |")
    print("|---" * (len(LAYERS) + 4) + "|")
    kinds = [(f"step {step}", step, None) for step in STEPS]
    kinds += [(f"step {step} without {name}", step, name) for step in (STEPS[0], STEPS[-1])]
    for title, step, without in [*kinds, ("word rate", None, None)]:
        layers = [data.word_rate()] if step is None else data.tr_features(step, without)
        table = np.array([groups(features) for features in layers])
        mean = (table[:, :3] + table[:, 3:]) / 2  # of A and B: signal, noise, property
        cells = [f"{r:.3f}" for r in mean[:, 0]] + ["–"] * (len(LAYERS) - len(table))
        row = min(late, len(table) - 1)
        cells += [f"{mean[:, 1].min():.3f} … {mean[:, 1].max():.3f}", f"{mean[row, 2]:.3f}"]
        cells += [f"{table[row, 0]:.3f} / {table[row, 3]:.3f}"]
        print(f"| {title} |", " | ".join(cells), "|", flush=True)


if __name__ == "__main__":
    main()
