package org.entrain.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.entrain.schemas.Topics;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a letter holds of its record. */
class DeadLettersTest {

  /** Four bytes in UTF-8. */
  private static final String FACE = "\uD83D\uDE00";

  private static final byte[] FEW = new byte[8];
  private static final byte[] ALL = new byte[Topics.MAX_RECORD_BYTES - 100];

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void cause_thatIsLong_isCutBehindAWholeCharacter(int before) {
    String message = "a".repeat(before) + FACE.repeat(1_000);

    Header cause = letter(FEW, FEW, FEW, message).headers().lastHeader(DeadLetters.CAUSE);

    assertThat(cause.value())
        .hasSizeBetween(LetterSize.MOST_CAUSE_BYTES - 3, LetterSize.MOST_CAUSE_BYTES);
    String text = new String(cause.value(), StandardCharsets.UTF_8);
    assertThat(text).endsWith(FACE + "…");
    assertThat(message).startsWith(text.substring(0, text.length() - 1));
  }

  @Test
  void cause_thatIsShort_staysWhole() {
    assertThat(header(letter(FEW, FEW, FEW, "no wörd"), DeadLetters.CAUSE)).isEqualTo("no wörd");
  }

  @Test
  void record_thatLeavesRoom_isKeptWhole() {
    byte[] most = new byte[LetterSize.MOST_BYTES - 1_000];

    for (ProducerRecord<byte[], byte[]> letter :
        List.of(letter(most, FEW, FEW), letter(FEW, most, FEW), letter(FEW, FEW, most))) {
      assertThat(letter.key()).isNotNull();
      assertThat(letter.value()).isNotNull();
      assertThat(letter.headers().lastHeader("theirs")).isNotNull();
      assertThat(letter.headers().lastHeader(DeadLetters.LEFT_OUT)).isNull();
    }
  }

  @Test
  void record_whoseValueLeavesNoRoom_goesWithoutIt() {
    ProducerRecord<byte[], byte[]> letter = letter(FEW, ALL, FEW);

    assertThat(letter.key()).isEqualTo(FEW);
    assertThat(letter.value()).isNull();
    assertThat(letter.headers().lastHeader("theirs").value()).isEqualTo(FEW);
    assertThat(header(letter, DeadLetters.LEFT_OUT)).isEqualTo("value of 8388508 bytes");
    assertThat(header(letter, DeadLetters.OFFSET)).isEqualTo("7");
  }

  @Test
  void record_whoseKeyOrHeadersLeaveNoRoom_goesWithoutAllThatIsIts() {
    for (ProducerRecord<byte[], byte[]> letter :
        List.of(letter(ALL, null, FEW), letter(FEW, FEW, ALL))) {
      assertThat(letter.key()).isNull();
      assertThat(letter.value()).isNull();
      assertThat(letter.headers().lastHeader("theirs")).isNull();
      assertThat(header(letter, DeadLetters.LEFT_OUT)).contains("value of", "key of", "headers");
      assertThat(header(letter, DeadLetters.OFFSET)).isEqualTo("7");
    }
  }

  private static ProducerRecord<byte[], byte[]> letter(
      byte[] key, byte @Nullable [] value, byte[] header) {
    return letter(key, value, header, "no");
  }

  private static ProducerRecord<byte[], byte[]> letter(
      byte[] key, byte @Nullable [] value, byte[] header, String message) {
    Headers headers = new RecordHeaders(List.of(new RecordHeader("theirs", header)));
    return DeadLetters.letter(
        "planner", "entrain.words", 0, 7, key, value, headers, new IllegalStateException(message));
  }

  private static String header(ProducerRecord<byte[], byte[]> letter, String name) {
    return new String(letter.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }
}
