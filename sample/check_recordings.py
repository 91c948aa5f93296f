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
    signal = [np.isin(np.arange(r.shape[1]), v) for r, v in zip(recordings, participants.values())]
    folds = run_folds(data.runs[data.kept]) if "--by-run" in sys.argv else None

    def groups(features):
        """Mean r of (signal A, noise A, signal B, noise B)."""
        r = encoding.scores(data.model_matrix(features), y, folds).mean(axis=0)
        halves = zip(np.split(r, len(signal)), signal)
        return [value for half, mask in halves for value in (half[mask].mean(), half[~mask].mean())]

    late = answer["layer"]
    print("| step |", *(f"signal, layer {i} |" for i in LAYERS), end="")
    print(f" noise, layers 0–4 | A signal / noise, layer {late} | B signal / noise, layer {late} |")
    print("|---" * (len(LAYERS) + 4) + "|")
    for name in [*STEPS, "word rate"]:
        layers = [data.word_rate()] if name == "word rate" else data.tr_features(name)
        table = np.array([groups(features) for features in layers])
        cells = [f"{r:.3f}" for r in table[:, ::2].mean(axis=1)]
        cells += ["–"] * (len(LAYERS) - len(cells))
        quiet = table[:, 1::2].mean(axis=1)
        a, b = np.split(table[min(late, len(table) - 1)], 2)
        row = [f"{quiet.min():.3f} … {quiet.max():.3f}", *(f"{s:.3f} / {n:.3f}" for s, n in (a, b))]
        print(f"| {name} |", " | ".join([*cells, *row]), "|", flush=True)


if __name__ == "__main__":
    main()
