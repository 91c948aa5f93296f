"""How the libraries can be asked to fit: what bench/encoding chooses their best from."""

import sys
from dataclasses import dataclass
from pathlib import Path

from workers import Worker

SCRIPT = Path(__file__).resolve().with_name("ridge_worker.py")

# Voxels and penalties at a time; larger batches save calls, smaller ones memory.
BATCHES = {
    "numpy": [("all", "all"), ("all", "1"), ("8000", "all"), ("2000", "1")],
    "torch": [("all", "all"), ("8000", "all"), ("2000", "all")],
}
SHORT = {"numpy": [("all", "1"), ("2000", "1")], "torch": [("8000", "all"), ("2000", "all")]}


@dataclass(frozen=True)
class Candidate:
    """A library with its backend, the type of the arrays, voxels and penalties at a time."""

    library: str
    type: str
    voxels: str = "all"
    penalties: str = "all"

    def __str__(self):
        batches = "" if self.library == "sklearn" else f" {self.voxels} {self.penalties}"
        return f"{self.library} {self.type}{batches}"

    @property
    def compared(self):
        """Whether entrain's scores are compared with its own."""
        return self.type == "float64" and self.library.startswith("himalaya")

    @property
    def fit(self):
        return f"{self.type} {self.voxels} {self.penalties}"


def candidates(peer, short, only):
    """Of `himalaya`, `sklearn` or `all`; `only`: text that a name has. One library together."""
    found = []
    if peer in ("himalaya", "all"):
        for backend, batches in (SHORT if short else BATCHES).items():
            library = f"himalaya-{backend}"
            found += [Candidate(library, "float32", *batch) for batch in batches]
            # Slower, but what entrain's scores are compared with: once is enough.
            found += [Candidate(library, "float64")] * (backend == "numpy" or not short)
    if peer in ("sklearn", "all"):
        found += [Candidate("sklearn", "float32"), Candidate("sklearn", "float64")]
    return [candidate for candidate in found if only in str(candidate)]


def worker(library, fold, threads):
    shape = fold.shape
    sizes = [shape.train, shape.test, shape.features, shape.voxels]
    names = ["OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"]
    command = [sys.executable, str(SCRIPT), library]
    return Worker(command, [fold.folder, *sizes, threads], dict.fromkeys(names, str(threads)))
