"""Processes that work on command, one per side, and the language spoken with them.

A worker answers one line per line, on stdout; seconds are wall and CPU time of the whole process
over the command, peak is its largest resident size so far in bytes. What goes wrong is said on
stderr and ends the process.

    (start)                          ready VERSIONS
    gemm SECONDS                     rate GFLOPS  (float32, all threads busy; of bench/encoding a
                                                   second figure: GFLOP per CPU-second)
    (end of input)                   ends

Those of bench/models are started with four arguments more: checkpoint folder, file of windows (see
windows.py), tokens per window, threads. Indices and counts are of windows. `run` and `save` compute
every layer at the last position and copy it out.

    run FIRST COUNT BATCH            ran WALL CPU PEAK
    save FILE FIRST COUNT BATCH      saved        layers+1 × COUNT × hidden, little-endian fp32
    attention NAME                   ok           (transformers: eager or sdpa)
    layout NAME                      ok           (transformers: inside or beside)

Those of bench/encoding are started with the folder of a fold (see simulation.py), its training
rows, test rows, features and voxels, and threads. `fit` goes from arrays in memory (entrain: the
recording mapped) to r and R² of the test rows. Libraries take a type (float32 or float64) and
sizes of batches of voxels and of penalties, or `all`.

    fit CRITERION                    ran WALL CPU PEAK  (entrain: FOLD_MSE or FOLD_R2)
    fit TYPE VOXELS PENALTIES        ran WALL CPU PEAK  (libraries)
    warm TYPE VOXELS PENALTIES       ok           (libraries: a small fit)
    save FILE                        saved        r, R², penalty of the last fit, fp64
"""

import contextlib
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

TARGET = Path(__file__).resolve().parents[1] / "target"
ENTRAIN_ENVIRONMENT = {"OPENBLAS_NUM_THREADS": "1"}  # as its launcher's


@dataclass(frozen=True)
class Turn:
    """One `run` or `fit`: seconds of wall and CPU time, peak resident bytes so far, windows."""

    wall: float
    cpu: float
    peak: int
    windows: int = 1

    @property
    def rate(self):
        return self.windows / self.wall


class Worker:
    """A process of a side; the arguments follow its command."""

    def __init__(self, command, arguments, environment=None):
        self._name = " ".join(command)
        self._process = subprocess.Popen(
            [*command, *map(str, arguments)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            bufsize=1,
            env=os.environ | (environment or {}),
        )
        self.versions = self._answer("ready")

    def gemm(self, seconds):
        return float(self.ask(f"gemm {seconds}", "rate"))

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

    def timed(self, line, windows=1):
        wall, cpu, peak = self.ask(line, "ran").split()
        return Turn(float(wall), float(cpu), int(peak), windows)

    def ask(self, line, expected):
        """The answer to a line without its first word, which is the one expected."""
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
        sys.exit(f"bench: the process {self._name} {said}; what it printed stands above")


class WindowsWorker(Worker):
    """Of bench/models."""

    def run(self, first, count, batch):
        return self.timed(f"run {first} {count} {batch}", count)

    def save(self, file, first, count, batch):
        self.ask(f"save {file} {first} {count} {batch}", "saved")

    def attention(self, name):
        self.ask(f"attention {name}", "ok")

    def layout(self, name):
        self.ask(f"layout {name}", "ok")


def entrain_command(main):
    """Of a main class of entrain's side, with the flags of the script that started this one."""
    flags = os.environ["BENCH_JAVA_FLAGS"].split()
    classes = ["-cp", f"{TARGET}/lib/*", f"org.entrain.bench.{main}"]
    return [os.environ["BENCH_JAVA"], *flags, *classes]
