package org.entrain.models.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.entrain.common.InvalidInputException;
import org.entrain.models.TokenizedText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PassagePlannerTest {

  private static final int POSITIONS = 40;

  private final TokenizedText text = TestTexts.random(1, 100, 1000);

  @ParameterizedTest
  @ValueSource(strings = {"tokens:7", "words:3", "full"})
  void passages_ofAnySize_holdEveryWindowOnceAndShareNoSequence(String policy) {
    for (int windows : new int[] {1, 13, 100_000}) {
      List<Passage> passages = planner(policy, windows).plan(text, 0, "c", POSITIONS);
      int end = ContextPolicy.parse(policy).firstEnd();
      int lastBegin = -1;
      for (Passage passage : passages) {
        assertThat(passage.firstEnd()).isEqualTo(end);
        int slice = end - passage.firstLength();
        assertThat(slice).isGreaterThan(lastBegin);
        lastBegin = slice + passage.begins()[passage.windows() - 1];
        end += passage.windows();
        for (int i = 0; i < passage.tokens().length; i++) {
          assertThat(passage.tokens()[i]).isEqualTo(text.ids()[slice + i]);
        }
      }
      assertThat(end).isEqualTo(text.ids().length + 1);
      assertThat(passages.subList(0, passages.size() - 1))
          .allMatch(passage -> passage.windows() >= windows);
      assertThat(passages.stream().mapToInt(Passage::scored).sum())
          .isEqualTo(text.ids().length - ContextPolicy.parse(policy).firstEnd());
    }
  }

  @Test
  void words_skipped_areNotRepresentedButTheirTokensPredicted() {
    List<Passage> passages = planner("words:3", 20).plan(text, 30, "c", POSITIONS);

    assertThat(passages.stream().flatMapToInt(passage -> IntStream.of(passage.words())).toArray())
        .containsExactly(IntStream.range(30, 100).toArray());
    assertThat(passages.stream().mapToInt(Passage::scored).sum()).isEqualTo(text.ids().length - 1);
  }

  @Test
  void window_longerThanTheModel_isRefusedWithItsNumbers() {
    assertThatThrownBy(() -> planner("tokens:41", 9).plan(text, 0, "m/config.json", POSITIONS))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll(
            "m/config.json", "max_position_embeddings", "41 tokens", "found 40", "shorter");
    assertThatThrownBy(() -> planner("words:60", 9).plan(text, 0, "m/config.json", POSITIONS))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll("max_position_embeddings", "words:60", "found 40");
    // Without a known limit the model itself refuses later; segments cannot be laid out at all.
    assertThat(planner("words:60", 9).plan(text, 0, "m/config.json", 0)).isNotEmpty();
    assertThatThrownBy(() -> planner("full", 9).plan(text, 0, "m/config.json", 0))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("max_position_embeddings");
  }

  @Test
  void text_tooShortForItsContext_isRefused() {
    TokenizedText three = TestTexts.oneTokenWords(3);
    for (String policy : new String[] {"tokens:3", "tokens:4"}) {
      assertThatThrownBy(() -> planner(policy, 9).plan(three, 0, "m/config.json", POSITIONS))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContainingAll("3 words, 3 tokens", policy);
    }
    assertThatThrownBy(() -> planner("full", 9).plan(three, 3, "m/config.json", POSITIONS))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("3 words skipped");
  }

  @Test
  void passage_withContradictions_isRefusedWithItsNumbers() {
    int[] none = {};
    int[] tokens = IntStream.range(0, 8).toArray();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Passage(3, tokens, 3, new int[] {0, 1}, none, none, none))
        .withMessageContaining("8, neither 4");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Passage(7, tokens, 7, new int[] {1, 0}, none, none, none))
        .withMessageContaining("begin of window 1: 0, not from 1 to 7");
    int[] one = {1};
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Passage(7, tokens, 7, new int[] {1, 2}, one, new int[] {2}, one))
        .withMessageContaining("2 of 2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Passage(7, tokens, 7, new int[] {1, 2}, one, one, new int[] {7}))
        .withMessageContaining("7 of 6");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Passage(7, tokens, 7, new int[] {1, 2}, one, one, none))
        .withMessageContaining("1, 1, 0");
  }

  private static PassagePlanner planner(String policy, int windows) {
    return new PassagePlanner(ContextPolicy.parse(policy), Representation.LAST, windows);
  }
}
