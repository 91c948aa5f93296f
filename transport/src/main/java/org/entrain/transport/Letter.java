package org.entrain.transport;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record that could not be used.
 *
 * @param topic dead-letter topic
 * @param offset where it stands there
 * @param time when it was buried, ms since 1970
 * @param stage stage that could not use it; null if it does not say
 * @param cause why; null if it does not say
 * @param origin where it stood before, {@code topic-partition@offset}; itself if it does not say
 * @param key its key as text; null for none
 * @param bytes length of its value; 0 for none, or one that was left out
 * @param state what became of it
 */
public record Letter(
    String topic,
    long offset,
    long time,
    @Nullable String stage,
    @Nullable String cause,
    String origin,
    @Nullable String key,
    int bytes,
    LetterState state) {

  /** The letter that a record of a dead-letter topic is, as long as nothing is said of it. */
  public static Letter of(ConsumerRecord<byte[], byte[]> record) {
    return new Letter(
        record.topic(),
        record.offset(),
        record.timestamp(),
        DeadLetters.header(record, DeadLetters.STAGE),
        DeadLetters.header(record, DeadLetters.CAUSE),
        DeadLetters.origin(record),
        record.key() == null ? null : new String(record.key(), StandardCharsets.UTF_8),
        record.value() == null ? 0 : record.value().length,
        LetterState.WAITING);
  }

  Letter with(LetterState now) {
    return new Letter(topic, offset, time, stage, cause, origin, key, bytes, now);
  }

  /** Its name for people, {@code topic@offset}. */
  public String name() {
    return topic + "@" + offset;
  }
}
