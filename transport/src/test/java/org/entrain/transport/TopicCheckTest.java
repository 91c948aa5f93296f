package org.entrain.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartitionInfo;
import org.entrain.schemas.Topic;
import org.entrain.schemas.Topics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each fault, brought in alone, is found alone. */
class TopicCheckTest {

  private static final String STORE = "entrain-planner-planner-words-changelog";

  private final Topics topics = new Topics(2);
  private final String words = topics.words().name();
  private final Map<String, TopicDescription> found = new TreeMap<>();
  private final Map<String, Map<String, String>> configs = new HashMap<>();
  private final Map<String, String> broker =
      new HashMap<>(
          Map.of(
              "transaction.state.log.min.isr", "2",
              "share.coordinator.state.topic.min.isr", "2",
              "share.coordinator.state.topic.replication.factor", "3",
              "socket.request.max.bytes", "104857600"));

  TopicCheckTest() {
    for (Topic<?> topic : topics.all()) {
      put(topic.name(), topic.partitions(), topic.configs());
      put(topic.deadLetters(), 1, Topic.deadLetterConfigs());
    }
    put(STORE, 1, Map.of());
    put(ClusterView.OFFSETS, 1, Map.of());
    put(ClusterView.TRANSACTIONS, 1, Map.of());
  }

  @Test
  void cluster_asTheStreamNeedsIt_hasNoFaults() {
    assertThat(faults()).isEmpty();
  }

  @Test
  void topic_thatIsMissing_isToBeMade() {
    found.remove(words + ".dlq");

    assertThat(faults())
        .singleElement()
        .satisfies(
            fault -> {
              assertThat(fault.topic()).isEqualTo(words + ".dlq");
              assertThat(fault.remedy()).contains("topics create");
            });
  }

  @ParameterizedTest
  @CsvSource({"1, activations", "3, activations", "2, words"})
  void partitions_fewerOrMore_areFaults(int partitions, String topic) {
    found.put("entrain." + topic, description("entrain." + topic, partitions, 3, 3, true));

    assertThat(fields()).containsExactly("partitions");
  }

  @Test
  void replicas_tooFew_areOneFault() {
    found.put(words, description(words, 1, 1, 1, true));
    configs.get(words).put("min.insync.replicas", "1");

    assertThat(fields()).containsExactly("replicas");
  }

  @ParameterizedTest
  @CsvSource({
    "retention.ms, 604800000",
    "retention.bytes, 1000000",
    "cleanup.policy, compact",
    "max.message.bytes, 1048588",
    "min.insync.replicas, 1",
    "compression.type, gzip",
    "unclean.leader.election.enable, true"
  })
  void setting_thatIsAnother_isAFaultThatSaysHowToAlterIt(String name, String value) {
    configs.get(words).put(name, value);

    assertThat(faults())
        .singleElement()
        .satisfies(
            fault -> {
              assertThat(fault.field()).isEqualTo(name);
              assertThat(fault.found()).isEqualTo(value);
              assertThat(fault.remedy()).contains("kafka-configs.sh", words, name);
            });
  }

  @Test
  void settings_thatAreMoreThanEnough_areNoFaults() {
    configs.get(words).put("max.message.bytes", "99999999");
    configs.get(words).put("min.insync.replicas", "3");

    assertThat(faults()).isEmpty();
  }

  @Test
  void partition_withoutLeaderOrBehind_isAFault() {
    found.put(words, description(words, 1, 3, 2, true));
    assertThat(fields()).containsExactly("in-sync replicas");

    found.put(words, description(words, 1, 3, 3, false));
    assertThat(fields()).containsExactly("leader");
  }

  @Test
  void storesOfApplications_areCheckedToo() {
    found.put(STORE, description(STORE, 1, 1, 1, true));

    assertThat(faults()).extracting(TopicFault::topic).containsExactly(STORE);
  }

  @Test
  void topicOfOurs_thatIsUnknown_isAFault() {
    put("entrain.letters", 1, Map.of());

    assertThat(fields()).containsExactly("name");
  }

  @Test
  void brokers_thatKeepTheirOwnTopicsLess_areFaults() {
    found.put(ClusterView.OFFSETS, description(ClusterView.OFFSETS, 1, 1, 1, true));
    broker.put("share.coordinator.state.topic.replication.factor", "1");
    broker.put("transaction.state.log.min.isr", "1");
    broker.put("socket.request.max.bytes", "1000");

    assertThat(faults())
        .extracting(fault -> fault.topic() + " " + fault.field())
        .containsExactlyInAnyOrder(
            "__consumer_offsets replicas",
            "__share_group_state replicas",
            "brokers transaction.state.log.min.isr",
            "brokers socket.request.max.bytes");
  }

  @Test
  void brokers_tooFewOrWithoutShareGroups_areFaults() {
    ClusterView cluster = new ClusterView(2, found, configs, broker, false);

    assertThat(new TopicCheck(cluster, 3).faults(topics))
        .extracting(TopicFault::field)
        .containsExactly("number", "share.version");
  }

  @Test
  void brokers_thatMayNotBeAsked_areNotJudged() {
    broker.clear();

    assertThat(faults()).isEmpty();
  }

  private List<TopicFault> faults() {
    return new TopicCheck(new ClusterView(3, found, configs, broker, true), 3).faults(topics);
  }

  private List<String> fields() {
    return faults().stream().map(TopicFault::field).toList();
  }

  private void put(String name, int partitions, Map<String, String> settings) {
    found.put(name, description(name, partitions, 3, 3, true));
    Map<String, String> all = new HashMap<>(settings);
    all.put("min.insync.replicas", "2");
    configs.put(name, all);
  }

  private static TopicDescription description(
      String name, int partitions, int replicas, int inSync, boolean led) {
    List<Node> nodes =
        IntStream.range(0, replicas).mapToObj(id -> new Node(id, "host", 1)).toList();
    List<TopicPartitionInfo> infos = new ArrayList<>();
    for (int partition = 0; partition < partitions; partition++) {
      infos.add(
          new TopicPartitionInfo(
              partition, led ? nodes.get(0) : Node.noNode(), nodes, nodes.subList(0, inSync)));
    }
    return new TopicDescription(name, false, infos);
  }
}
