package org.entrain.models;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Small tokenizers of the two families, without training. */
final class TestTokenizers {

  private static final ObjectMapper JSON = new ObjectMapper();

  private TestTokenizers() {}

  /** Byte-level BPE as in GPT-2 and Pythia; every byte is a token but "Ġa" and "ab" are merged. */
  static ObjectNode byteLevel(boolean trimOffsets) {
    ObjectNode root = JSON.createObjectNode().put("version", "1.0");
    root.putObject("pre_tokenizer")
        .put("type", "ByteLevel")
        .put("add_prefix_space", false)
        .put("trim_offsets", trimOffsets)
        .put("use_regex", true);
    root.putObject("post_processor")
        .put("type", "ByteLevel")
        .put("add_prefix_space", false)
        .put("trim_offsets", trimOffsets)
        .put("use_regex", true);
    ObjectNode model = root.putObject("model").put("type", "BPE");
    ObjectNode vocabulary = model.putObject("vocab");
    for (int i = 0, shifted = 256; i < 256; i++) {
      boolean printable = i > 32 && i < 127 || i > 160 && i != 173;
      vocabulary.put(Character.toString(printable ? i : shifted++), i);
    }
    vocabulary.put("Ġa", 256).put("ab", 257);
    model.putArray("merges").add("Ġ a").add("a b");
    return root;
  }

  /** BPE with ▁ in front of each word and bytes for what is not in the vocabulary, as LLaMA. */
  static ObjectNode metaspace() {
    ObjectNode root = JSON.createObjectNode().put("version", "1.0");
    ArrayNode normalizers =
        root.putObject("normalizer").put("type", "Sequence").putArray("normalizers");
    normalizers.addObject().put("type", "Prepend").put("prepend", "▁");
    ObjectNode replace = normalizers.addObject().put("type", "Replace").put("content", "▁");
    replace.putObject("pattern").put("String", " ");
    ObjectNode model = root.putObject("model").put("type", "BPE");
    model.put("byte_fallback", true).put("fuse_unk", true).put("unk_token", "<unk>");
    ObjectNode vocabulary = model.putObject("vocab").put("<unk>", 0);
    for (int i = 0; i < 256; i++) {
      vocabulary.put("<0x%02X>".formatted(i), 1 + i);
    }
    vocabulary.put("▁", 257).put("a", 258).put("b", 259).put("▁a", 260).put("ab", 261);
    model.putArray("merges").add("▁ a").add("a b");
    return root;
  }
}
