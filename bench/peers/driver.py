"""Runs entrain and transformers side by side on the same checkpoint and windows; see README.md."""

import argparse
import itertools
import json
import math
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

import checkpoint
import windows
from machine import busy_cores
from workers import ENTRAIN_ENVIRONMENT, TARGET, WindowsWorker, entrain_command

PEERS = Path(__file__).resolve().parent
HOME = PEERS.parents[1]
STORY = HOME / "sample/words.tsv"
TRAINED = [HOME.parent / "shared/data/models/pythia-mini", HOME / "sample/checkpoints/nano"]

BATCHES = [1, 4, 8, 16, 32, 64]  # and doubled on while the last is the best
ENTRAIN_BATCH = 32  # the default of embedding.batch
LARGEST_BATCH = 256
COMPARED = 32  # windows whose hidden states are compared
LARGEST_DIFFERENCE = 1e-4  # of the largest value; beyond it the sides do not compute the same
REST = 0.3  # seconds between turns: torch's threads spin a while after their last work
MINUTES = "about 20 minutes, --short about 8, once the environment and the checkpoint are made"


def main():
    arguments = parse()
    busy = busy_cores(seconds=2)
    if busy > 0.1:
        print(f"WARNING: other processes use {busy:.1f} cores: the rates say nothing")
    began = time.monotonic()
    random = checkpoint.pythia_160m(TARGET / "pythia-160m")
    vocabulary = json.loads((random / "config.json").read_text())["vocab_size"]
    folder = last_step(arguments.models or next(path for path in TRAINED if path.is_dir()))
    words = [line.split("\t")[0] for line in STORY.read_text("utf-8").splitlines()[1:]]
    title = f"{folder.parent.name}/{folder.name}, windows of the sample story"
    rows = windows.of_text(words, folder / "tokenizer.json", 32768)
    Comparison(title, folder, rows, arguments).run()
    rows = windows.drawn(4096, vocabulary)
    batch, published, memory = Comparison("random Pythia-160M", random, rows, arguments).run()
    print(f"took {time.monotonic() - began:.0f} s")
    print(f"peak memory ratio {memory:.3f}")
    print(f"batch ratio {batch:.3f} published ratio {published:.3f}")


