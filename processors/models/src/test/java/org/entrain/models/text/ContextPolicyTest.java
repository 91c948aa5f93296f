package org.entrain.models.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.entrain.models.TokenizedText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContextPolicyTest {

  @ParameterizedTest
  @ValueSource(strings = {"tokens:50", "words:20", "full", "tokens:1"})
  void policy_written_readsBackAsItself(String text) {
    assertThat(ContextPolicy.parse(text)).hasToString(text);
    assertThat(ContextPolicy.parse(text)).isEqualTo(ContextPolicy.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "50", "tokens", "tokens:", "tokens:0", "words:-1", "Full", "words:1 "})
  void policy_thatIsNone_isRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ContextPolicy.parse(text))
        .withMessageContaining("tokens:N, words:N or full")
        .withMessageEndingWith("found " + text);
  }

  @Test
  void fullContext_pastTheLimit_neverSeesLessThanHalfOfIt() {
    TokenizedText text = TestTexts.oneTokenWords(1);
    for (int limit : new int[] {1, 2, 7, 64}) {
      int before = 0;
      for (int end = 1; end < 10 * limit; end++) {
        int begin = ContextPolicy.full().begin(text, end, limit);
        assertThat(begin).isGreaterThanOrEqualTo(before);
        assertThat(end - begin).isBetween(Math.min(end, (limit + 1) / 2), limit);
        before = begin;
      }
    }
  }

  @Test
  void firstWord_withoutTokens_hasNoWindow() {
    TokenizedText text = new TokenizedText(new int[] {5, 6}, new int[] {0, 1, 1, 2});

    assertThat(ContextPolicy.full().firstWord(text)).isEqualTo(1);
    assertThat(ContextPolicy.ofWords(2).firstWord(text)).isEqualTo(1);
    assertThat(text.wordOf(0)).isEqualTo(1);
    assertThat(text.wordOf(1)).isEqualTo(3);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> text.wordOf(2))
        .withMessage("token 2 of 2");
  }
}
