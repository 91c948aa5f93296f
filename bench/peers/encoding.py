"""Fits one outer fold of ridge models by entrain and by other libraries; see README.md."""

import argparse
import contextlib
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

import candidates
import simulation
from machine import busy_cores
from workers import ENTRAIN_ENVIRONMENT, TARGET, Worker, entrain_command

CRITERIA = {"mse": "FOLD_MSE", "r2": "FOLD_R2"}
PENALTIES = 17
REST = 0.3  # seconds between turns: threads of BLAS libraries spin a while after their last work
WARM = 20  # seconds of every side's turns that are not counted, one turn at least
GEMM = 3  # seconds of products


def main():
    arguments = parse()
    busy = busy_cores(seconds=2)
    if busy > 0.1:
        print(f"WARNING: other processes use {busy:.1f} cores: the times say little")
    began = time.monotonic()
    shape = simulation.Shape(
        arguments.rows, arguments.test_rows, arguments.features, arguments.voxels
    )
    fold = simulation.fold(TARGET / "encoding", shape)
    cpu, wall = Comparison(fold, arguments).run()
    print(f"took {time.monotonic() - began:.0f} s")
    print(f"cpu ratio {cpu:.3f} wall ratio {wall:.3f}")


def parse():
    parser = argparse.ArgumentParser(prog="bench/encoding", description=__doc__)
    parser.add_argument("--voxels", type=int, default=27000)
    parser.add_argument("--rows", type=int, default=909, help="training rows (default 909)")
    parser.add_argument("--test-rows", type=int, default=302)
    parser.add_argument("--features", type=int, default=3840, help="a multiple of 5 (3840)")
    parser.add_argument("--peer", choices=["himalaya", "sklearn", "all"], default="himalaya")
    parser.add_argument("--criterion", choices=CRITERIA, default="mse", help="of entrain")
    parser.add_argument("--only", default="", metavar="TEXT", help="candidates named so")
    parser.add_argument("--threads", type=int, default=2, help="of every side (default 2)")
    parser.add_argument("--rounds", type=int, help="default 5, with --short 3")
    parser.add_argument("--short", action="store_true", help="fewer candidates and rounds")
    arguments = parser.parse_args()
    arguments.rounds = arguments.rounds or (3 if arguments.short else 5)
    return arguments


