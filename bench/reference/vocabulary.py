"""The reference text and the tokenizers trained on it."""

import json

from tokenizers import Tokenizer, decoders, models, pre_tokenizers, processors, trainers

# Punctuation inside words, letters beyond ASCII, and characters beyond the basic plane, which are
# two UTF-16 units in Java, one code point in tokenizers and four bytes in a byte-level vocabulary.
TEXT = (
    "When the café closed, Zoë counted twelve spoons, one cracked bowl and a kitten 🐈 asleep "
    "inside the till. “Who let you in?” she asked; it didn't answer. Her naïve brother, a λόγος "
    "man by his own account, had chalked π ≈ 3.14159 on the door — and underneath, very small, "
    "𝄞 with a heart 💙💙. Rain fell; nobody came."
)
WORDS = TEXT.split(" ")

SPECIAL = ["<s>", "<pad>", "</s>"]
MERGES = 60  # beyond the alphabet


def byte_level(trim_offsets, begin_token):
    """Byte-level BPE, as GPT-2, OPT, Pythia and Llama 3 have it.

    `trim_offsets` decides whether a token's offsets leave out the blank before the word;
    `begin_token` adds <s> in front when special tokens are asked for, as OPT's tokenizer does.
    """
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=256 + len(SPECIAL) + MERGES,
        special_tokens=SPECIAL,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator([TEXT], trainer)
    steps = [processors.ByteLevel(trim_offsets=trim_offsets)]
    if begin_token:
        steps.append(_begin(tokenizer))
    tokenizer.post_processor = processors.Sequence(steps)
    return tokenizer


def metaspace():
    """BPE over ▁-marked words with bytes for unknown characters, as sentencepiece models have it.

    The training text is ASCII alone, so every other character falls back to its bytes.
    """
    trained = Tokenizer(models.BPE(unk_token="<s>"))
    trained.pre_tokenizer = pre_tokenizers.Metaspace()
    trainer = trainers.BpeTrainer(
        vocab_size=110, special_tokens=SPECIAL, show_progress=False
    )
    ascii_words = [word for word in WORDS if word.isascii()]
    trained.train_from_iterator([" ".join(ascii_words)], trainer)
    vocabulary = trained.get_vocab()
    for byte in range(256):
        vocabulary[f"<0x{byte:02X}>"] = len(vocabulary)
    merges = _merges(trained)
    tokenizer = Tokenizer(
        models.BPE(vocabulary, merges, unk_token="<s>", fuse_unk=True, byte_fallback=True)
    )
    tokenizer.add_special_tokens(SPECIAL)
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.decoder = decoders.Metaspace()
    tokenizer.post_processor = _begin(tokenizer)
    return tokenizer


def _merges(tokenizer):
    return [tuple(merge) for merge in json.loads(tokenizer.to_str())["model"]["merges"]]


def _begin(tokenizer):
    return processors.TemplateProcessing(
        single="<s> $A", special_tokens=[("<s>", tokenizer.token_to_id("<s>"))]
    )


def encode(tokenizer):
    """Token ids of the text and, per word, the number of tokens up to and with it.

    A token belongs to the text up to a word if it starts before the word's end; offsets are code
    points. Pieces of one character share its start.
    """
    encoding = tokenizer.encode(TEXT, add_special_tokens=False)
    ends, end = [], -1
    for word in WORDS:
        end += 1 + len(word)
        ends.append(sum(start < end for start, _ in encoding.offsets))
    assert ends[-1] == len(encoding.ids) and all(a < b for a, b in zip(ends, ends[1:]))
    assert [start for start, _ in encoding.offsets] == sorted(s for s, _ in encoding.offsets)
    return encoding.ids, ends
