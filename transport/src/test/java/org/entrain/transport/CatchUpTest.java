package org.entrain.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CatchUpTest {

  private static final TopicPartition PARTITION = new TopicPartition("letters", 0);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration STEP = Duration.ofSeconds(6);

  private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
  private final List<Long> read = new ArrayList<>();

  /** Goes on whenever it is looked at. */
  private final AtomicLong nanos = new AtomicLong();

  @BeforeEach
  void assign() {
    consumer.assign(List.of(PARTITION));
    consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
    consumer.updateEndOffsets(Map.of(PARTITION, 4L));
    consumer.seekToBeginning(List.of(PARTITION));
  }

  @Test
  void records_thatComeSlowly_areReadToTheEndHoweverLongItTakes() {
    for (long offset = 0; offset < 4; offset++) {
      consumer.scheduleNopPollTask();
      bring(offset);
    }

    read();

    assertThat(read).containsExactly(0L, 1L, 2L, 3L);
    assertThat(nanos.get()).isGreaterThan(3 * PATIENCE.toNanos());
  }

  @Test
  void standstill_endsTheReading() {
    bring(0);

    assertThatThrownBy(this::read)
        .isInstanceOf(KafkaException.class)
        .hasMessageContaining("nothing came for 10 s, and 3 offsets are not read yet");
    assertThat(read).containsExactly(0L);
  }

  private void read() {
    new CatchUp(consumer, PATIENCE, () -> nanos.addAndGet(STEP.toNanos()))
        .read(List.of(PARTITION), record -> read.add(record.offset()));
  }

  /** A poll finds the record. */
  private void bring(long offset) {
    consumer.schedulePollTask(
        () ->
            consumer.addRecord(
                new ConsumerRecord<>(PARTITION.topic(), 0, offset, new byte[0], new byte[0])));
  }
}
