"""Makes small random checkpoints and the numbers that transformers computes from them.

    python make.py [FOLDER]     (environment: ../requirements.txt, CPU)

FOLDER is the test resources of processors/models unless given. See README.md.
"""

import json
import shutil
import sys
from pathlib import Path

import numpy as np
import torch
import transformers
from transformers import AutoModelForCausalLM

import vocabulary
import weights
from variants import VARIANTS

HERE = Path(__file__).resolve().parent
RESOURCES = HERE.parents[1] / "processors/models/src/test/resources/reference"
CONTEXT = 12  # tokens

TOKENIZERS = {
    "byte-level": lambda: vocabulary.byte_level(trim_offsets=True, begin_token=False),
    "byte-level-untrimmed": lambda: vocabulary.byte_level(trim_offsets=False, begin_token=False),
    "byte-level-begin": lambda: vocabulary.byte_level(trim_offsets=True, begin_token=True),
    "metaspace": vocabulary.metaspace,
}


def main():
    transformers.logging.set_verbosity_error()
    transformers.logging.disable_progress_bar()
    torch.set_num_threads(1)
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else RESOURCES
    for variant in VARIANTS:
        folder = target / variant.name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        make(variant, folder)
        size = sum(file.stat().st_size for file in folder.iterdir())
        print(f"{variant.name}: {size // 1024} KiB")


def make(variant, folder):
    tokenizer = TOKENIZERS[variant.tokenizer]()
    tokenizer.save(str(folder / "tokenizer.json"))
    ids, ends = vocabulary.encode(tokenizer)
    config = variant.config | {"vocab_size": tokenizer.get_vocab_size()}
    config_file = folder / "config.json"
    config_file.write_text(json.dumps(config, indent=1) + "\n")
    drawn = weights.draw(folder, variant)
    weights.save(drawn, folder, variant)
    config_file.write_text(json.dumps(config, indent=1) + "\n")
    (folder / "generation_config.json").unlink(missing_ok=True)

    # The numbers come from the files as any reader finds them, not from the model in memory.
    model, report = AutoModelForCausalLM.from_pretrained(
        folder, dtype=torch.float32, attn_implementation="eager", output_loading_info=True
    )
    assert not report["missing_keys"] and not report["mismatched_keys"], report
    for name, parameter in drawn.named_parameters():
        assert torch.equal(parameter, model.get_parameter(name)), name
    model.eval()
    with torch.inference_mode():
        expected(model, ids, ends, folder, variant)


def expected(model, ids, ends, folder, variant):
    # A word is used once the text before it has more than CONTEXT tokens.
    skipped = next(i for i in range(1, len(ends)) if ends[i - 1] > CONTEXT)
    used = range(skipped, len(ends))
    windows = [states(model, ids[ends[i] - CONTEXT : ends[i]]) for i in used]
    summary = {
        "words": vocabulary.WORDS,
        "context": CONTEXT,
        "words_skipped": skipped,
        "token_ids": ids,
        "word_ends": ends,
    }
    last = [[state[-1] for state in window] for window in windows]
    if last[0][-1].size != last[0][0].size:
        summary["last_width"] = last[0][-1].size
        np.save(folder / "expected_last.npy", np.array([word.pop() for word in last]))
    np.save(folder / "expected_hidden.npy", by_layer(last))
    if variant.policies:
        np.save(folder / "expected_mean.npy", by_layer(own_token_means(windows, ends, used)))
        np.save(folder / "expected_words5.npy", by_layer(five_words(model, ids, ends)))
    logs = [log_probability(model, ids, token) for token in range(CONTEXT, len(ids))]
    summary |= {
        "token_log_probability_sum": sum(logs),
        "perplexity": float(np.exp(-np.mean(logs))),
        "predicted_tokens": len(logs),
        "made_by": f"transformers {transformers.__version__}, torch {torch.__version__}",
    }
    lines = [f" {json.dumps(k)}: {json.dumps(v, ensure_ascii=False)}" for k, v in summary.items()]
    (folder / "expected.json").write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


def states(model, window):
    """Every hidden state of one window: layers + 1 arrays of tokens × width."""
    outputs = model(torch.tensor([window]), output_hidden_states=True, use_cache=False)
    return [state[0].numpy() for state in outputs.hidden_states]


def by_layer(words):
    """words × layers × width, given per word, as layers × words × width."""
    return np.ascontiguousarray(np.array(words, dtype=np.float32).transpose(1, 0, 2))


def own_token_means(windows, ends, used):
    """Per used word the mean over its own tokens, in the same windows."""
    means = []
    for i, window in zip(used, windows):
        own = ends[i] - ends[i - 1]
        assert own <= CONTEXT
        means.append([state[-own:].mean(axis=0) for state in window])
    return means


def five_words(model, ids, ends):
    """Layer 1 and the last one at the last token of every word; windows of up to five words."""
    starts = [0] + ends
    windows = [ids[starts[max(0, i - 4)] : ends[i]] for i in range(len(ends))]
    return [[window[1][-1], window[-1][-1]] for window in (states(model, w) for w in windows)]


def log_probability(model, ids, token):
    window = torch.tensor([ids[token - CONTEXT : token]])
    logits = model(window, use_cache=False).logits[0, -1].double()
    return float(torch.log_softmax(logits, -1)[ids[token]])


if __name__ == "__main__":
    main()
