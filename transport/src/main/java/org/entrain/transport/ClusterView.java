package org.entrain.transport;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.entrain.schemas.Topics;

/**
 * What brokers say about themselves and the topics that concern the stream.
 *
 * @param brokers number of brokers that are up
 * @param topics the stream's topics, those its applications made, and the brokers' own; by name
 * @param configs settings of the stream's topics in force, by topic
 * @param brokerConfigs settings of one broker; empty if it may not be asked
 * @param shareGroups whether the brokers offer share groups
 */
record ClusterView(
    int brokers,
    Map<String, TopicDescription> topics,
    Map<String, Map<String, String>> configs,
    Map<String, String> brokerConfigs,
    boolean shareGroups) {

  /** What the names of topics begin with that Streams applications made. */
  static final String APPLICATION_PREFIX = "entrain-";

  static final String OFFSETS = "__consumer_offsets";
  static final String TRANSACTIONS = "__transaction_state";
  static final String SHARE_STATE = "__share_group_state";

  private static final String SHARE_FEATURE = "share.version";

  /**
   * Asks.
   *
   * @throws EventDeliveryException if the brokers do not answer
   */
  static ClusterView of(Admin admin) {
    List<String> names = new ArrayList<>();
    for (String name :
        Answers.await(admin.listTopics(new ListTopicsOptions().listInternal(true)).names())) {
      if (name.startsWith(Topics.PREFIX)
          || name.startsWith(APPLICATION_PREFIX)
          || Set.of(OFFSETS, TRANSACTIONS, SHARE_STATE).contains(name)) {
        names.add(name);
      }
    }
    Map<String, TopicDescription> topics =
        new TreeMap<>(Answers.await(admin.describeTopics(names).allTopicNames()));
    List<ConfigResource> asked =
        names.stream().map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name)).toList();
    Map<String, Map<String, String>> configs = new HashMap<>();
    Answers.await(admin.describeConfigs(asked).all())
        .forEach((resource, config) -> configs.put(resource.name(), values(config)));
    List<Node> nodes = List.copyOf(Answers.await(admin.describeCluster().nodes()));
    boolean share =
        Answers.await(admin.describeFeatures().featureMetadata())
            .finalizedFeatures()
            .containsKey(SHARE_FEATURE);
    return new ClusterView(nodes.size(), topics, configs, broker(admin, nodes), share);
  }

  /** Replicas of the partition that has fewest. */
  static int replication(TopicDescription topic) {
    return topic.partitions().stream().mapToInt(p -> p.replicas().size()).min().orElse(0);
  }

  private static Map<String, String> broker(Admin admin, List<Node> nodes) {
    if (nodes.isEmpty()) {
      return Map.of();
    }
    ConfigResource broker = new ConfigResource(ConfigResource.Type.BROKER, nodes.get(0).idString());
    KafkaFuture<Map<ConfigResource, Config>> answer = admin.describeConfigs(List.of(broker)).all();
    try {
      Map<String, String> values = new HashMap<>();
      Answers.await(answer).values().forEach(config -> values.putAll(values(config)));
      return values;
    } catch (EventDeliveryException e) {
      // Clients of a shared cluster may not look at brokers.
      if (e.getCause() instanceof ExecutionException cause
          && cause.getCause() instanceof AuthorizationException) {
        return Map.of();
      }
      throw e;
    }
  }

  private static Map<String, String> values(Config config) {
    Map<String, String> values = new HashMap<>();
    config.entries().forEach(entry -> values.put(entry.name(), String.valueOf(entry.value())));
    return values;
  }
}
