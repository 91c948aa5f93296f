"""Runs entrain and transformers side by side on the same checkpoint and windows; see README.md."""

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

import checkpoint
import windows
from workers import Worker

PEERS = Path(__file__).resolve().parent
TARGET = PEERS.parent / "target"
STORY = PEERS.parents[1] / "sample/words.tsv"

BATCHES = [1, 4, 8, 16, 32, 64]
ENTRAIN_BATCH = 32  # the default of embedding.batch
COMPARED = 64  # windows whose hidden states are compared
LARGEST_DIFFERENCE = 1e-3  # beyond it the sides do not compute the same
REST = 0.3  # seconds between turns: torch's threads spin a while after their last work
MINUTES = "about 8 minutes, --short about 2, once the environment and the checkpoint are made"


def main():
    arguments = parse()
    began = time.monotonic()
    random = checkpoint.pythia_160m(TARGET / "pythia-160m")
    vocabulary = json.loads((random / "config.json").read_text())["vocab_size"]
    if arguments.models:
        folder = last_step(arguments.models)
        words = [line.split("\t")[0] for line in STORY.read_text("utf-8").splitlines()[1:]]
        title = f"{folder.parent.name}/{folder.name}, windows of the sample story"
        rows = windows.of_text(words, folder / "tokenizer.json", 32768)
        Comparison(title, folder, rows, arguments).run()
    else:
        print("A trained checkpoint on a real text: skipped, no --models DIR given.")
    rows = windows.drawn(4096, vocabulary)
    batch, published = Comparison("random Pythia-160M", random, rows, arguments).run()
    print(f"took {time.monotonic() - began:.0f} s")
    print(f"batch ratio {batch:.3f} published ratio {published:.3f}")


def parse():
    parser = argparse.ArgumentParser(prog="bench/models", description=__doc__, epilog=MINUTES)
    parser.add_argument("--short", action="store_true", help="fewer and shorter rounds")
    parser.add_argument("--threads", type=int, default=2, help="of every side (default 2)")
    parser.add_argument("--models", type=Path, help="checkpoint folder, or one of step folders")
    arguments = parser.parse_args()
    arguments.rounds = 3 if arguments.short else 7
    arguments.turn = 4 if arguments.short else 10  # seconds
    arguments.sweep = 1 if arguments.short else 2  # seconds per setting
    return arguments


def last_step(folder):
    """The folder itself, or the one of its step<N> folders with the largest N."""
    if (folder / "config.json").is_file():
        return folder.resolve()
    steps = [path for path in folder.glob("step*") if path.name[4:].isdigit()]
    if not steps:
        sys.exit(f"{folder}: expected config.json or step<N> folders, found neither")
    return max(steps, key=lambda path: int(path.name[4:])).resolve()


