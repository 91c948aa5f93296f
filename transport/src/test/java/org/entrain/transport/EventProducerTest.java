package org.entrain.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.entrain.schemas.Topics;
import org.entrain.schemas.avro.Word;
import org.junit.jupiter.api.Test;

/** Without a broker nothing is ever accepted. */
class EventProducerTest {

  private final Topics topics = new Topics(1);
  private final Word word = new Word("s", 0, 0, "a", 1.0);

  @Test
  void event_offeredInVain_isNoFailure() {
    try (EventProducer producer = unheard()) {
      producer.offer(topics.words(), "s", word);

      assertThatCode(producer::flush).doesNotThrowAnyException();
    }
  }

  @Test
  void event_sentInVain_failsTheNextFlush() {
    try (EventProducer producer = unheard()) {
      producer.send(topics.words(), "s", word);

      assertThatThrownBy(producer::flush).isInstanceOf(EventDeliveryException.class);
    }
  }

  @Test
  void event_offeredByAnInterruptedThread_isNoFailureAndKeepsTheFlag() {
    try (EventProducer producer = unheard()) {
      Thread.currentThread().interrupt();
      producer.offer(topics.words(), "s", word);

      assertThat(Thread.interrupted()).isTrue();
      assertThatCode(producer::flush).doesNotThrowAnyException();
    }
  }

  private static EventProducer unheard() {
    return new EventProducer(
        new KafkaConnection("127.0.0.1:1", Map.of("max.block.ms", "100")), "unheard");
  }
}
