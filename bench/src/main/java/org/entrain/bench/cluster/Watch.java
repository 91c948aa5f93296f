package org.entrain.bench.cluster;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.entrain.schemas.Topic;
import org.entrain.schemas.Topics;

/**
 * Looks at the topics past all faults: how many records they have, and which scores there are.
 * Answers are those of the last time that brokers answered.
 */
final class Watch implements AutoCloseable {

  private static final int PATIENCE_MS = 3_000;
  private static final Duration POLL = Duration.ofMillis(50);

  private final Topics topics;
  private final Admin admin;
  private final KafkaConsumer<String, byte[]> consumer;
  private final Map<TopicPartition, Long> ends = new ConcurrentHashMap<>();
  private final Set<String> scores = new HashSet<>();
  private long scoreRecords;

  /**
   * @param servers addresses of brokers that have the topics
   */
  Watch(String servers, Topics topics) {
    this.topics = topics;
    Map<String, Object> settings = new HashMap<>();
    settings.put("bootstrap.servers", servers);
    settings.put("default.api.timeout.ms", PATIENCE_MS);
    settings.put("request.timeout.ms", PATIENCE_MS);
    settings.put("reconnect.backoff.max.ms", 200);
    admin = Admin.create(settings);
    settings.put("isolation.level", "read_committed");
    settings.put("auto.offset.reset", "earliest");
    consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
    List<TopicPartition> places = places(topics.scores());
    consumer.assign(places);
    consumer.seekToBeginning(places);
  }

  /** Records of a topic, marks of transactions included. */
  long records(Topic<?> topic) throws InterruptedException {
    return records(places(topic));
  }

  /** Ends of the partitions of some topics. */
  Map<TopicPartition, Long> ends(List<Topic<?>> wanted) throws InterruptedException {
    Map<TopicPartition, Long> found = new HashMap<>();
    for (Topic<?> topic : wanted) {
      records(topic);
      places(topic).forEach(place -> found.put(place, ends.getOrDefault(place, 0L)));
    }
    return found;
  }

  private long records(List<TopicPartition> places) throws InterruptedException {
    Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
    places.forEach(place -> wanted.put(place, OffsetSpec.latest()));
    try {
      for (Map.Entry<TopicPartition, ListOffsetsResultInfo> end :
          admin.listOffsets(wanted).all().get().entrySet()) {
        ends.put(end.getKey(), end.getValue().offset());
      }
    } catch (ExecutionException e) {
      // Brokers are down, as a schedule wants it: the last answer stands.
    }
    return places.stream().mapToLong(place -> ends.getOrDefault(place, 0L)).sum();
  }

  /** Distinct keys among the scores: checkpoint × layer × variant × participant. */
  synchronized int fits() {
    for (ConsumerRecord<String, byte[]> score : consumer.poll(POLL)) {
      scores.add(score.key());
      scoreRecords++;
    }
    return scores.size();
  }

  /** Records of scores, those of fits that were computed twice included. */
  synchronized long scoreRecords() {
    return scoreRecords;
  }

  @Override
  public void close() {
    admin.close(Duration.ZERO);
    consumer.close(CloseOptions.timeout(Duration.ZERO));
  }

  private static List<TopicPartition> places(Topic<?> topic) {
    return IntStream.range(0, topic.partitions())
        .mapToObj(partition -> new TopicPartition(topic.name(), partition))
        .toList();
  }
}
