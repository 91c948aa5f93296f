"""Random weights and the files they are stored in."""

import json

import torch
from safetensors.torch import save_file
from transformers import AutoConfig, AutoModelForCausalLM

SHARD_BYTES = 40_000


def draw(folder, variant):
    """A model of the folder's config.json with seeded weights, rounded to the stored type.

    Everything is larger than at a usual initialisation, biases and norms included, so that a
    wrong activation, order, scale or bias shows far above rounding.
    """
    model = AutoModelForCausalLM.from_config(AutoConfig.from_pretrained(folder))
    generator = torch.Generator().manual_seed(variant.seed)
    stored = getattr(torch, variant.dtype)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            noise = torch.randn(parameter.shape, generator=generator)
            norm = ("norm" in name or ".ln_" in name) and name.endswith("weight")
            spread = 0.3 if norm or name.endswith("bias") else 0.2
            parameter.copy_((noise * spread + (1 if norm else 0)).to(stored).float())
    return model


def save(model, folder, variant):
    """Writes the weights in the variant's type, names and kind of file."""
    if variant.file == "sharded-safetensors":
        model.save_pretrained(folder, max_shard_size=SHARD_BYTES)
        return
    stored = getattr(torch, variant.dtype)
    # The state holds a tied head twice, on one storage; .to keeps it so where it changes nothing.
    tensors = {_stored_name(k, variant): v.to(stored) for k, v in model.state_dict().items()}
    tensors |= _buffers(model.config, variant)
    if variant.file == "bin":
        torch.save(tensors, folder / "pytorch_model.bin")
    elif variant.file == "sharded-bin":
        _save_sharded_bin(tensors, folder)
    else:
        if model.config.tie_word_embeddings:
            tensors.pop("lm_head.weight")  # safetensors refuses two names for one storage
        save_file(tensors, folder / "model.safetensors", metadata={"format": "pt"})


def _stored_name(name, variant):
    for prefix, stored in variant.names.items():
        if name.startswith(prefix):
            return stored + name.removeprefix(prefix)
    return name


def _save_sharded_bin(tensors, folder):
    shards, size = [{}], 0
    for name, tensor in tensors.items():
        if shards[-1] and size + tensor.nbytes > SHARD_BYTES:
            shards.append({})
            size = 0
        shards[-1][name] = tensor
        size += tensor.nbytes
    index = {}
    for number, shard in enumerate(shards, 1):
        file = f"pytorch_model-{number:05}-of-{len(shards):05}.bin"
        # A view of a storage would be saved with all of it; clones also undo the sharing.
        torch.save({name: tensor.clone() for name, tensor in shard.items()}, folder / file)
        index |= dict.fromkeys(shard, file)
    total = sum(tensor.nbytes for tensor in tensors.values())
    content = {"metadata": {"total_size": total}, "weight_map": index}
    (folder / "pytorch_model.bin.index.json").write_text(json.dumps(content, indent=1) + "\n")


def _buffers(config, variant):
    """What old versions of transformers stored beside the parameters."""
    positions = config.max_position_embeddings
    mask = torch.ones(positions, positions).tril()[None, None]
    buffers = {}
    for layer in range(config.num_hidden_layers):
        if variant.buffers == "gpt2":
            buffers[f"h.{layer}.attn.bias"] = mask.clone()
        if variant.buffers == "pythia":
            attention = f"gpt_neox.layers.{layer}.attention"
            rotary = int(config.hidden_size / config.num_attention_heads * 0.25)
            buffers[f"{attention}.bias"] = mask.bool()
            buffers[f"{attention}.masked_bias"] = torch.tensor(-1e9)
            buffers[f"{attention}.rotary_emb.inv_freq"] = (
                10000.0 ** (-torch.arange(0, rotary, 2) / rotary)
            ).half()
    return buffers
