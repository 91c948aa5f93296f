"""The transformers side: `batch` (what the library can do) or `published` (what studies run).

    python transformers_worker.py batch|published ATTENTION FOLDER WINDOWS CONTEXT THREADS

`batch`: the model without its head, many windows at a time, all hidden states. `published`: one
window at a time through the causal model with its full head, as the studies' published code does.
"""

import platform
import sys
import time

import numpy as np
import torch
import transformers
from transformers import AutoModel, AutoModelForCausalLM


class Side:
    def __init__(self, mode, attention, folder, windows):
        kind = {"batch": AutoModel, "published": AutoModelForCausalLM}[mode]
        self.model = kind.from_pretrained(
            folder, dtype=torch.float32, attn_implementation=attention
        ).eval()
        self.windows = windows
        # Studies call the causal model plainly, so it also fills a cache of keys and values.
        self.options = {"use_cache": False} if mode == "batch" else {}

    def states(self, first, count, batch):
        """Per batch, the last position of every layer: copies, layers+1 × batch × hidden."""
        for begin in range(first, first + count, batch):
            rows = self.windows[begin : min(begin + batch, first + count)]
            ids = torch.from_numpy(rows.astype(np.int64))
            outputs = self.model(ids, output_hidden_states=True, **self.options)
            yield np.stack([state[:, -1].numpy() for state in outputs.hidden_states])

    def run(self, first, count, batch):
        wall, cpu = time.perf_counter(), time.process_time()
        for _ in self.states(int(first), int(count), int(batch)):
            pass
        return f"ran {time.perf_counter() - wall} {time.process_time() - cpu} {peak_bytes()}"

    def save(self, file, first, count, batch):
        states = np.concatenate(list(self.states(int(first), int(count), int(batch))), axis=1)
        states.astype("<f4").tofile(file)
        return "saved"

    def attention(self, name):
        self.model.set_attn_implementation(name)
        return "ok"


def peak_bytes():
    """Largest resident size; the kernel's own figure, for getrusage counts the parent's too."""
    try:
        with open("/proc/self/status") as status:
            line = next(line for line in status if line.startswith("VmHWM"))
        return int(line.split()[1]) * 1024
    except OSError:
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def main():
    mode, attention, folder, file, context, threads = sys.argv[1:]
    torch.set_num_threads(int(threads))
    transformers.logging.set_verbosity_error()
    transformers.logging.disable_progress_bar()
    side = Side(mode, attention, folder, np.fromfile(file, "<i4").reshape(-1, int(context)))
    commands = {"run": side.run, "save": side.save, "attention": side.attention}
    print(
        f"ready Python {platform.python_version()}, torch {torch.__version__},"
        f" transformers {transformers.__version__}",
        flush=True,
    )
    with torch.inference_mode():
        for line in sys.stdin:
            command, *arguments = line.split()
            print(commands[command](*arguments), flush=True)


if __name__ == "__main__":
    main()