def parse():
    parser = argparse.ArgumentParser(prog="bench/models", description=__doc__, epilog=MINUTES)
    parser.add_argument("--short", action="store_true", help="fewer and shorter rounds")
    parser.add_argument("--threads", type=int, default=2, help="of every side (default 2)")
    parser.add_argument("--models", type=Path, help="trained checkpoint, or folder of steps")
    arguments = parser.parse_args()
    arguments.rounds = 3 if arguments.short else 7
    arguments.turn = 4 if arguments.short else 10  # seconds
    arguments.sweep = 1  # seconds per setting and pass
    arguments.passes = 1 if arguments.short else 2
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
        """Medians of entrain's rate over transformers' two, and its peak memory by the first's."""
        with tempfile.TemporaryDirectory() as self.work:
            self.file = Path(self.work) / "windows.i32"
            self.rows.tofile(self.file)
            best = self.best_batches()
            attention, batch, rate = best["inside"]
            other, beside, other_rate = best["beside"]
            # Fresh processes, so that their peak memory is that of the batch in use.
            with (
                self.worker(entrain_command("WindowsWorker"), ENTRAIN_ENVIRONMENT) as entrain,
                self.worker(transformers_command("batch", attention, "inside")) as batched,
                self.worker(transformers_command("batch", other, "beside")) as passes,
                self.worker(transformers_command("published", "sdpa", "inside")) as published,
            ):
                print(f"entrain:      {entrain.versions}, batches of {ENTRAIN_BATCH}")
                print(f"transformers: {batched.versions}, batches of {batch}, {attention}")
                print(f"beside:       the same, a pass per thread, batches of {beside}, {other}")
                print("published:    the same, 1 window at a time through the full head, sdpa")
                sides = {
                    "entrain": (entrain, ENTRAIN_BATCH),
                    "transformers": (batched, batch),
                    "beside": (passes, beside),
                    "published": (published, 1),
                }
                self.compare_states(sides)
                widest = math.lcm(batch, beside * self.arguments.threads)
                turns = self.rounds(sides, max(rate, other_rate), widest)
                return self.summary(turns, entrain.gemm(2 * self.arguments.sweep))

    def worker(self, command, environment=None):
        arguments = [self.folder, self.file, windows.CONTEXT, self.arguments.threads]
        return WindowsWorker(command, arguments, environment)

    def best_batches(self):
        """Attention, batch and rate of transformers' fastest setting, by layout of threads."""
        best = {"inside": ("", 0, 0.0), "beside": ("", 0, 0.0)}
        with self.worker(transformers_command("batch", "sdpa", "inside")) as worker:
            for attention, layout in itertools.product(["sdpa", "eager"], ["inside", "beside"]):
                worker.attention(attention)
                worker.layout(layout)
                rates = self.sweep(worker, self.arguments.threads if layout == "beside" else 1)
                batch = max(rates, key=rates.get)
                fastest = (attention, batch, rates[batch])
                best[layout] = max(best[layout], fastest, key=lambda setting: setting[2])
                text = ", ".join(f"{batch}: {rate:.1f}" for batch, rate in rates.items())
                print(f"transformers {attention} {layout}, windows/s by batch: {text}", flush=True)
        return best

    def sweep(self, worker, beside):
        """Best rate by batch; every setting gets about the same time."""
        estimate = worker.run(0, 16 * beside, 8).rate  # the first calls are not counted
        rates = dict.fromkeys(BATCHES, 0.0)
        batches = BATCHES * self.arguments.passes
        while batches:
            for batch in batches:
                side = batch * beside
                turns = max(1, round(self.arguments.sweep * estimate / side))
                rate = worker.run(0, min(turns * side, len(self.rows)), batch).rate
                rates[batch] = max(rates.get(batch, 0.0), rate)
                estimate = max(estimate, rate)
            last = max(rates)
            wins = rates[last] == max(rates.values()) and last < LARGEST_BATCH
            batches = [2 * last] * self.arguments.passes if wins else []
        return rates

    def compare_states(self, sides):
        states = {}
        for name, (worker, batch) in sides.items():
            file = Path(self.work) / name
            worker.save(file, 0, COMPARED, batch)
            states[name] = np.fromfile(file, "<f4")
        difference = np.abs(states["entrain"] - states["transformers"]).max()
        own = np.abs(states["published"] - states["transformers"]).max()
        largest = np.abs(states["transformers"]).max()
        print(
            f"greatest difference of hidden states over {COMPARED} windows: {difference:.1e}"
            f" (of transformers between batch sizes: {own:.1e};"
            f" largest value {largest:.1f})"
        )
        if not difference < LARGEST_DIFFERENCE * largest:
            sys.exit(f"the sides differ by more than {LARGEST_DIFFERENCE} of it: no comparison")

    def rounds(self, sides, rate, beside):
        """Turns by side. All sides run the same windows; every round in the other order."""
        # Whole batches on every side, and as many for each thread, where there are enough windows.
        whole = math.lcm(ENTRAIN_BATCH * self.arguments.threads, beside)
        count = max(1, round(self.arguments.turn * rate / whole)) * whole
        count = min(count, len(self.rows) // whole * whole) or len(self.rows)
        for worker, batch in sides.values():
            worker.run(0, count, batch)  # not counted: all sides warm up by the same work
        print(f"{self.arguments.rounds} rounds of {count} windows; windows/s (CPU-s per wall-s):")
        turns = {name: [] for name in sides}
        for number in range(self.arguments.rounds):
            for name in list(sides) if number % 2 == 0 else list(sides)[::-1]:
                worker, batch = sides[name]
                time.sleep(REST)
                turns[name].append(worker.run(0, count, batch))
            last = {name: side[-1] for name, side in turns.items()}
            cells = [f"{n} {t.rate:7.1f} ({t.cpu / t.wall:.2f})" for n, t in last.items()]
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
        memory = turns["entrain"][-1].peak / turns["transformers"][-1].peak
        self.ratio(turns, "beside")
        return [*(self.ratio(turns, name) for name in ("transformers", "published")), memory]

    def ratio(self, turns, name):
        ratios = [ours.rate / theirs.rate for ours, theirs in zip(turns["entrain"], turns[name])]
        median = statistics.median(ratios)
        print(
            f"entrain / {name}: {median:.3f}"
            f" (rounds from {min(ratios):.3f} to {max(ratios):.3f})"
        )
        return median


def transformers_command(mode, attention, layout):
    return [sys.executable, str(PEERS / "transformers_worker.py"), mode, attention, layout]


if __name__ == "__main__":
    main()
