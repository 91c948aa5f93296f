package org.entrain.transport;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.entrain.schemas.Topic;
import org.entrain.schemas.TopicConfigs;
import org.entrain.schemas.Topics;

/** Creates what the stream needs on the brokers; what exists already is left as it is. */
public final class TopicAdmin implements AutoCloseable {

  private static final long PATIENCE_NS = 60_000_000_000L;
  private static final long PAUSE_NS = 20_000_000;

  private final Admin admin;

  public TopicAdmin(KafkaConnection connection) {
    admin = connection.administer();
  }

  /**
   * What {@link #create} did.
   *
   * @param made names of topics that were missing, in the order of the stream
   * @param replication fewest replicas of any of the stream's topics now
   */
  public record Created(List<String> made, int replication) {
    public Created {
      made = List.copyOf(made);
    }
  }

  /**
   * Creates every topic and its dead letters, and returns when their partitions have leaders that
   * know of it.
   *
   * <p>A topic is created before the brokers lead its partitions. A producer that writes meanwhile
   * may have its first batch refused and its second one taken, by a leader that has no memory of
   * it; the first one is then out of order, again and again until it expires, and with it the run.
   *
   * @param replication replicas of what is made; {@link KafkaConnection#BROKERS_DEFAULT} for as
   *     many as the topics have that exist, or the brokers' default where none does
   */
  public Created create(Topics topics, int replication) {
    Set<String> present = Answers.await(admin.listTopics().names());
    List<String> before = topics.all().stream().map(Topic::name).filter(present::contains).toList();
    int replicas =
        replication == KafkaConnection.BROKERS_DEFAULT && !before.isEmpty()
            ? fewestReplicas(before)
            : replication;
    List<NewTopic> missing = new ArrayList<>();
    for (Topic<?> topic : topics.all()) {
      missing.add(topic(topic.name(), topic.partitions(), replicas, topic.configs()));
      missing.add(topic(topic.deadLetters(), 1, replicas, Topic.deadLetterConfigs()));
    }
    missing.removeIf(topic -> present.contains(topic.name()));
    for (KafkaFuture<Void> made : admin.createTopics(missing).values().values()) {
      awaitUnlessPresent(made);
    }
    awaitLeaders(missing);
    return new Created(
        missing.stream().map(NewTopic::name).toList(),
        fewestReplicas(topics.all().stream().map(Topic::name).toList()));
  }

  private static NewTopic topic(
      String name, int partitions, int replication, Map<String, String> configs) {
    if (replication == KafkaConnection.BROKERS_DEFAULT) {
      return new NewTopic(name, Optional.of(partitions), Optional.empty()).configs(configs);
    }
    Map<String, String> all = new HashMap<>(configs);
    all.putAll(TopicConfigs.durability(replication));
    return new NewTopic(name, partitions, (short) replication).configs(all);
  }

  private int fewestReplicas(List<String> names) {
    return eventually(() -> admin.describeTopics(names).allTopicNames()).values().stream()
        .flatMap(topic -> topic.partitions().stream())
        .mapToInt(partition -> partition.replicas().size())
        .min()
        .orElse(1);
  }

  /** Only a partition's leader knows its end; whoever else is asked sends the client on. */
  private void awaitLeaders(List<NewTopic> created) {
    Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
    for (NewTopic topic : created) {
      for (int partition = 0; partition < topic.numPartitions(); partition++) {
        ends.put(new TopicPartition(topic.name(), partition), OffsetSpec.latest());
      }
    }
    eventually(() -> admin.listOffsets(ends).all());
  }

  /** The answer of brokers, some of which may not have heard of a new topic yet. */
  private static <T> T eventually(Supplier<KafkaFuture<T>> question) {
    long start = System.nanoTime();
    while (true) {
      try {
        return Answers.await(question.get());
      } catch (EventDeliveryException e) {
        if (System.nanoTime() - start > PATIENCE_NS
            || !(e.getCause() instanceof ExecutionException cause
                && cause.getCause() instanceof RetriableException)
            || cause.getCause() instanceof TimeoutException) {
          throw e;
        }
        LockSupport.parkNanos(PAUSE_NS);
      }
    }
  }

  /**
   * What is wrong with the topics and their brokers; nothing if they are as the stream needs them.
   *
   * @param replication replicas that every topic should have
   * @throws EventDeliveryException if the brokers do not answer
   */
  public List<TopicFault> check(Topics topics, int replication) {
    return new TopicCheck(ClusterView.of(admin), replication).faults(topics);
  }

  /** Sets a group's settings; share groups need theirs before their first member joins. */
  public void configureGroup(String group, Map<String, String> settings) {
    List<AlterConfigOp> operations =
        settings.entrySet().stream()
            .map(s -> new ConfigEntry(s.getKey(), s.getValue()))
            .map(entry -> new AlterConfigOp(entry, AlterConfigOp.OpType.SET))
            .toList();
    ConfigResource resource = new ConfigResource(ConfigResource.Type.GROUP, group);
    Answers.await(admin.incrementalAlterConfigs(Map.of(resource, operations)).all());
  }

  @Override
  public void close() {
    admin.close();
  }

  /** Workers that start together all find topics missing; one of them makes each. */
  private static void awaitUnlessPresent(KafkaFuture<Void> made) {
    try {
      Answers.await(made);
    } catch (EventDeliveryException e) {
      if (!(e.getCause() instanceof ExecutionException cause
          && cause.getCause() instanceof TopicExistsException)) {
        throw e;
      }
    }
  }
}