class Comparison:
    """One checkpoint: best batch of transformers, rounds of all sides, differences, ratios."""

    def __init__(self, title, folder, rows, arguments):
        self.folder, self.rows, self.arguments = folder, rows, arguments
        self.gflop = checkpoint.window_gflop(folder, windows.CONTEXT)
        print(
            f"\n## {title}: windows of {windows.CONTEXT} tokens, all layers,"
            f" {arguments.threads} threads a side, {os.cpu_count()} cores"
        )

    def run(self):
        """Medians over the rounds of entrain's rate over transformers' two."""
        with tempfile.TemporaryDirectory() as self.work:
            self.file = Path(self.work) / "windows.i32"
            self.rows.tofile(self.file)
            attention, batch, rate = self.best_batch()
            # Fresh processes, so that their peak memory is that of the batch in use.
            with (
                self.worker(entrain_command()) as entrain,
                self.worker(transformers_command("batch", attention)) as batched,
                self.worker(transformers_command("published", "sdpa")) as published,
            ):
                print(f"entrain:      {entrain.versions}, batches of {ENTRAIN_BATCH}")
                print(f"transformers: {batched.versions}, batches of {batch}, {attention}")
                print("published:    the same, 1 window at a time through the full head, sdpa")
                sides = {
                    "entrain": (entrain, ENTRAIN_BATCH),
                    "transformers": (batched, batch),
                    "published": (published, 1),
                }
                self.compare_states(sides)
                turns = self.rounds(sides, rate)
                return self.summary(turns, entrain.gemm(2 * self.arguments.sweep))

    def worker(self, command):
        threads = self.arguments.threads
        return Worker(command, self.folder, self.file, windows.CONTEXT, threads)

    def best_batch(self):
        best = ("", 0, 0.0)
        with self.worker(transformers_command("batch", "sdpa")) as worker:
            estimate = 0.0
            for attention in ["sdpa", "eager"]:
                worker.attention(attention)
                rates = []
                for batch in BATCHES:
                    # Settings get about the same time; the first call of each is not counted.
                    warm = worker.run(0, batch, batch)
                    estimate = max(estimate, warm.rate)
                    batches = max(1, round(self.arguments.sweep * estimate / batch))
                    rates.append(worker.run(0, min(batches * batch, len(self.rows)), batch).rate)
                    estimate = max(estimate, rates[-1])
                    best = max(best, (attention, batch, rates[-1]), key=lambda b: b[2])
                text = ", ".join(f"{b}: {rate:.1f}" for b, rate in zip(BATCHES, rates))
                print(f"transformers' windows/s by batch, {attention}: {text}", flush=True)
        return best

    def compare_states(self, sides):
        states = {}
        for name, (worker, batch) in sides.items():
            file = Path(self.work) / name
            worker.save(file, 0, COMPARED, batch)
            states[name] = np.fromfile(file, "<f4")
        difference = np.abs(states["entrain"] - states["transformers"]).max()
        own = np.abs(states["published"] - states["transformers"]).max()
        print(
            f"greatest difference of hidden states over {COMPARED} windows: {difference:.1e}"
            f" (of transformers between batch sizes: {own:.1e};"
            f" largest value {np.abs(states['transformers']).max():.1f})"
        )
        if not difference < LARGEST_DIFFERENCE:
            sys.exit(f"the sides differ by more than {LARGEST_DIFFERENCE}: no comparison")

    def rounds(self, sides, rate):
        """Turns by side. All sides run the same windows; every round in the other order."""
        largest = max(ENTRAIN_BATCH, max(BATCHES)) * self.arguments.threads
        count = max(1, round(self.arguments.turn * rate / largest)) * largest
        count = min(count, len(self.rows) // largest * largest)
        print(f"{self.arguments.rounds} rounds of {count} windows; windows/s (CPU-s per wall-s):")
        turns = {name: [] for name in sides}
        for number in range(self.arguments.rounds):
            for name in list(sides) if number % 2 == 0 else list(sides)[::-1]:
                worker, batch = sides[name]
                time.sleep(REST)
                turns[name].append(worker.run(0, count, batch))
            cells = [f"{n} {t[-1].rate:7.1f} ({t[-1].cpu / t[-1].wall:.2f})" for n, t in turns.items()]
            print(f"  {number + 1}: " + "   ".join(cells), flush=True)
        return turns

    def summary(self, turns, gemm):
        medians = {n: statistics.median(t.rate for t in side) for n, side in turns.items()}
        for name, side in turns.items():
            cpu = statistics.median(turn.windows / turn.cpu for turn in side)
            share = medians[name] * self.gflop / gemm
            print(
                f"{name:12s} median {medians[name]:7.1f} windows/s, {cpu:7.1f} per CPU-second,"
                f" peak memory {side[-1].peak / 2**20:5.0f} MiB, {share:.2f} of the GEMM rate"
            )
        print(
            f"GEMM rate {gemm:.0f} GFLOP/s; a window's full pass without the head counts as"
            f" {self.gflop:.3f} GFLOP, whatever of it a side leaves out"
        )
        return [self.ratio(turns, name) for name in ("transformers", "published")]

    def ratio(self, turns, name):
        ratios = [ours.rate / theirs.rate for ours, theirs in zip(turns["entrain"], turns[name])]
        median = statistics.median(ratios)
        print(
            f"entrain / {name}: {median:.3f}"
            f" (rounds from {min(ratios):.3f} to {max(ratios):.3f})"
        )
        return median


def transformers_command(mode, attention):
    return [sys.executable, str(PEERS / "transformers_worker.py"), mode, attention]


def entrain_command():
    home = os.environ.get("JAVA_HOME")
    java = str(Path(home) / "bin/java") if home else "java"
    flags = ["-XX:+UseSerialGC", "-Xmx1g", "-XX:MaxDirectMemorySize=256m"]
    return [java, *flags, "-cp", f"{TARGET}/lib/*", "org.entrain.bench.WindowsWorker"]


if __name__ == "__main__":
    main()
