"""A random checkpoint of Pythia-160M's architecture, made once."""

import json

import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers
from transformers import GPTNeoXConfig, GPTNeoXForCausalLM

SEED = 160

# Speed does not depend on the weights' values, so a trained checkpoint is not needed.
CONFIG = dict(
    vocab_size=50304,
    hidden_size=768,
    num_hidden_layers=12,
    num_attention_heads=12,
    intermediate_size=3072,
    max_position_embeddings=2048,
    use_parallel_residual=True,
    rope_parameters=dict(rope_type="default", rope_theta=10000, partial_rotary_factor=0.25),
    bos_token_id=0,
    eos_token_id=0,
)


def pythia_160m(folder):
    """Makes the folder unless it is there, whole: fp32 safetensors, config, tokenizer."""
    if (folder / "tokenizer.json").is_file():
        return folder
    print(f"making a random Pythia-160M in {folder}", flush=True)
    folder.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(SEED)
    GPTNeoXForCausalLM(GPTNeoXConfig(**CONFIG)).save_pretrained(folder)
    # Windows are drawn as token ids, so any tokenizer whose ids fit will do; written last.
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    tokenizer = Tokenizer(models.BPE({byte: i for i, byte in enumerate(alphabet)}, []))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.save(str(folder / "tokenizer.json"))
    return folder


def window_gflop(folder, context):
    """Multiplications and additions of one window's full forward pass without the head, 10^9.

    Linear layers of every block at every position, plus attention's two products.
    """
    config = json.loads((folder / "config.json").read_text())
    hidden, inner = config["hidden_size"], config["intermediate_size"]
    linear = 2 * context * (4 * hidden * hidden + 2 * hidden * inner)
    attention = 4 * context * context * hidden
    return config["num_hidden_layers"] * (linear + attention) / 1e9
