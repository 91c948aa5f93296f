package org.entrain.producers.syntax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.entrain.common.InvalidInputException;
import org.entrain.producers.syntax.TokenAlignment.Position;
import org.junit.jupiter.api.Test;

class TokenAlignmentTest {

  @Test
  void words_withPunctuation_areAtTheirFirstTokenWithLetters() {
    assertThat(
            align(
                List.of("\"No,\"", "I", "won't", "(ever)", "go!"),
                List.of("``", "No", ",", "''"),
                List.of("I", "wo", "n't", "-LRB-", "ever", "-RRB-", "go", "!")))
        .containsExactly(at(0, 1), at(1, 0), at(1, 1), at(1, 4), at(1, 6));
  }

  @Test
  void words_ofOneToken_areAllAtIt() {
    assertThat(align(List.of("can", "not", "1/2"), List.of("Cannot", "1\\/2")))
        .containsExactly(at(0, 0), at(0, 0), at(0, 1));
  }

  @Test
  void words_withoutPunctuation_fitTokensWithIt() {
    assertThat(align(List.of("ALICE", "'s", "cat"), List.of("Alice", "’s", "—", "cat", ".")))
        .containsExactly(at(0, 0), at(0, 1), at(0, 3));
  }

  @Test
  void word_withoutLetters_belongsToTheSentenceBefore() {
    assertThat(align(List.of("So", "--", "go"), List.of("So", "--"), List.of("go")))
        .containsExactly(at(0, 0), new Position(0, Optional.empty()), at(1, 0));
  }

  @Test
  void word_overTheEndOfASentence_isWhereItBegins() {
    assertThat(align(List.of("end.Start", "now"), List.of("end", "."), List.of("Start", "now")))
        .containsExactly(at(0, 0), at(1, 1));
  }

  @Test
  void otherWord_isNamedWithItsPlace() {
    assertThatThrownBy(() -> align(List.of("She", "ran"), List.of("She"), List.of("walked")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(
            "p: sentence 2, token 1: expected 'ran', word 2 of the stimulus, found 'walked'");
  }

  @Test
  void textThatIsTooShortOrTooLong_isNamed() {
    assertThatThrownBy(() -> align(List.of("She", "ran"), List.of("She", "r")))
        .hasMessageContaining("expected 'ran', word 2 of the stimulus, found the end of the text");
    assertThatThrownBy(() -> align(List.of("She"), List.of("She", "ran")))
        .hasMessageContaining("sentence 1, token 2: expected the end of the text, after word 1");
  }

  @SafeVarargs
  private static List<Position> align(List<String> words, List<String>... sentences) {
    return TokenAlignment.align("p", words, List.of(sentences));
  }

  private static Position at(int sentence, int token) {
    return new Position(sentence, Optional.of(token));
  }
}
