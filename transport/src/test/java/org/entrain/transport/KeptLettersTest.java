package org.entrain.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.entrain.schemas.Topics;
import org.entrain.schemas.avro.Word;
import org.junit.jupiter.api.Test;

class KeptLettersTest {

  private static final String SINK = "dead-letters";

  private final Topics topics = new Topics(1);
  private final MockProcessorContext<String, SpecificRecord> context = new MockProcessorContext<>();

  @Test
  void event_thatLeavesRoom_isBuriedWhole() {
    Word word = word(1);

    Record<? extends String, ? extends SpecificRecord> letter = buried(word);

    assertThat((Object) letter.value()).isSameAs(word);
    assertThat(letter.headers().lastHeader(DeadLetters.LEFT_OUT)).isNull();
  }

  @Test
  void event_thatLeavesNoRoom_isBuriedWithoutItsValue() {
    Word word = word(Topics.MAX_RECORD_BYTES - 100);

    Record<? extends String, ? extends SpecificRecord> letter = buried(word);

    assertThat((Object) letter.value()).isNull();
    assertThat((Object) letter.key()).isEqualTo("s");
    assertThat(
            new String(
                letter.headers().lastHeader(DeadLetters.LEFT_OUT).value(), StandardCharsets.UTF_8))
        .isEqualTo("value of %d bytes", topics.words().values().encode(word).length);
  }

  private Record<? extends String, ? extends SpecificRecord> buried(Word word) {
    new KeptLetters<>(context, "features", topics.words(), SINK)
        .bury("s", word, 0, new IllegalStateException("no"));
    return context.forwarded(SINK).get(0).record();
  }

  private static Word word(int length) {
    return new Word("s", 0, 0, "a".repeat(length), 1.0);
  }
}
