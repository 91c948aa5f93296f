package org.entrain.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.entrain.common.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WordTokenizerTest {

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void blank_inFrontOfAWord_belongsToIt(boolean trimOffsets) throws IOException {
    // "ab cd ab" -> ab | Ġ c d | Ġa b: the blank is a token of its own, or part of one.
    TokenizedText text = tokenize(TestTokenizers.byteLevel(trimOffsets), List.of("ab", "cd", "ab"));

    assertThat(text.ids()).containsExactly(257, 32, 'c', 'd', 256, 'b');
    assertThat(text.wordEnd()).containsExactly(1, 4, 6);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void characters_ofSeveralBytes_stayWhole(boolean trimOffsets) throws IOException {
    // é has two bytes, 😀 four and two UTF-16 units: bytes, code points and chars all differ.
    TokenizedText text =
        tokenize(TestTokenizers.byteLevel(trimOffsets), List.of("é😀", "b", "😀", "c"));

    assertThat(text.ids()).hasSize(6 + 2 + 5 + 2);
    assertThat(text.wordEnd()).containsExactly(6, 8, 13, 15);
  }

  @Test
  void metaspace_belongsToTheWordBehindIt() throws IOException {
    // ▁a b | ▁ b | ▁ and the four bytes of 😀 | ▁a b
    TokenizedText text = tokenize(TestTokenizers.metaspace(), List.of("ab", "b", "😀", "ab"));

    assertThat(text.wordEnd()).containsExactly(2, 4, 9, 11);
    assertThat(text.ids()).startsWith(260, 259, 257, 259, 257).endsWith(260, 259);
  }

  @Test
  void text_ofManyTokens_isNotCut() throws IOException {
    TokenizedText text = tokenize(TestTokenizers.byteLevel(true), Collections.nCopies(5000, "ab"));

    assertThat(text.ids()).hasSize(1 + 4999 * 2);
    assertThat(text.wordEnd()).hasSize(5000).endsWith(text.ids().length);
  }

  /** What transformers wrote into some published files; it holds for its training batches only. */
  @Test
  void file_thatAsksForTruncationAndPadding_cutsAndFillsNothing() throws IOException {
    ObjectNode json = TestTokenizers.byteLevel(true);
    json.putObject("truncation")
        .put("direction", "Right")
        .put("max_length", 3)
        .put("strategy", "LongestFirst")
        .put("stride", 0);
    json.putObject("padding")
        .put("direction", "Right")
        .put("pad_id", 0)
        .put("pad_type_id", 0)
        .put("pad_token", "!")
        .putNull("pad_to_multiple_of")
        .putObject("strategy")
        .put("Fixed", 64);
    List<String> words = List.of("ab", "cd", "ab", "c");

    TokenizedText text = tokenize(json, words);

    TokenizedText plain = tokenize(TestTokenizers.byteLevel(true), words);
    assertThat(text.ids()).containsExactly(plain.ids());
    assertThat(text.wordEnd()).containsExactly(plain.wordEnd()).endsWith(text.ids().length);
    assertThat(text.ids()).hasSize(8);
  }

  /** As in Qwen2: two code points of a word become one before offsets are counted. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void normalizer_thatComposesCharacters_leavesWordsWhereTheyAre(boolean trimOffsets)
      throws IOException {
    ObjectNode json = TestTokenizers.byteLevel(trimOffsets);
    json.putObject("normalizer").put("type", "NFC");
    List<String> decomposed = List.of("e\u0301a", "b", "cafe\u0301", "e\u0301", "ab");

    TokenizedText text = tokenize(json, decomposed);

    // é has two bytes; the blank is a token of its own, but for "Ġa".
    assertThat(text.wordEnd()).containsExactly(3, 5, 11, 14, 16);
    assertThat(text.ids())
        .containsExactly(tokenize(json, List.of("éa", "b", "café", "é", "ab")).ids());
    for (int word = 0; word < decomposed.size(); word++) {
      assertThat(text.wordEnd()[word])
          .isEqualTo(tokenize(json, decomposed.subList(0, word + 1)).ids().length);
    }
  }

  @Test
  void wordEnd_ofAnyText_equalsEncodingItsBeginningAlone() throws IOException {
    List<String> words = List.of("ab", "naïve", "“ab”", "—", "x😀y", "ab.", "日本", "b");
    for (ObjectNode json : List.of(TestTokenizers.byteLevel(true), TestTokenizers.metaspace())) {
      TokenizedText whole = tokenize(json, words);
      for (int word = 0; word < words.size(); word++) {
        assertThat(whole.wordEnd()[word])
            .isEqualTo(tokenize(json, words.subList(0, word + 1)).ids().length);
      }
    }
  }

  @Test
  void firstUsedWord_hasMoreThanTheContextBeforeIt() {
    TokenizedText text = new TokenizedText(new int[9], new int[] {2, 5, 6, 9});

    assertThat(text.firstUsedWord(4)).isEqualTo(2);
    assertThat(text.firstUsedWord(5)).isEqualTo(3);
    assertThat(text.firstUsedWord(6)).isEqualTo(4);
    assertThat(new TokenizedText(new int[0], new int[0]).firstUsedWord(1)).isZero();
  }

  @Test
  void window_endsWithTheWord() {
    TokenizedText text = new TokenizedText(new int[] {4, 5, 6, 7, 8}, new int[] {2, 4, 5});

    assertThat(text.window(1, 3)).containsExactly(5, 6, 7);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> text.window(0, 3))
        .withMessage("tokens up to word 0: 2 < 3");
  }

  @Test
  void word_thatIsEmpty_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> tokenize(TestTokenizers.byteLevel(true), List.of("a", "")))
        .withMessage("word 1 is empty");
  }

  @Test
  void file_thatIsNoTokenizer_isRefused() {
    ObjectNode json = TestTokenizers.byteLevel(true);
    json.withObject("/model").put("type", "Nonsense").put("merges", 3);
    assertThatThrownBy(() -> tokenize(json, List.of("a")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("tokenizer.json");
  }

  private TokenizedText tokenize(ObjectNode json, List<String> words) throws IOException {
    Path file = folder.resolve("tokenizer.json");
    Files.writeString(file, json.toString());
    try (WordTokenizer tokenizer = WordTokenizer.open(file)) {
      return tokenizer.tokenize(words);
    }
  }
}
