"""Processes that run windows, one per side, and the language spoken with them.

A worker is started with four arguments more: checkpoint folder, file of windows (see windows.py),
tokens per window, threads. It answers one line per line, on stdout; indices and counts are of
windows, seconds are wall and CPU time of the whole process over the command, peak is its largest
resident size so far in bytes.

    (start)                          ready VERSIONS
    run FIRST COUNT BATCH            ran WALL CPU PEAK
    save FILE FIRST COUNT BATCH      saved        layers+1 × COUNT × hidden, raw little-endian fp32
    gemm SECONDS                     rate GFLOPS  (entrain: products of the model's shapes, all
                                                   threads busy)
    attention NAME                   ok           (transformers: eager or sdpa)
    (end of input)                   ends

`run` and `save` compute every layer at the last position and copy it out. What goes wrong is said
on stderr and ends the process.
"""

import os
import subprocess
from dataclasses import dataclass


@dataclass(frozen=True)
class Turn:
    """One `run`: windows, seconds of wall and CPU time, peak resident bytes so far."""

    windows: int
    wall: float
    cpu: float
    peak: int

    @property
    def rate(self):
        return self.windows / self.wall


class Worker:
    def __init__(self, command, folder, windows_file, context, threads):
        # One BLAS thread in Java, whose side fills the cores with batches; torch sets its own.
        environment = os.environ | {"OPENBLAS_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2"}
        arguments = [*command, str(folder), str(windows_file), str(context), str(threads)]
        self._process = subprocess.Popen(
            arguments,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            bufsize=1,
            env=environment,
        )
        self.versions = self._answer("ready")

    def run(self, first, count, batch):
        wall, cpu, peak = self._ask(f"run {first} {count} {batch}", "ran").split()
        return Turn(count, float(wall), float(cpu), int(peak))

    def save(self, file, first, count, batch):
        self._ask(f"save {file} {first} {count} {batch}", "saved")

    def gemm(self, seconds):
        return float(self._ask(f"gemm {seconds}", "rate"))

    def attention(self, name):
        self._ask(f"attention {name}", "ok")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._process.stdin.close()
        try:
            self._process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            self._process.kill()
        self._process.stdout.close()

    def _ask(self, line, expected):
        self._process.stdin.write(line + "\n")
        return self._answer(expected)

    def _answer(self, expected):
        line = self._process.stdout.readline().rstrip("\n")
        word, _, rest = line.partition(" ")
        if word != expected:
            self._process.kill()
            raise RuntimeError(f"worker {self._process.args}: expected '{expected}', got '{line}'")
        return rest
