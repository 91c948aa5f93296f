"""The checkpoints: configurations in the words of config.json, and how their files are written."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Variant:
    """One folder.

    `config` goes to config.json as it stands, vocabulary size added. `names` changes the names of
    the tensors in the file, `buffers` adds ones that are no parameters, as published files do.
    """

    name: str
    config: dict
    seed: int
    dtype: str = "float32"
    file: str = "safetensors"  # or sharded-safetensors, bin, sharded-bin
    tokenizer: str = "byte-level"  # or byte-level-untrimmed, byte-level-begin, metaspace
    names: dict = field(default_factory=dict)  # prefix in transformers -> prefix in the file
    buffers: str = "none"  # or gpt2, pythia
    policies: bool = False  # also words5 and mean


def _neox(**changes):
    return dict(
        model_type="gpt_neox",
        architectures=["GPTNeoXForCausalLM"],
        hidden_size=24,
        num_hidden_layers=2,
        num_attention_heads=3,
        intermediate_size=56,
        hidden_act="gelu",
        layer_norm_eps=1e-5,
        max_position_embeddings=64,
    ) | changes


def _gpt2(**changes):
    return dict(
        model_type="gpt2",
        architectures=["GPT2LMHeadModel"],
        n_embd=24,
        n_layer=2,
        n_head=3,
        n_positions=48,
        n_ctx=48,
        activation_function="gelu_new",
        layer_norm_epsilon=1e-5,
    ) | changes


def _opt(**changes):
    return dict(
        model_type="opt",
        architectures=["OPTForCausalLM"],
        hidden_size=24,
        num_hidden_layers=2,
        num_attention_heads=3,
        ffn_dim=72,
        word_embed_proj_dim=24,
        max_position_embeddings=48,
        do_layer_norm_before=True,
        activation_function="relu",
        bos_token_id=0,
        pad_token_id=1,
        eos_token_id=2,
    ) | changes


def _llama(**changes):
    return dict(
        model_type="llama",
        architectures=["LlamaForCausalLM"],
        hidden_size=24,
        num_hidden_layers=2,
        num_attention_heads=4,
        num_key_value_heads=2,
        intermediate_size=60,
        hidden_act="silu",
        rms_norm_eps=1e-6,
        max_position_embeddings=128,
        tie_word_embeddings=False,
    ) | changes


# Eight frequencies; wavelengths beyond 64 are stretched, those below 16 kept, one lies between.
_LLAMA3 = dict(
    rope_type="llama3",
    factor=8.0,
    low_freq_factor=1.0,
    high_freq_factor=4.0,
    original_max_position_embeddings=64,
)

VARIANTS = [
    Variant(
        "neox-serial",
        _neox(
            intermediate_size=40,
            use_parallel_residual=False,
            tie_word_embeddings=False,
            rope_parameters=dict(
                rope_type="default", rope_theta=10000, partial_rotary_factor=1.0
            ),
        ),
        seed=101,
        policies=True,
    ),
    Variant(
        "neox-tied",
        _neox(
            hidden_size=32,
            num_attention_heads=2,
            attention_bias=False,
            hidden_act="gelu_new",
            tie_word_embeddings=True,
            rope_parameters=dict(
                rope_type="default", rope_theta=500, partial_rotary_factor=0.5
            ),
        ),
        seed=102,
    ),
    Variant(
        "neox-published",
        _neox(
            hidden_size=32,
            num_attention_heads=2,
            num_hidden_layers=3,
            rotary_pct=0.25,
            rotary_emb_base=10000,
            tie_word_embeddings=False,
            use_parallel_residual=True,
            torch_dtype="float16",
            transformers_version="4.24.0",
        ),
        seed=103,
        dtype="float16",
        names={"lm_head.": "embed_out."},
        buffers="pythia",
    ),
    Variant("gpt2", _gpt2(), seed=201, tokenizer="byte-level-untrimmed", policies=True),
    Variant("gpt2-inner", _gpt2(n_layer=3, n_head=2, n_inner=40), seed=202),
    Variant(
        "gpt2-published",
        _gpt2(n_head=4, n_positions=32, n_ctx=32),
        seed=203,
        names={"transformer.": ""},
        buffers="gpt2",
    ),
    Variant(
        "gpt2-untied",
        _gpt2(
            tie_word_embeddings=False, scale_attn_by_inverse_layer_idx=True, n_layer=3, n_embd=18
        ),
        seed=204,
    ),
    Variant("opt-125m", _opt(), seed=301, tokenizer="byte-level-begin"),
    Variant(
        "opt-350m",
        _opt(do_layer_norm_before=False, word_embed_proj_dim=16, num_attention_heads=2),
        seed=302,
        tokenizer="byte-level-begin",
    ),
    Variant(
        "opt-decoder-bin",
        _opt(num_hidden_layers=3, ffn_dim=40),
        seed=303,
        file="bin",
        names={"model.decoder.": "decoder."},
    ),
    Variant(
        "opt-no-bias-sharded-bin",
        _opt(enable_bias=False, activation_function="gelu"),
        seed=304,
        file="sharded-bin",
    ),
    Variant(
        "llama-biases",
        _llama(
            head_dim=8,
            intermediate_size=40,
            attention_bias=True,
            mlp_bias=True,
            rope_parameters=dict(rope_type="default", rope_theta=10000.0),
        ),
        seed=401,
        policies=True,
    ),
    Variant(
        "llama-linear",
        _llama(
            num_key_value_heads=1,
            tie_word_embeddings=True,
            rope_theta=5000.0,
            rope_scaling=dict(type="linear", factor=4.0),
        ),
        seed=402,
        tokenizer="metaspace",
    ),
    Variant(
        "llama-llama3",
        _llama(
            head_dim=16,
            num_attention_heads=2,
            num_key_value_heads=1,
            rope_theta=500.0,
            rope_scaling=_LLAMA3,
            torch_dtype="bfloat16",
        ),
        seed=403,
        dtype="bfloat16",
    ),
    Variant(
        "llama-llama3-parameters",
        _llama(
            head_dim=16,
            num_attention_heads=2,
            rope_parameters=_LLAMA3 | dict(rope_theta=500.0),
        ),
        seed=404,
    ),
    Variant(
        "llama-linear-parameters",
        _llama(
            num_key_value_heads=4,
            rope_parameters=dict(rope_type="linear", factor=4.0, rope_theta=10000.0),
        ),
        seed=405,
    ),
    Variant(
        "qwen2",
        _llama(
            model_type="qwen2",
            architectures=["Qwen2ForCausalLM"],
            tie_word_embeddings=True,
            rope_theta=1000000.0,
            use_sliding_window=False,
            sliding_window=8,
            max_window_layers=1,
        ),
        seed=501,
        file="sharded-safetensors",
    ),
]
