package org.entrain.monitoring;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.SharePartitionOffsetInfo;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.entrain.schemas.Topic;
import org.jspecify.annotations.Nullable;

/**
 * Asks the brokers how many records a group has not finished, by topic: from its committed offset,
 * or the beginning if it has none, to the end. Ends of transactions take offsets too, so that up to
 * one record a partition may remain for ever. For one thread.
 */
final class LagReader implements AutoCloseable {

  private static final long PATIENCE_S = 10;

  private final Admin admin;

  LagReader(Admin admin) {
    this.admin = admin;
  }

  /** The lag of every topic of the input; empty if the brokers do not say. */
  Map<String, Long> read(StageInput input) throws InterruptedException {
    try {
      return switch (input.kind()) {
        case OWN -> Map.of();
        case CONSUMER_GROUP -> ofGroup(input);
        case SHARE_GROUP -> ofShareGroup(input);
      };
    } catch (ExecutionException | TimeoutException e) {
      return Map.of();
    }
  }

  @Override
  public void close() {
    admin.close(Duration.ZERO);
  }

  private Map<String, Long> ofGroup(StageInput input)
      throws ExecutionException, InterruptedException, TimeoutException {
    Map<TopicPartition, OffsetAndMetadata> committed =
        await(admin.listConsumerGroupOffsets(input.group()).partitionsToOffsetAndMetadata());
    Map<TopicPartition, Long> places = new HashMap<>();
    committed.forEach(
        (partition, place) -> {
          if (place != null) {
            places.put(partition, place.offset());
          }
        });
    return behind(partitions(input), places);
  }

  /** The brokers know the lag themselves, once the first record is acknowledged. */
  private Map<String, Long> ofShareGroup(StageInput input)
      throws ExecutionException, InterruptedException, TimeoutException {
    Map<TopicPartition, SharePartitionOffsetInfo> known =
        await(
            admin
                .listShareGroupOffsets(Map.of(input.group(), new ListShareGroupOffsetsSpec()))
                .partitionsToOffsetInfo(input.group()));
    Map<String, Long> lags = new HashMap<>();
    List<TopicPartition> unknown = new ArrayList<>();
    for (TopicPartition partition : partitions(input)) {
      @Nullable SharePartitionOffsetInfo info = known.get(partition);
      if (info != null && info.lag().isPresent()) {
        lags.merge(partition.topic(), info.lag().get(), Long::sum);
      } else {
        unknown.add(partition);
      }
    }
    behind(unknown, Map.of()).forEach((topic, lag) -> lags.merge(topic, lag, Long::sum));
    return lags;
  }

  private Map<String, Long> behind(
      List<TopicPartition> partitions, Map<TopicPartition, Long> places)
      throws ExecutionException, InterruptedException, TimeoutException {
    Map<TopicPartition, ListOffsetsResultInfo> ends = offsets(partitions, OffsetSpec.latest());
    List<TopicPartition> unread =
        partitions.stream().filter(partition -> !places.containsKey(partition)).toList();
    Map<TopicPartition, ListOffsetsResultInfo> begins = offsets(unread, OffsetSpec.earliest());
    Map<String, Long> lags = new HashMap<>();
    ends.forEach(
        (partition, end) -> {
          @Nullable ListOffsetsResultInfo begin = begins.get(partition);
          long place = begin == null ? places.getOrDefault(partition, 0L) : begin.offset();
          lags.merge(partition.topic(), Math.max(0, end.offset() - place), Long::sum);
        });
    return lags;
  }

  private Map<TopicPartition, ListOffsetsResultInfo> offsets(
      List<TopicPartition> partitions, OffsetSpec which)
      throws ExecutionException, InterruptedException, TimeoutException {
    return partitions.isEmpty()
        ? Map.of()
        : await(
            admin
                .listOffsets(partitions.stream().collect(Collectors.toMap(p -> p, p -> which)))
                .all());
  }

  /** Topics may have been made with other partitions than ours would be. */
  private List<TopicPartition> partitions(StageInput input)
      throws ExecutionException, InterruptedException, TimeoutException {
    List<String> names = input.topics().stream().map(Topic::name).toList();
    Map<String, TopicDescription> found = await(admin.describeTopics(names).allTopicNames());
    return found.values().stream()
        .flatMap(
            topic ->
                topic.partitions().stream()
                    .map(partition -> new TopicPartition(topic.name(), partition.partition())))
        .toList();
  }

  private static <T> T await(KafkaFuture<T> answer)
      throws ExecutionException, InterruptedException, TimeoutException {
    return answer.get(PATIENCE_S, TimeUnit.SECONDS);
  }
}
