package org.entrain.bench.cluster;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.entrain.bench.cluster.Records.Raw;
import org.entrain.schemas.Topic;
import org.entrain.schemas.Topics;
import org.entrain.schemas.avro.ClockKind;
import org.entrain.schemas.avro.ClockTick;
import org.entrain.schemas.avro.Word;

/** What befalls the data: they come twice, in another order, or from a producer that dies. */
final class InputFaults {

  private InputFaults() {}

  static List<Schedule> all() {
    return List.of(
        Schedule.of("same story replayed twice", 1, InputFaults::twice),
        Schedule.of("every record duplicated", 1, InputFaults::duplicated).selected(),
        Schedule.of("words shuffled within a TR", 1, InputFaults::shuffled),
        Schedule.of("producer killed and started again", 1, InputFaults::killed));
  }

  /** Once more by the same command, then word for word past its memory of what it published. */
  private static void twice(Site site, Random random) throws Exception {
    site.begin(1);
    Moments.within(site, "embedding", random);
    site.produce();
    Topics topics = site.topics();
    List<Raw> copies = new ArrayList<>();
    for (Topic<?> topic :
        List.of(
            topics.words(),
            topics.clock(),
            topics.recordings(),
            topics.voxelMaps(),
            topics.annotations(),
            topics.checkpoints())) {
      site.records().all(topic.name()).forEach(record -> copies.add(raw(record)));
    }
    site.records().write(copies);
    site.incidents().tell("replayed again: %d records".formatted(copies.size()));
  }

  /**
   * Progress is left out: its records are states, of which the last one counts, and nothing writes
   * an older one behind a newer one.
   */
  private static void duplicated(Site site, Random random) throws Exception {
    site.brokers().startAll();
    site.makeTopics();
    List<Topic<?>> topics =
        site.topics().all().stream()
            .filter(topic -> !topic.name().equals(site.topics().progress().name()))
            .toList();
    site.keep(new Duplicator(site.records(), topics));
    site.startWorkers(1);
    site.produce();
  }

  private static void shuffled(Site site, Random random) throws Exception {
    site.brokers().startAll();
    site.produce();
    Topics topics = site.topics();
    NavigableMap<Double, List<Raw>> byTr = new TreeMap<>();
    byTr.put(Double.NEGATIVE_INFINITY, new ArrayList<>());
    for (ConsumerRecord<byte[], byte[]> record : site.records().all(topics.clock().name())) {
      ClockTick tick = topics.clock().values().decode(record.value());
      if (tick.getKind() == ClockKind.TR) {
        byTr.put(tick.getTime(), new ArrayList<>());
      }
    }
    for (ConsumerRecord<byte[], byte[]> record : site.records().all(topics.words().name())) {
      Word word = topics.words().values().decode(record.value());
      byTr.floorEntry(word.getOnset()).getValue().add(raw(record));
    }
    byTr.values().forEach(words -> Collections.shuffle(words, random));
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", site.brokers().direct()))) {
      admin.deleteTopics(List.of(topics.words().name())).all().get();
    }
    site.makeTopics();
    site.records().write(byTr.values().stream().flatMap(List::stream).toList());
    site.startWorkers(1);
  }

  private static void killed(Site site, Random random) throws Exception {
    site.brokers().startAll();
    site.startWorkers(1);
    JavaProcess producer = site.startProducer();
    site.await(site.topics().words(), 1L + random.nextInt(400));
    producer.kill();
    site.incidents().tell("SIGKILL of the producer");
    site.produce();
  }

  static Raw raw(ConsumerRecord<byte[], byte[]> record) {
    return new Raw(record.topic(), record.partition(), record.key(), record.value());
  }
}
