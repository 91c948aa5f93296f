"""The windows that all sides run: rows of token ids, little-endian int32."""

import numpy as np
from tokenizers import Tokenizer

CONTEXT = 50
SEED = 50


def drawn(count, vocabulary):
    """Consecutive windows of one stream of ids drawn by a Zipf–Mandelbrot law.

    p(rank) ∝ 1 / (rank + 2.7), ranks dealt to ids by the seed. A window ends 1 token after the
    one before it, or 2 in a quarter of cases: words of 1.25 tokens, about what English has.
    """
    random = np.random.default_rng(SEED)
    steps = random.choice([1, 2], size=count, p=[0.75, 0.25])
    ends = CONTEXT + np.cumsum(steps)
    weights = 1 / (np.arange(1, vocabulary + 1) + 2.7)
    ranks = random.choice(vocabulary, size=ends[-1], p=weights / weights.sum())
    stream = random.permutation(vocabulary)[ranks]
    return np.array([stream[end - CONTEXT : end] for end in ends], dtype="<i4")


def of_text(words, tokenizer_file, count):
    """The window of every word with more than CONTEXT tokens before it, over again until count."""
    encoding = Tokenizer.from_file(str(tokenizer_file)).encode(
        " ".join(words), add_special_tokens=False
    )
    starts = np.array([start for start, _ in encoding.offsets])
    word_ends = np.cumsum([len(word) + 1 for word in words]) - 1
    ends = np.searchsorted(starts, word_ends)  # tokens up to and with each word
    before = np.concatenate([[0], ends[:-1]])
    ids = np.array(encoding.ids)
    rows = [ids[end - CONTEXT : end] for end in ends[before > CONTEXT]]
    return np.array([rows[i % len(rows)] for i in range(count)], dtype="<i4")
