"""Makes SIMULATED recordings with a known answer: recordings/{A,B}.npy and signal_voxels.json.

Some voxels carry directions of a late layer of the last checkpoint, others the share of words that
have a linguistic property; all other voxels are noise.
Words alone already predict much from random weights, so directions are chosen that training
brought about: among the late layer's first principal components, those which step 0 (all its
layers) and the word rate predict worst, out of sample. They stay linear in the late layer, so the
encoding model can find them, while step 0 scores about 0. They are taken from what is left of the
layer without the property, so that removing it touches the property's voxels alone.
"""

import json

import numpy as np

import encoding
from dataset import HERE, LAYERS, STEPS, Dataset

SEED = 11
VOXELS, SIGNAL, SHARED = 300, 100, 50  # voxels; signal voxels of each; of them common to A and B
PROPERTY, BEARERS = "Tense", 40  # the property, and how many voxels bear it, the same in A and B
STEP, LAYER = STEPS[-1], 3
RESPONSE = np.array([0.1, 0.5, 1.0, 0.8, 0.4])  # weights of lags 0-4 TRs: peak 4-6 s after a word
COMPONENTS, DIRECTIONS = 16, 6
NOISE = (0.6, 1.8)  # range of the noise's deviation; the signal's is 1
AUTOCORRELATION = 0.4  # of the noise, from one TR to the next


def response(data, features):
    """T x H: features convolved with the response, within runs."""
    return np.einsum("tdh,d->th", encoding.lagged(features, data.runs), RESPONSE)


def out_of_sample(x, y):
    """Ridge predictions of every row of y by 5 contiguous folds."""
    out = np.zeros_like(y)
    for test in np.array_split(np.arange(len(x)), 5):
        train = np.setdiff1d(np.arange(len(x)), test)
        best = encoding.choose_lambda(x[train], y[train])
        predicted = np.stack(list(encoding.solve(x[train], y[train], x[test])))
        out[test] = np.take_along_axis(predicted, best[None, None, :], axis=0)[0]
    return out


def learned_signals(data):
    """T x DIRECTIONS: unit-variance time courses of what the late layer learned, all TRs."""
    late = response(data, data.tr_features(STEP, without=PROPERTY)[LAYER])
    late = (late - late[data.kept].mean(axis=0)) / late[data.kept].std(axis=0)
    _, values, rotation = np.linalg.svd(late[data.kept], full_matrices=False)
    scale = values[:COMPONENTS] / np.sqrt(len(data.kept))
    components = late @ rotation[:COMPONENTS].T / scale
    first = data.tr_features(STEPS[0])
    known = np.hstack([response(data, f) for f in [*(first[i] for i in LAYERS), data.word_rate()]])
    target = components[data.kept]
    residual = target - out_of_sample(encoding.zscored(known[data.kept]), target)
    _, directions = np.linalg.eigh(residual.T @ residual)  # ascending: the last is least known
    signals = components @ directions[:, -DIRECTIONS:]
    # An eigenvector's sign is the linear algebra library's choice: fix it, so that files agree.
    return signals * np.sign(signals[np.abs(signals).argmax(axis=0), np.arange(DIRECTIONS)])


def property_signal(data):
    """T: share of the words of each TR that are of the property's largest class, unit variance."""
    labels = data.labels(PROPERTY)
    classes, counts = np.unique(labels, return_counts=True)
    largest = (labels == classes[counts.argmax()]).astype(float)[:, None]
    trs = encoding.tr_of_words(data.onsets, data.times)
    share = response(data, encoding.tr_means(largest, trs, len(data.times)))[:, 0]
    return (share - share[data.kept].mean()) / share[data.kept].std()


def noise(rng, runs):
    """T x VOXELS: first-order autoregressive, unit variance, starting anew with each run."""
    out = rng.standard_normal((len(runs), VOXELS))
    for t in range(1, len(runs)):
        if runs[t] == runs[t - 1]:
            fresh = np.sqrt(1 - AUTOCORRELATION**2) * out[t]
            out[t] = AUTOCORRELATION * out[t - 1] + fresh
    return out


def main():
    data, rng = Dataset(), np.random.default_rng(SEED)
    signals, share = learned_signals(data), property_signal(data)
    order = rng.permutation(VOXELS)
    start = {"A": 0, "B": SIGNAL - SHARED}
    voxels = {p: np.sort(order[s : s + SIGNAL]).tolist() for p, s in start.items()}
    bearers = np.sort(order[2 * SIGNAL - SHARED :][:BEARERS]).tolist()
    (HERE / "recordings").mkdir(exist_ok=True)
    for participant, chosen in voxels.items():
        recording = noise(rng, data.runs) * rng.uniform(*NOISE, VOXELS)
        weights = rng.standard_normal((DIRECTIONS, SIGNAL))
        recording[:, chosen] += signals @ (weights / np.linalg.norm(weights, axis=0))
        recording[:, bearers] += share[:, None]
        np.save(HERE / "recordings" / f"{participant}.npy", recording.astype("<f4"))
    answer = {"simulated": True, "model": "nano", "step": STEP, "layer": LAYER, "voxels": voxels}
    answer |= {"property": PROPERTY, "bearers": bearers}
    (HERE / "signal_voxels.json").write_text(json.dumps(answer) + "\n")
    print(f"{len(data.words)} words, {len(data.times)} TRs, {len(data.kept)} kept rows")


if __name__ == "__main__":
    main()
