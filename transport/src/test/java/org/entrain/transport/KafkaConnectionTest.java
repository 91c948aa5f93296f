package org.entrain.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KafkaConnectionTest {

  private final KafkaConnection connection =
      new KafkaConnection("here:1", Map.of("security.protocol", "SSL", "linger.ms", "1"));

  @Test
  void overrides_ofTheUser_winInEveryClient() {
    assertThat(connection.producer("p"))
        .containsEntry("linger.ms", "1")
        .containsEntry("security.protocol", "SSL");
    assertThat(connection.consumer("c", "g"))
        .containsEntry("security.protocol", "SSL")
        .containsEntry("group.id", "g");
    assertThat(connection.streams("a", "s")).containsEntry("security.protocol", "SSL");
  }

  @Test
  void reading_isOfCommittedRecordsFromTheBeginning() {
    assertThat(connection.consumer("c"))
        .containsEntry("isolation.level", "read_committed")
        .containsEntry("auto.offset.reset", "earliest")
        .containsEntry("enable.auto.commit", false);
  }

  @Test
  void listener_hearsEveryKindOfClient() {
    StageListener listener = new StageListener() {};
    KafkaConnection heard = connection.heardBy(listener);
    for (Map<String, Object> client :
        List.of(
            heard.admin(),
            heard.producer("p"),
            heard.consumer("c"),
            heard.consumer("c", "g"),
            heard.shareConsumer("c", "g"),
            heard.streams("a", "s"))) {
      assertThat(client)
          .containsEntry(KafkaConnection.LISTENER, listener)
          .extractingByKey("metric.reporters")
          .asString()
          .endsWith("," + ClientReporter.class.getName());
    }
    assertThat(heard.streams("a", "s"))
        .containsEntry("consumer." + KafkaConnection.LISTENER, listener)
        .containsEntry("producer." + KafkaConnection.LISTENER, listener);
  }

  @Test
  void reporters_ofTheUser_stay_andNobodyIsHeardByNobody() {
    KafkaConnection theirs = new KafkaConnection("here:1", Map.of("metric.reporters", "theirs"));
    assertThat(theirs.heardBy(new StageListener() {}).consumer("c", "g"))
        .containsEntry("metric.reporters", "theirs," + ClientReporter.class.getName());
    assertThat(connection.consumer("c", "g")).doesNotContainKey("metric.reporters");
    assertThat(connection.streams("a", "s")).doesNotContainKey("consumer.entrain.listener");
  }

  @Test
  void streams_areExactlyOnce() {
    assertThat(connection.streams("a", "s"))
        .containsEntry("processing.guarantee", "exactly_once_v2");
  }

  @Test
  void streams_commitTwiceASecond_unlessTheUserWantsOtherwise() {
    KafkaConnection theirs = new KafkaConnection("here:1", Map.of("commit.interval.ms", "100"));

    assertThat(connection.streams("a", "s"))
        .containsEntry("commit.interval.ms", 500L)
        .containsEntry("poll.ms", 500L);
    assertThat(theirs.streams("a", "s")).containsEntry("commit.interval.ms", "100");
  }

  @Test
  void storesOfStreams_haveTheReplicasAskedFor() {
    assertThat(connection.withReplication(3).streams("a", "s"))
        .containsEntry("replication.factor", 3)
        .containsEntry("topic.min.insync.replicas", "2");
    assertThat(connection.streams("a", "s"))
        .containsEntry("replication.factor", KafkaConnection.BROKERS_DEFAULT)
        .doesNotContainKey("topic.min.insync.replicas");
  }

  @Test
  void writing_isIdempotentAndToAllReplicasInSync() {
    assertThat(connection.producer("p"))
        .containsEntry("acks", "all")
        .containsEntry("enable.idempotence", true);
  }

  @Test
  void shareConsumer_holdsOneTaskWhateverOthersAreGiven() {
    assertThat(
            new KafkaConnection("here:1", Map.of("max.poll.records", "100"))
                .shareConsumer("c", "g"))
        .containsEntry("max.poll.records", 1);
  }
}
