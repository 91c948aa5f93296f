package org.entrain.transport;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.config.TopicConfig;
import org.entrain.schemas.Topic;
import org.entrain.schemas.TopicConfigs;
import org.entrain.schemas.Topics;
import org.jspecify.annotations.Nullable;

/** Compares what brokers have with what the stream needs of them. */
final class TopicCheck {

  private static final String BROKERS = "brokers";
  private static final String CREATE = "Make it: ./entrain topics create.";
  private static final String REPLICATE =
      "Add replicas by Kafka's kafka-reassign-partitions.sh, or begin on new topics.";

  private final ClusterView cluster;
  private final int replication;
  private final List<TopicFault> faults = new ArrayList<>();

  /**
   * @param replication replicas that every topic should have
   */
  TopicCheck(ClusterView cluster, int replication) {
    this.cluster = cluster;
    this.replication = replication;
  }

  /** Every fault: of the brokers, of topics in the order of the stream, then of others. */
  List<TopicFault> faults(Topics topics) {
    brokers();
    Set<String> known = new HashSet<>();
    for (Topic<?> topic : topics.all()) {
      declared(topic.name(), topic.partitions(), topic.configs());
      declared(topic.deadLetters(), 1, Topic.deadLetterConfigs());
      known.add(topic.name());
      known.add(topic.deadLetters());
    }
    cluster.topics().forEach((name, topic) -> other(name, topic, known));
    return List.copyOf(faults);
  }

  private void brokers() {
    if (cluster.brokers() < replication) {
      add(
          BROKERS,
          "number",
          replication + " or more for as many replicas",
          Integer.toString(cluster.brokers()),
          "Start the others, or ask for fewer replicas with --replication.");
    }
    if (!cluster.shareGroups()) {
      add(
          BROKERS,
          "share.version",
          "1, for the queue of embedding tasks",
          "none",
          "Turn share groups on: kafka-features.sh upgrade --feature share.version=1.");
    }
    if (cluster.brokerConfigs().isEmpty()) {
      return;
    }
    internal(ClusterView.OFFSETS, "offsets.topic.replication.factor", "");
    internal(
        ClusterView.TRANSACTIONS,
        "transaction.state.log.replication.factor",
        "transaction.state.log.min.isr");
    internal(
        ClusterView.SHARE_STATE,
        "share.coordinator.state.topic.replication.factor",
        "share.coordinator.state.topic.min.isr");
    long largest = number(cluster.brokerConfigs().get("socket.request.max.bytes"));
    if (largest > 0 && largest < Topics.MAX_RECORD_BYTES) {
      add(
          BROKERS,
          "socket.request.max.bytes",
          Topics.MAX_RECORD_BYTES + " or more",
          Long.toString(largest),
          "Raise it: the stream's largest records are refused.");
    }
  }

  /** A topic of the brokers that does not exist yet will be made as their settings say. */
  private void internal(String topic, String factor, String minInSync) {
    int found =
        cluster.topics().containsKey(topic)
            ? ClusterView.replication(cluster.topics().get(topic))
            : (int) number(cluster.brokerConfigs().get(factor));
    if (found < replication) {
      add(
          topic,
          "replicas",
          Integer.toString(replication),
          Integer.toString(found),
          cluster.topics().containsKey(topic)
              ? REPLICATE
              : "Set the brokers' %s=%d before the first worker starts."
                  .formatted(factor, replication));
    }
    long minimum = number(cluster.brokerConfigs().get(minInSync));
    if (minimum > 0 && minimum < TopicConfigs.minInSync(replication)) {
      add(
          BROKERS,
          minInSync,
          TopicConfigs.minInSync(replication) + " or more",
          Long.toString(minimum),
          "Raise it: progress that one broker alone has is lost with it.");
    }
  }

  private void declared(String name, int partitions, Map<String, String> configs) {
    TopicDescription topic = cluster.topics().get(name);
    if (topic == null) {
      add(name, "topic", "one of %d partitions".formatted(partitions), "none", CREATE);
      return;
    }
    int found = topic.partitions().size();
    if (found != partitions) {
      add(
          name,
          "partitions",
          Integer.toString(partitions),
          Integer.toString(found),
          partitions == 1
              ? "Delete it and publish again: its order rests on one partition."
              : "Give every worker and producer --set partitions=%d, or delete all topics and publish again."
                  .formatted(found));
    }
    Map<String, String> wanted = new TreeMap<>(configs);
    if (replicas(name, topic)) {
      wanted.putAll(TopicConfigs.durability(replication));
    }
    Map<String, String> actual = cluster.configs().getOrDefault(name, Map.of());
    wanted.forEach((key, value) -> config(name, key, value, actual.getOrDefault(key, "none")));
  }

  private void config(String topic, String key, String wanted, String found) {
    boolean atLeast =
        key.equals(TopicConfig.MAX_MESSAGE_BYTES_CONFIG)
            || key.equals(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG);
    boolean good = atLeast ? number(found) >= number(wanted) : found.equals(wanted);
    if (!good) {
      add(
          topic,
          key,
          atLeast ? wanted + " or more" : wanted,
          found,
          "kafka-configs.sh --alter --topic %s --add-config %s=%s".formatted(topic, key, wanted));
    }
  }

  /** Whether there are enough replicas to ask for several in sync. */
  private boolean replicas(String name, TopicDescription topic) {
    int found = ClusterView.replication(topic);
    if (found < replication) {
      add(name, "replicas", Integer.toString(replication), Integer.toString(found), REPLICATE);
    }
    Map<String, List<Integer>> ill = new HashMap<>();
    for (TopicPartitionInfo partition : topic.partitions()) {
      if (partition.leader() == null || partition.leader().isEmpty()) {
        ill.computeIfAbsent("leader", field -> new ArrayList<>()).add(partition.partition());
      } else if (partition.isr().size() < partition.replicas().size()) {
        ill.computeIfAbsent("in-sync replicas", field -> new ArrayList<>())
            .add(partition.partition());
      }
    }
    ill.forEach(
        (field, partitions) ->
            add(
                name,
                field,
                "all of every partition",
                "partitions " + partitions + " lack some",
                "Start the brokers that are down, or wait until they have caught up."));
    return found >= replication;
  }

  /** Those of Streams applications have settings of their own; unknown ones are nobody's. */
  private void other(String name, TopicDescription topic, Set<String> known) {
    if (name.startsWith(ClusterView.APPLICATION_PREFIX)) {
      if (replicas(name, topic)) {
        Map<String, String> actual = cluster.configs().getOrDefault(name, Map.of());
        TopicConfigs.durability(replication)
            .forEach((key, value) -> config(name, key, value, actual.getOrDefault(key, "none")));
      }
    } else if (name.startsWith(Topics.PREFIX) && !known.contains(name)) {
      add(
          name,
          "name",
          "a topic of this version",
          "an unknown one",
          "Leave it, if another version made it; else delete it.");
    }
  }

  private void add(String topic, String field, String expected, String found, String remedy) {
    faults.add(new TopicFault(topic, field, expected, found, remedy));
  }

  private static long number(@Nullable String text) {
    return text != null && text.matches("-?[0-9]{1,18}") ? Long.parseLong(text) : -1;
  }
}
