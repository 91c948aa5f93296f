"""What a process uses of this machine, and what others use of it."""

import os
import time
from pathlib import Path


def busy_cores(seconds):
    """Cores in use by anything while this process sleeps; 0 where the system does not say."""

    def busy():
        user, nice, system = Path("/proc/stat").read_text().split()[1:4]
        return int(user) + int(nice) + int(system)

    if not Path("/proc/stat").is_file():
        return 0.0
    before = busy()
    time.sleep(seconds)
    return (busy() - before) / os.sysconf("SC_CLK_TCK") / seconds


def peak_bytes():
    """Largest resident size; the kernel's own figure, for getrusage counts the parent's too."""
    try:
        with open("/proc/self/status") as status:
            line = next(line for line in status if line.startswith("VmHWM"))
        return int(line.split()[1]) * 1024
    except OSError:
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def timed(work):
    """The answer to a command that is timed: `ran WALL CPU PEAK`."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return f"ran {time.perf_counter() - wall} {time.process_time() - cpu} {peak_bytes()}"


def answer(ready, commands):
    """Says it is ready, then answers one line on stdout per line on stdin, until that ends."""
    import sys

    print(f"ready {ready}", flush=True)
    for line in sys.stdin:
        command, *arguments = line.split()
        print(commands[command](*arguments), flush=True)
