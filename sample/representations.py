"""Hidden states of a GPT-NeoX checkpoint for each word of a text, in NumPy.

A deliberately independent implementation: entrain computes the same on DJL, so the sample's known
answer does not rest on the program that is shown with it.
"""

import json
import struct
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

CONTEXT = 50  # tokens, the word's own included


def read_safetensors(path):
    """Tensors by name, widened to float32 (F16 and F32 only)."""
    data = Path(path).read_bytes()
    (length,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8 : 8 + length])
    header.pop("__metadata__", None)
    tensors = {}
    for name, entry in header.items():
        begin, end = (8 + length + offset for offset in entry["data_offsets"])
        kind = {"F16": "<f2", "F32": "<f4"}[entry["dtype"]]
        flat = np.frombuffer(data[begin:end], dtype=kind)
        tensors[name] = flat.reshape(entry["shape"]).astype(np.float32)
    return tensors


def windows(words, tokenizer, context=CONTEXT):
    """(number of skipped words, ids of the last `context` tokens up to each other word).

    The text is encoded once, words joined by single blanks; a word's window ends with its last
    token. A word is used once the text before it has more than `context` tokens.
    """
    encoding = tokenizer.encode(" ".join(words), add_special_tokens=False)
    ends = np.array([end for _, end in encoding.offsets])
    word_ends = np.cumsum([len(word) + 1 for word in words]) - 1
    counts = np.searchsorted(ends, word_ends, side="right")  # tokens up to and with each word
    before = np.concatenate([[0], counts[:-1]])
    skipped = int((before <= context).sum())
    ids = np.array(encoding.ids)
    return skipped, np.array([ids[count - context : count] for count in counts[skipped:]])


def layer_norm(x, weight, bias, eps):
    centred = x - x.mean(-1, keepdims=True)
    return centred / np.sqrt((centred**2).mean(-1, keepdims=True) + eps) * weight + bias


def gelu(x):
    """Exact (erf) GELU; erf after Abramowitz and Stegun 7.1.26, absolute error below 1.5e-7."""
    z = np.abs(x) / np.sqrt(2.0)
    t = 1.0 / (1.0 + 0.3275911 * z)
    series = (((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t
    erf = np.sign(x) * (1.0 - (series + 0.254829592) * t * np.exp(-z * z))
    return 0.5 * x * (1.0 + erf)


def rotate(x, theta, size):
    """Rotary positions on the first `size` entries of each head; x is windows x heads x T x d."""
    angles = np.outer(np.arange(x.shape[2]), theta ** (-np.arange(0, size, 2) / size))
    cos, sin = (np.concatenate([f(angles)] * 2, axis=1) for f in (np.cos, np.sin))
    turned, rest = x[..., :size], x[..., size:]
    half = size // 2
    swapped = np.concatenate([-turned[..., half:], turned[..., :half]], axis=-1)
    return np.concatenate([turned * cos + swapped * sin, rest], axis=-1)


def hidden_states(folder, ids):
    """(layers + 1) x windows x hidden states of the last position, float32.

    Layer 0 is the embedding; the last one is taken after the final layer norm. Blocks have
    attention and MLP in parallel on the same residual, as Pythia's do.
    """
    config = json.loads((Path(folder) / "config.json").read_text())
    w = read_safetensors(Path(folder) / "model.safetensors")
    heads, eps = config["num_attention_heads"], config["layer_norm_eps"]
    rope = config["rope_parameters"]
    count, length = ids.shape
    x = w["gpt_neox.embed_in.weight"][ids].astype(np.float64)
    size = x.shape[-1] // heads
    rotary = int(size * rope["partial_rotary_factor"])
    mask = np.triu(np.full((length, length), -np.inf), 1)
    states = [x[:, -1]]
    for layer in range(config["num_hidden_layers"]):
        p = f"gpt_neox.layers.{layer}."

        def linear(y, name):
            return y @ w[p + name + ".weight"].T + w[p + name + ".bias"]

        def norm(y, name):
            return layer_norm(y, w[p + name + ".weight"], w[p + name + ".bias"], eps)

        qkv = linear(norm(x, "input_layernorm"), "attention.query_key_value")
        qkv = qkv.reshape(count, length, heads, 3 * size).transpose(0, 2, 1, 3)
        q, k, v = np.split(qkv, 3, axis=-1)
        q, k = rotate(q, rope["rope_theta"], rotary), rotate(k, rope["rope_theta"], rotary)
        logits = q @ k.swapaxes(-1, -2) / np.sqrt(size) + mask
        weights = np.exp(logits - logits.max(-1, keepdims=True))
        weights /= weights.sum(-1, keepdims=True)
        mixed = (weights @ v).transpose(0, 2, 1, 3).reshape(count, length, -1)
        inner = gelu(linear(norm(x, "post_attention_layernorm"), "mlp.dense_h_to_4h"))
        x = x + linear(mixed, "attention.dense") + linear(inner, "mlp.dense_4h_to_h")
        states.append(x[:, -1])
    final = "gpt_neox.final_layer_norm."
    states[-1] = layer_norm(states[-1], w[final + "weight"], w[final + "bias"], eps)
    return np.stack(states).astype(np.float32)


def word_states(folder, words, context=CONTEXT):
    """(number of skipped words, (layers + 1) x used words x hidden)."""
    tokenizer = Tokenizer.from_file(str(Path(folder) / "tokenizer.json"))
    skipped, ids = windows(words, tokenizer, context)
    blocks = np.array_split(ids, max(1, len(ids) // 256))  # keeps attention weights small
    return skipped, np.concatenate([hidden_states(folder, b) for b in blocks], axis=1)
