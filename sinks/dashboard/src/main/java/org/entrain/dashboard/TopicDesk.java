package org.entrain.dashboard;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.entrain.common.InvalidInputException;
import org.entrain.dashboard.TopicView.RecordView;
import org.entrain.schemas.Topic;
import org.entrain.schemas.Topics;
import org.entrain.transport.EventFields;
import org.entrain.transport.KafkaConnection;
import org.jspecify.annotations.Nullable;

/** Reads records of the topics for people; one question at a time. */
final class TopicDesk implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int EMPTY_POLLS = 5;

  private static final Comparator<RecordView> NEWEST =
      Comparator.comparingLong(RecordView::time).thenComparingLong(RecordView::offset).reversed();
  private static final Comparator<RecordView> IN_ORDER =
      Comparator.comparingInt(RecordView::partition).thenComparingLong(RecordView::offset);

  private final Topics topics;
  private final KafkaConsumer<byte[], byte[]> consumer;

  TopicDesk(KafkaConnection connection, Topics topics) {
    this.topics = topics;
    Map<String, Object> settings = new HashMap<>(connection.consumer("entrain-dashboard"));
    consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /**
   * Records of a topic.
   *
   * @param partition which partition; −1 for all of them
   * @param offset first offset; −1 for the newest records
   * @throws InvalidInputException if there is no such topic or partition
   */
  synchronized List<RecordView> records(String name, int partition, long offset, int limit) {
    List<TopicPartition> partitions = partitions(name, partition);
    consumer.assign(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, PATIENCE);
    Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions, PATIENCE);
    ends.forEach(
        (at, end) -> {
          long from = offset >= 0 ? offset : end - limit;
          consumer.seek(at, Math.min(end, Math.max(begins.getOrDefault(at, 0L), from)));
        });
    List<RecordView> found = read(partitions, ends, offset >= 0 ? limit : Integer.MAX_VALUE);
    found.sort(offset < 0 ? NEWEST : IN_ORDER);
    return found.size() > limit ? List.copyOf(found.subList(0, limit)) : found;
  }

  /** The desk's topic of this name. */
  Topic<?> topic(String name) {
    return topics.all().stream()
        .filter(topic -> topic.name().equals(name) || topic.deadLetters().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                refused(
                    "topic",
                    String.join(", ", topics.all().stream().map(Topic::name).toList()),
                    name));
  }

  @Override
  public synchronized void close() {
    consumer.close();
  }

  private List<RecordView> read(
      List<TopicPartition> partitions, Map<TopicPartition, Long> ends, int limit) {
    List<RecordView> found = new ArrayList<>();
    int empty = 0;
    while (found.size() < limit && empty < EMPTY_POLLS && !atEnd(partitions, ends)) {
      int before = found.size();
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        found.add(view(topic(record.topic()), record));
      }
      empty = found.size() == before ? empty + 1 : 0;
    }
    return found;
  }

  private boolean atEnd(List<TopicPartition> partitions, Map<TopicPartition, Long> ends) {
    return partitions.stream()
        .allMatch(at -> consumer.position(at, PATIENCE) >= ends.getOrDefault(at, 0L));
  }

  private List<TopicPartition> partitions(String name, int partition) {
    Topic<?> topic = topic(name);
    int count = topic.name().equals(name) ? topic.partitions() : 1;
    if (partition >= count) {
      throw refused("partition", "a partition from 0 to " + (count - 1), "" + partition);
    }
    List<TopicPartition> partitions = new ArrayList<>();
    for (int p = 0; p < count; p++) {
      if (partition < 0 || p == partition) {
        partitions.add(new TopicPartition(name, p));
      }
    }
    return partitions;
  }

  static RecordView view(Topic<?> topic, ConsumerRecord<byte[], byte[]> record) {
    @Nullable Object value = null;
    @Nullable String fault = null;
    if (record.value() != null) {
      try {
        value = EventFields.of(topic.values().decode(record.value()));
      } catch (SerializationException e) {
        fault = e.getMessage();
        byte[] begin = Arrays.copyOf(record.value(), Math.min(record.value().length, 64));
        value = Map.of("begins", new String(begin, StandardCharsets.ISO_8859_1));
      }
    }
    Map<String, String> headers = new TreeMap<>();
    for (Header header : record.headers()) {
      headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
    }
    return new RecordView(
        record.partition(),
        record.offset(),
        record.timestamp(),
        record.key() == null ? null : new String(record.key(), StandardCharsets.UTF_8),
        record.value() == null ? 0 : record.value().length,
        value,
        fault,
        Collections.unmodifiableMap(headers));
  }

  private static InvalidInputException refused(String field, String expected, String found) {
    return new InvalidInputException(
        "topics", field, expected, found, "See /api/topics for what there is.");
  }
}
