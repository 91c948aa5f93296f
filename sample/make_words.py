"""Makes words.tsv and dataset.yaml from story.txt, with simulated times.

Runs on the Python standard library alone:  python3 make_words.py

Each part of the story (parts are separated by a line "* * *") is one run. A word lasts longer
the more letters it has, and punctuation after it adds a pause; a seeded jitter keeps onsets from
locking to the TR grid. All runs share one clock in seconds; runs are numbered from 1, as in the
published Harry Potter layout.
"""

import math
import random
from pathlib import Path

HERE = Path(__file__).parent
SEED = 20240501
TR = 2.0  # seconds
LEAD_IN = 7.0  # seconds from a run's first volume to its first word
TAIL = 9.0  # seconds of scanning after the last word, so that its response is recorded
# Trimming leaves TRs with words whose lagged TRs have words too, the 30 skipped ones apart.
BREAK = 12.0  # seconds without volumes between two runs
PAUSES = {",": 0.20, ";": 0.35, ".": 0.55, "?": 0.60, "!": 0.55}  # seconds after a word

MANIFEST = """\
# The packaged sample: an original story with SIMULATED recordings (see README.md).
# Written by make_words.py; times are in seconds on one clock for all runs.
name: entrain-sample
simulated: true
words: {{file: words.tsv}}
clock:
  tr: {tr}
  runs:
{runs}
trim: {{first: 15, last: 5}}
annotations: {{file: properties.tsv}}
recordings:
  files: {{A: recordings/A.npy, B: recordings/B.npy}}
  trimmed: false
  detrend: none
  zscore: false
participants: [A, B]
"""


def duration(word, rng):
    """Seconds that a word is spoken: 0.30 for one letter, 0.50 for ten and more, +-10 %."""
    letters = sum(character.isalpha() for character in word)
    return (0.30 + 0.20 * min(max(letters - 1, 0), 9) / 9) * rng.uniform(0.9, 1.1)


def pause(word):
    """Seconds of silence after a word, by its last mark; closing quotes are looked through."""
    return PAUSES.get(word.rstrip('"')[-1:], 0.0)


def main():
    rng = random.Random(SEED)
    parts = (HERE / "story.txt").read_text(encoding="utf-8").split("* * *")
    rows, runs, first = ["word\tonset\trun"], [], 0.0
    for run, part in enumerate(parts, start=1):
        time = first + LEAD_IN
        for word in part.split():
            rows.append(f"{word}\t{time:.3f}\t{run}")
            time += duration(word, rng) + pause(word)
        volumes = math.ceil((time + TAIL - first) / TR)
        runs.append(f"    - {{first: {first:.1f}, volumes: {volumes}}}")
        first += volumes * TR + BREAK
    (HERE / "words.tsv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    manifest = MANIFEST.format(tr=TR, runs="\n".join(runs))
    (HERE / "dataset.yaml").write_text(manifest, encoding="utf-8")
    print(f"{len(rows) - 1} words", *runs, sep="\n")


if __name__ == "__main__":
    main()
