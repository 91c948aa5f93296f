"""The transformers side: `batch` (what the library can do) or `published` (what studies run).

    python transformers_worker.py batch|published ATTENTION LAYOUT FOLDER WINDOWS CONTEXT THREADS

`batch`: the model without its head, many windows at a time, all hidden states. `published`: one
window at a time through the causal model with its full head, as the studies' published code does.
"""

import platform
import sys
from collections import deque
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import torch
import transformers
from transformers import AutoModel, AutoModelForCausalLM

import machine


class Side:
    def __init__(self, mode, attention, folder, windows, threads):
        kind = {"batch": AutoModel, "published": AutoModelForCausalLM}[mode]
        self.model = kind.from_pretrained(
            folder, dtype=torch.float32, attn_implementation=attention
        ).eval()
        self.windows = windows
        # Studies call the causal model plainly, so it also fills a cache of keys and values.
        self.options = {"use_cache": False} if mode == "batch" else {}
        self.threads = threads
        self.pool = None

    def states(self, first, count, batch):
        """Per batch, the last position of every layer: copies, layers+1 × batch × hidden."""
        rows = self.windows[first : first + count]
        batches = [rows[begin : begin + batch] for begin in range(0, count, batch)]
        return (self.pool.map if self.pool else map)(self.batch, batches)

    def batch(self, rows):
        # The mode is a thread's own.
        with torch.inference_mode():
            ids = torch.from_numpy(rows.astype(np.int64))
            outputs = self.model(ids, output_hidden_states=True, **self.options)
            return np.stack([state[:, -1].numpy() for state in outputs.hidden_states])

    def run(self, first, count, batch):
        return machine.timed(lambda: deque(self.states(int(first), int(count), int(batch)), 0))

    def save(self, file, first, count, batch):
        states = np.concatenate(list(self.states(int(first), int(count), int(batch))), axis=1)
        states.astype("<f4").tofile(file)
        return "saved"

    def attention(self, name):
        self.model.set_attn_implementation(name)
        return "ok"

    def layout(self, name):
        """`inside`: one pass on all threads. `beside`: a pass per thread; torch frees the GIL."""
        if self.pool:
            self.pool.shutdown()
        inside = name == "inside"
        torch.set_num_threads(self.threads if inside else 1)
        # New threads take torch's number from the process, MKL's from themselves.
        self.pool = (
            None
            if inside
            else ThreadPoolExecutor(self.threads, initializer=lambda: torch.set_num_threads(1))
        )
        return "ok"


def main():
    mode, attention, layout, folder, file, context, threads = sys.argv[1:]
    transformers.logging.set_verbosity_error()
    transformers.logging.disable_progress_bar()
    windows = np.fromfile(file, "<i4").reshape(-1, int(context))
    side = Side(mode, attention, folder, windows, int(threads))
    side.layout(layout)
    commands = {
        "run": side.run,
        "save": side.save,
        "attention": side.attention,
        "layout": side.layout,
    }
    machine.answer(
        f"Python {platform.python_version()}, torch {torch.__version__},"
        f" transformers {transformers.__version__}",
        commands,
    )


if __name__ == "__main__":
    main()
