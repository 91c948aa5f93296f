package org.entrain.dashboard;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.SharePartitionOffsetInfo;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.GroupType;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.entrain.dashboard.TopicView.ConsumerView;
import org.entrain.schemas.Topic;
import org.entrain.schemas.Topics;
import org.entrain.transport.KafkaConnection;
import org.jspecify.annotations.Nullable;

/** Counts records, bytes and lags of the topics, as the brokers tell them. Thread-safe. */
final class TopicCounts implements AutoCloseable {

  /** What the group of a stage is called: this and the stage's name. */
  static final String GROUP_PREFIX = "entrain-";

  private static final long PATIENCE_SECONDS = 5;
  private static final double NANOS = 1e9;

  private final Topics topics;
  private final Admin admin;
  private final Supplier<Map<TopicPartition, Long>> results;
  private final LongSupplier nanos;
  private final Map<String, Reading> last = new HashMap<>();

  private record Reading(long nanos, long records) {}

  /**
   * @param results where the results database stands, which keeps its offsets itself
   * @param nanos clock, ns
   */
  TopicCounts(
      KafkaConnection connection,
      Topics topics,
      Supplier<Map<TopicPartition, Long>> results,
      LongSupplier nanos) {
    this.topics = topics;
    this.results = results;
    this.nanos = nanos;
    admin = Admin.create(connection.admin());
  }

  /**
   * Every topic.
   *
   * @param letters number of dead letters by dead-letter topic
   */
  synchronized List<TopicView> topics(Map<String, Long> letters) {
    Map<TopicPartition, Long> ends = offsets(OffsetSpec.latest());
    Map<TopicPartition, Long> begins = offsets(OffsetSpec.earliest());
    Map<String, Long> bytes = bytes();
    Map<String, Map<TopicPartition, Long>> groups = groups();
    List<TopicView> views = new ArrayList<>();
    for (Topic<?> topic : topics.all()) {
      long records = 0;
      for (TopicPartition partition : partitions(topic)) {
        records += ends.getOrDefault(partition, 0L) - begins.getOrDefault(partition, 0L);
      }
      List<ConsumerView> consumers = new ArrayList<>();
      groups.forEach(
          (group, next) -> {
            if (partitions(topic).stream().anyMatch(next::containsKey)) {
              consumers.add(new ConsumerView(group, lag(topic, next, ends)));
            }
          });
      views.add(
          new TopicView(
              topic.name(),
              topic.key(),
              topic.partitions(),
              records,
              bytes.get(topic.name()),
              rate(topic.name(), records),
              topic.deadLetters(),
              letters.getOrDefault(topic.deadLetters(), 0L),
              consumers));
    }
    return views;
  }

  /** Records that each stage has not read yet, by name of the stage. */
  synchronized Map<String, Long> lags() {
    Map<TopicPartition, Long> ends = offsets(OffsetSpec.latest());
    Map<String, Long> lags = new HashMap<>();
    groups()
        .forEach(
            (group, next) -> {
              long lag = 0;
              for (Topic<?> topic : topics.all()) {
                lag += lag(topic, next, ends);
              }
              lags.put(
                  group.startsWith(GROUP_PREFIX) ? group.substring(GROUP_PREFIX.length()) : group,
                  lag);
            });
    return lags;
  }

  @Override
  public void close() {
    admin.close();
  }

  private static long lag(
      Topic<?> topic, Map<TopicPartition, Long> next, Map<TopicPartition, Long> ends) {
    long lag = 0;
    for (TopicPartition partition : partitions(topic)) {
      if (next.containsKey(partition)) {
        lag += Math.max(0, ends.getOrDefault(partition, 0L) - next.get(partition));
      }
    }
    return lag;
  }

  private @Nullable Double rate(String topic, long records) {
    Reading now = new Reading(nanos.getAsLong(), records);
    @Nullable Reading before = last.put(topic, now);
    if (before == null || now.nanos() <= before.nanos()) {
      return null;
    }
    return Math.max(0, now.records() - before.records()) * NANOS / (now.nanos() - before.nanos());
  }

  private static List<TopicPartition> partitions(Topic<?> topic) {
    List<TopicPartition> partitions = new ArrayList<>();
    for (int partition = 0; partition < topic.partitions(); partition++) {
      partitions.add(new TopicPartition(topic.name(), partition));
    }
    return partitions;
  }

  private Map<TopicPartition, Long> offsets(OffsetSpec spec) {
    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
    topics.all().forEach(topic -> partitions(topic).forEach(at -> asked.put(at, spec)));
    Map<TopicPartition, Long> offsets = new HashMap<>();
    await(admin.listOffsets(asked).all()).forEach((at, found) -> offsets.put(at, found.offset()));
    return offsets;
  }

  /** Next offset of every group, and of the results database. */
  private Map<String, Map<TopicPartition, Long>> groups() {
    List<String> names = new ArrayList<>();
    List<String> shares = new ArrayList<>();
    await(admin.listGroups(new ListGroupsOptions()).all())
        .forEach(
            group -> {
              if (group.groupId().startsWith(GROUP_PREFIX)) {
                boolean share = group.type().filter(GroupType.SHARE::equals).isPresent();
                (share ? shares : names).add(group.groupId());
              }
            });
    Map<String, Map<TopicPartition, Long>> groups = new TreeMap<>();
    if (!names.isEmpty()) {
      Map<String, ListConsumerGroupOffsetsSpec> asked = new HashMap<>();
      names.forEach(name -> asked.put(name, new ListConsumerGroupOffsetsSpec()));
      await(admin.listConsumerGroupOffsets(asked).all())
          .forEach((group, found) -> groups.put(group, known(found, OffsetAndMetadata::offset)));
    }
    if (!shares.isEmpty()) {
      Map<String, ListShareGroupOffsetsSpec> asked = new HashMap<>();
      shares.forEach(name -> asked.put(name, new ListShareGroupOffsetsSpec()));
      await(admin.listShareGroupOffsets(asked).all())
          .forEach(
              (group, found) ->
                  groups.put(group, known(found, SharePartitionOffsetInfo::startOffset)));
    }
    groups.put(GROUP_PREFIX + "results", results.get());
    return groups;
  }

  /** Partitions of which nothing was read yet have no offset. */
  private static <T> Map<TopicPartition, Long> known(
      Map<TopicPartition, T> found, ToLongFunction<T> offset) {
    Map<TopicPartition, Long> next = new HashMap<>();
    found.forEach(
        (at, place) -> {
          if (place != null) {
            next.put(at, offset.applyAsLong(place));
          }
        });
    return next;
  }

  private Map<String, Long> bytes() {
    Map<String, Long> bytes = new HashMap<>();
    var nodes = await(admin.describeCluster().nodes());
    List<Integer> ids = new ArrayList<>();
    nodes.forEach(node -> ids.add(node.id()));
    await(admin.describeLogDirs(ids).allDescriptions())
        .values()
        .forEach(
            folders ->
                folders
                    .values()
                    .forEach(
                        folder ->
                            folder
                                .replicaInfos()
                                .forEach(
                                    (at, replica) ->
                                        bytes.merge(at.topic(), replica.size(), Long::sum))));
    return bytes;
  }

  private static <T> T await(KafkaFuture<T> future) {
    try {
      return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new KafkaException("the brokers do not say", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("interrupted while waiting for the brokers", e);
    }
  }
}
