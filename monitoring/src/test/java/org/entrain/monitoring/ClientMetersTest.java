package org.entrain.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Map;
import java.util.Set;
import org.entrain.monitoring.Client.Measure;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClientMetersTest {

  private static final String FETCHES = "consumer-fetch-manager-metrics";
  private static final Map<String, String> WORDS = Map.of("topic", "entrain.words");

  private final Client one = new Client();
  private final Client two = new Client();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final ClientMeters meters =
      new ClientMeters(registry, "planner", Set.of("entrain.words", "entrain.tasks"));

  @AfterEach
  void close() {
    one.close();
    two.close();
  }

  /** A counter of a process never falls, whatever clients come and go. */
  @Test
  void counts_ofSeveralClients_areAddedUpAndStayWhenOneIsClosed() {
    Measure first = one.measure(FETCHES, "records-consumed-total", WORDS, 5);
    Measure second = two.measure(FETCHES, "records-consumed-total", WORDS, 7);
    meters.measured(first.metric());
    meters.measured(second.metric());
    assertThat(read()).isEqualTo(12);

    meters.forgotten(first.metric());
    assertThat(read()).isEqualTo(12);

    second.value().set(8.0);
    first.value().set(0.0);
    meters.measured(first.metric());
    assertThat(read()).isEqualTo(13);
  }

  @Test
  void gauges_ofSeveralClients_becomeOneNumber_andNothingOfNone() {
    Measure late =
        one.measure("consumer-coordinator-metrics", "last-heartbeat-seconds-ago", Map.of(), -1);
    Measure slow = one.measure(FETCHES, "fetch-latency-avg", Map.of(), 250);
    Measure fast = two.measure(FETCHES, "fetch-latency-avg", Map.of(), Double.NaN);
    meters.measured(late.metric());
    meters.measured(slow.metric());
    meters.measured(fast.metric());

    assertThat(meters.value(ClientMeasure.HEARTBEAT_AGE)).isNaN();
    assertThat(meters.value(ClientMeasure.FETCH_LATENCY)).isEqualTo(0.25);
    assertThat(meters.value(ClientMeasure.CONNECTIONS)).isNaN();

    late.value().set(4.0);
    assertThat(meters.value(ClientMeasure.HEARTBEAT_AGE)).isEqualTo(4);
  }

  /** Old names of topics, topics of Streams' own, other measures, sums over topics. */
  @Test
  void measures_thatAreNotTold_makeNoSeries() {
    for (String topic : new String[] {"entrain_words", "entrain-planner-words-changelog"}) {
      Map<String, String> tags = Map.of("topic", topic);
      meters.measured(one.measure(FETCHES, "records-consumed-total", tags, 1).metric());
    }
    meters.measured(one.measure(FETCHES, "records-consumed-rate", WORDS, 1).metric());
    meters.measured(one.measure(FETCHES, "records-consumed-total", Map.of(), 1).metric());
    assertThat(registry.getMeters()).isEmpty();
  }

  /** A share consumer does not tell topics apart; it has one. */
  @Test
  void counts_ofAShareConsumer_areThoseOfItsTopic() {
    meters.shares("entrain.tasks");
    String group = "consumer-share-fetch-manager-metrics";
    meters.measured(one.measure(group, "records-consumed-total", Map.of(), 3).metric());
    Meter.Id id = registry.get("entrain.records.read").functionCounter().getId();
    assertThat(id.getTag("topic")).isEqualTo("entrain.tasks");
    assertThat(meters.value(ClientMeasure.RECORDS_READ, "entrain.tasks")).isEqualTo(3);
  }

  private double read() {
    return registry
        .get("entrain.records.read")
        .tags("stage", "planner", "topic", "entrain.words")
        .functionCounter()
        .count();
  }
}
