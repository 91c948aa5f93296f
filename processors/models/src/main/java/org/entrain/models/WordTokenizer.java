package org.entrain.models;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.CharSpan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.entrain.common.InvalidInputException;
import org.jspecify.annotations.Nullable;

/**
 * Tokenizes a text given as words and says where each word ends among the tokens (PROTOCOL section
 * 2).
 *
 * <p>The text, its words joined by single blanks, is encoded once, without special tokens; ids(i),
 * the tokens of words 0 … i, are those that start before the end of word i. A token that carries
 * the blank in front of a word (byte-level BPE without trimmed offsets, sentencepiece's ▁) starts
 * where the previous word ends and so belongs to the word behind the blank; the pieces of a
 * character cut into bytes all start at that character and stay together. Thread-safe.
 */
public final class WordTokenizer implements AutoCloseable {

  /** Without these the library adds special tokens and cuts the text at 512 tokens. */
  private static final Map<String, String> PLAIN =
      Map.of("addSpecialTokens", "false", "truncation", "false", "padding", "false");

  private final HuggingFaceTokenizer tokenizer;

  private WordTokenizer(HuggingFaceTokenizer tokenizer) {
    this.tokenizer = tokenizer;
  }

  /**
   * @throws InvalidInputException if the file is missing or is no tokenizer
   */
  public static WordTokenizer open(Path tokenizerJson) {
    TokenizerFile.read(tokenizerJson);
    EngineSettings.stayOffline();
    try {
      return new WordTokenizer(HuggingFaceTokenizer.newInstance(tokenizerJson, PLAIN));
    } catch (IOException | RuntimeException e) {
      throw new InvalidInputException(
          tokenizerJson.toString(),
          "content",
          "a tokenizer of the tokenizers library",
          String.valueOf(e.getMessage()),
          "Save the tokenizer again.",
          e);
    }
  }

  /**
   * Tokenizes words joined by single blanks.
   *
   * @throws IllegalArgumentException if a word is empty
   */
  public TokenizedText tokenize(List<String> words) {
    int[] textEnd = new int[words.size()];
    int end = -1;
    for (int word = 0; word < textEnd.length; word++) {
      String text = words.get(word);
      if (text.isEmpty()) {
        throw new IllegalArgumentException("word " + word + " is empty");
      }
      // The library counts offsets in code points, Java in UTF-16 units.
      end += 1 + text.codePointCount(0, text.length());
      textEnd[word] = end;
    }
    Encoding encoding = tokenizer.encode(String.join(" ", words), false, false);
    long[] longIds = encoding.getIds();
    int[] ids = new int[longIds.length];
    for (int token = 0; token < ids.length; token++) {
      ids[token] = Math.toIntExact(longIds[token]);
    }
    return new TokenizedText(ids, wordEnds(textEnd, starts(encoding.getCharTokenSpans())));
  }

  /** Start of each token; one without a place in the text stays with the token before it. */
  private static int[] starts(@Nullable CharSpan[] spans) {
    int[] starts = new int[spans.length];
    int start = 0;
    for (int token = 0; token < spans.length; token++) {
      CharSpan span = spans[token];
      start = span == null ? start : Math.max(start, span.getStart());
      starts[token] = start;
    }
    return starts;
  }

  private static int[] wordEnds(int[] textEnd, int[] starts) {
    int[] wordEnd = new int[textEnd.length];
    int token = 0;
    for (int word = 0; word < textEnd.length; word++) {
      while (token < starts.length && starts[token] < textEnd[word]) {
        token++;
      }
      wordEnd[word] = token;
    }
    if (wordEnd.length > 0) {
      // A token without a place at the very end is the last word's.
      wordEnd[wordEnd.length - 1] = starts.length;
    }
    return wordEnd;
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}
