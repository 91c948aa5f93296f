"""Processes that run windows, one per side, and the language spoken with them.

A worker is started with four arguments more: checkpoint folder, file of windows (see windows.py),
tokens per window, threads. It answers one line per line, on stdout; indices and counts are of
windows, seconds are wall and CPU time of the whole process over the command, peak is its largest
resident size so far in bytes.

    (start)                          ready VERSIONS
    run FIRST COUNT BATCH            ran WALL CPU PEAK
    save FILE FIRST COUNT BATCH      saved        layers+1 × COUNT × hidden, little-endian fp32
    gemm SECONDS                     rate GFLOPS  (entrain: 1600 × 768 by 768 × 3072, all threads
                                                   busy)
    attention NAME                   ok           (transformers: eager or sdpa)
    layout NAME                      ok           (transformers: inside or beside)
    (end of input)                   ends

`run` and `save` compute every layer at the last position and copy it out. What goes wrong is said
on stderr and ends the process.
"""

import contextlib
import os
import subprocess
import sys
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
    def __init__(self, command, folder, windows_file, context, threads, environment=None):
        self._name = " ".join(command)
        arguments = [*command, str(folder), str(windows_file), str(context), str(threads)]
        self._process = subprocess.Popen(
            arguments,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            bufsize=1,
            env=os.environ | (environment or {}),
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

    def layout(self, name):
        self._ask(f"layout {name}", "ok")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        with contextlib.suppress(BrokenPipeError):
            self._process.stdin.close()
        try:
            self._process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            self._process.kill()
        self._process.stdout.close()

    def _ask(self, line, expected):
        # One that has ended answers nothing, which says more than a broken pipe.
        with contextlib.suppress(BrokenPipeError):
            self._process.stdin.write(line + "\n")
        return self._answer(expected)

    def _answer(self, expected):
        line = self._process.stdout.readline()
        word, _, rest = line.rstrip("\n").partition(" ")
        if word == expected:
            return rest
        if line:
            self._process.kill()
        code = self._process.wait()
        said = f"answered '{line.rstrip()}' for '{expected}'" if line else f"ended with code {code}"
        sys.exit(f"bench/models: the process {self._name} {said}; what it printed stands above")
