package org.entrain.transport;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.entrain.schemas.Topic;
import org.entrain.schemas.Topics;

/** Creates what the stream needs on the brokers; what exists already is left as it is. */
public final class TopicAdmin implements AutoCloseable {

  private static final Map<String, String> DEAD_LETTER_CONFIGS =
      Map.of(
          TopicConfig.RETENTION_MS_CONFIG,
          "-1",
          TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
          Integer.toString(Topics.MAX_RECORD_BYTES));

  private static final long PATIENCE_NS = 60_000_000_000L;
  private static final long PAUSE_NS = 20_000_000;

  private final Admin admin;

  public TopicAdmin(KafkaConnection connection) {
    admin = Admin.create(connection.admin());
  }

  /**
   * Creates every topic and its dead letters, and returns when their partitions have leaders that
   * know of it.
   *
   * <p>A topic is created before the brokers lead its partitions. A producer that writes meanwhile
   * may have its first batch refused and its second one taken, by a leader that has no memory of
   * it; the first one is then out of order, again and again until it expires, and with it the run.
   */
  public void create(Topics topics, short replication) {
    Set<String> present = await(admin.listTopics().names());
    List<NewTopic> missing = new ArrayList<>();
    for (Topic<?> topic : topics.all()) {
      missing.add(
          new NewTopic(topic.name(), topic.partitions(), replication).configs(topic.configs()));
      missing.add(new NewTopic(topic.deadLetters(), 1, replication).configs(DEAD_LETTER_CONFIGS));
    }
    missing.removeIf(topic -> present.contains(topic.name()));
    for (KafkaFuture<Void> made : admin.createTopics(missing).values().values()) {
      awaitUnlessPresent(made);
    }
    awaitLeaders(missing);
  }

  /** Only a partition's leader knows its end; whoever else is asked sends the client on. */
  private void awaitLeaders(List<NewTopic> created) {
    Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
    for (NewTopic topic : created) {
      for (int partition = 0; partition < topic.numPartitions(); partition++) {
        ends.put(new TopicPartition(topic.name(), partition), OffsetSpec.latest());
      }
    }
    long start = System.nanoTime();
    while (!known(ends, System.nanoTime() - start > PATIENCE_NS)) {
      LockSupport.parkNanos(PAUSE_NS);
    }
  }

  /**
   * Whether leaders know the ends of their partitions.
   *
   * @param last whether not to know them yet is a failure
   */
  private boolean known(Map<TopicPartition, OffsetSpec> ends, boolean last) {
    try {
      await(admin.listOffsets(ends).all());
      return true;
    } catch (EventDeliveryException e) {
      // Brokers that have not heard of a topic yet say that there is none.
      if (!last
          && e.getCause() instanceof ExecutionException cause
          && cause.getCause() instanceof RetriableException) {
        return false;
      }
      throw e;
    }
  }

  /** Sets a group's settings; share groups need theirs before their first member joins. */
  public void configureGroup(String group, Map<String, String> settings) {
    List<AlterConfigOp> operations =
        settings.entrySet().stream()
            .map(s -> new ConfigEntry(s.getKey(), s.getValue()))
            .map(entry -> new AlterConfigOp(entry, AlterConfigOp.OpType.SET))
            .toList();
    ConfigResource resource = new ConfigResource(ConfigResource.Type.GROUP, group);
    await(admin.incrementalAlterConfigs(Map.of(resource, operations)).all());
  }

  @Override
  public void close() {
    admin.close();
  }

  /** Workers that start together all find topics missing; one of them makes each. */
  private static void awaitUnlessPresent(KafkaFuture<Void> made) {
    try {
      await(made);
    } catch (EventDeliveryException e) {
      if (!(e.getCause() instanceof ExecutionException cause
          && cause.getCause() instanceof TopicExistsException)) {
        throw e;
      }
    }
  }

  private static <T> T await(KafkaFuture<T> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw new EventDeliveryException("the brokers refused: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EventDeliveryException("interrupted while waiting for the brokers", e);
    }
  }
}