class Comparison:
    """One fold: the libraries' best ways, rounds of all sides, agreement, ratios."""

    def __init__(self, fold, arguments):
        self.fold, self.arguments = fold, arguments
        shape = fold.shape
        print(
            f"## {shape.train} training and {shape.test} test rows, {shape.features} features,"
            f" {shape.voxels} voxels, {PENALTIES} penalties, {arguments.threads} threads a side,"
            f" {os.cpu_count()} cores"
        )

    def run(self):
        """Least medians of the libraries' CPU and wall time over entrain's."""
        with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
            self.reference = Path(folder) / "reference"
            best = self.best()
            # Fresh processes, so that their peak memory is that of their own way to fit.
            criterion = CRITERIA[self.arguments.criterion]
            entrain = stack.enter_context(self.entrain())
            sides = {"entrain": (entrain, f"fit {criterion}")}
            print(f"entrain: {entrain.versions}, penalty chosen by {criterion}")
            for candidate in best:
                worker = stack.enter_context(self.worker(candidate.library))
                worker.ask(f"warm {candidate.fit}", "ok")
                sides[str(candidate)] = (worker, f"fit {candidate.fit}")
                print(f"{candidate}: {worker.versions}")
            turns = self.rounds(sides)
            for candidate in best:
                if candidate.compared:
                    sides[str(candidate)][0].ask(f"save {self.reference}", "saved")
            self.agreement(entrain, Path(folder) / "entrain")
            rates = {name: gemm(worker) for name, (worker, _) in sides.items()}
            return self.summary(turns, rates)

    def entrain(self):
        shape = self.fold.shape
        sizes = [shape.train, shape.test, shape.features, shape.voxels]
        return Worker(
            entrain_command("EncodingWorker"),
            [self.fold.folder, *sizes, self.arguments.threads],
            ENTRAIN_ENVIRONMENT,
        )

    def worker(self, library):
        return candidates.worker(library, self.fold, self.arguments.threads)

    def best(self):
        """Of every library, the candidate of least CPU time and that of least wall time."""
        arguments = self.arguments
        found = candidates.candidates(arguments.peer, arguments.short, arguments.only)
        if not found:
            sys.exit(f"no candidate of {arguments.peer} has '{arguments.only}' in its name")
        turns = {}
        for library in dict.fromkeys(c.library for c in found) if len(found) > 1 else []:
            with self.worker(library) as worker:
                for candidate in (c for c in found if c.library == library):
                    worker.ask(f"warm {candidate.fit}", "ok")
                    turn = turns[candidate] = worker.timed(f"fit {candidate.fit}")
                    print(f"{candidate}: {turn.cpu:.2f} CPU-s, {turn.wall:.2f} s", flush=True)
                    if candidate.compared:
                        worker.ask(f"save {self.reference}", "saved")
        best = found[:1] if len(found) == 1 else []
        for package in dict.fromkeys(c.library.partition("-")[0] for c in turns):
            ours = [c for c in turns if c.library.startswith(package)]
            best.append(min(ours, key=lambda c: turns[c].cpu))
            best.append(min(ours, key=lambda c: turns[c].wall))
        return list(dict.fromkeys(best))

    def rounds(self, sides):
        """Turns by side, one side at a time; every second round in the other order."""
        for name, (worker, line) in sides.items():
            until = time.monotonic() + WARM
            turn = worker.timed(line)
            print(f"{name}, first: {turn.cpu:.2f} CPU-s ({turn.wall:.2f} s)", flush=True)
            while time.monotonic() < until:
                worker.timed(line)
        print(f"{self.arguments.rounds} rounds; CPU-s (wall s):")
        turns = {name: [] for name in sides}
        for number in range(self.arguments.rounds):
            for name in list(sides) if number % 2 == 0 else list(sides)[::-1]:
                worker, line = sides[name]
                time.sleep(REST)
                turns[name].append(worker.timed(line))
            last = {name: side[-1] for name, side in turns.items()}
            cells = [f"{n} {t.cpu:.2f} ({t.wall:.2f})" for n, t in last.items()]
            print(f"  {number + 1}: " + "   ".join(cells), flush=True)
        return turns

    def agreement(self, entrain, file):
        if not self.reference.is_file():
            print("agreement: not known, for no candidate is himalaya in float64")
            return
        entrain.ask(f"save {file}", "saved")
        ours, theirs = (np.fromfile(path, "<f8").reshape(3, -1) for path in (file, self.reference))
        difference = np.abs(ours[0] - theirs[0])
        # Penalties come back as their logarithm's exponential.
        equal = np.isclose(ours[2], theirs[2], rtol=1e-3)
        print(
            f"agreement with himalaya float64: penalty equal for {equal.mean():.2%} of voxels;"
            f" greatest difference of r {difference[equal].max(initial=0):.1e} where it is,"
            f" {difference.max():.1e} of all"
        )

    def summary(self, turns, rates):
        gflop = nominal_gflop(self.fold.shape)
        for name, side in turns.items():
            cpu, wall = medians(side)
            rate, each = rates[name]
            print(
                f"{name:31s} median {cpu:7.2f} CPU-s, {wall:7.2f} s, peak memory"
                f" {side[-1].peak / 2**20:5.0f} MiB, GEMM {rate:.0f} GFLOP/s, {each:.0f} per CPU-s,"
                f" nominal {gflop / cpu:.1f} GFLOP per CPU-s ({gflop / cpu / each:.2f} of GEMM)"
            )
        print(
            f"nominal: {gflop:.0f} GFLOP of products by the plain dual or primal form,"
            " whatever a side leaves out"
        )
        ours = turns.pop("entrain")
        memory = ours[-1].peak / min(side[-1].peak for side in turns.values())
        for name, side in turns.items():
            for kind in ("cpu", "wall"):
                ratios = ratio(ours, side, kind)
                print(
                    f"{name} / entrain, {kind}: {statistics.median(ratios):.3f}"
                    f" (rounds from {min(ratios):.3f} to {max(ratios):.3f})"
                )
        print(f"peak memory ratio {memory:.3f}")
        return [
            min(statistics.median(ratio(ours, side, kind)) for side in turns.values())
            for kind in ("cpu", "wall")
        ]


def gemm(worker):
    """GFLOP of float32 products per second and per CPU-second."""
    return [float(rate) for rate in worker.ask(f"gemm {GEMM}", "rate").split()]


def medians(side):
    return [statistics.median(values) for values in zip(*((t.cpu, t.wall) for t in side))]


def ratio(ours, theirs, kind):
    return [getattr(their, kind) / getattr(our, kind) for our, their in zip(ours, theirs)]


def nominal_gflop(shape):
    """Multiplications and additions, 10^9, of products with the recording alone.

    With s the smaller of training rows and features: held-out predictions of every training row by
    every penalty (2 s N V each), one refit and the prediction of the test rows (2 s (N + M) V).
    """
    small = min(shape.train, shape.features)
    rows = PENALTIES * shape.train + shape.train + shape.test
    return 2e-9 * small * rows * shape.voxels


if __name__ == "__main__":
    main()
