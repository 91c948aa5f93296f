package org.entrain.app.upkeep;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.entrain.broker.StoppedLog;
import org.entrain.broker.StoppedLog.Partition;
import org.entrain.schemas.Topic;
import org.entrain.schemas.Topics;
import org.entrain.schemas.avro.Volume;

/** Reads the broker's log: checksums of all batches, and whether events can be decoded. */
final class BrokerCheck {

  private final Path log;
  private final Map<String, Topic<?>> topics = new HashMap<>();
  private final Map<String, Long> unreadable = new TreeMap<>();
  private final Set<String> plainRecordings = new HashSet<>();

  BrokerCheck(Path log) {
    this.log = log;
    new Topics(1).all().forEach(topic -> topics.put(topic.name(), topic));
  }

  List<Finding> findings() throws IOException {
    List<Finding> findings = new ArrayList<>();
    long records = 0;
    long bytes = 0;
    long partitions = 0;
    for (Partition partition : StoppedLog.read(log, this::look)) {
      String part = "broker/%s-%d".formatted(partition.topic(), partition.partition());
      partitions++;
      records += partition.records();
      bytes += partition.bytes();
      if (partition.fault() != null) {
        findings.add(
            Finding.fault(
                part,
                "%s, behind %,d records. Run again with another --state; `./entrain results --out`"
                        .formatted(partition.fault(), partition.records())
                    + " still writes what is scored."));
      } else if (partition.cut() > 0) {
        findings.add(
            Finding.note(
                part,
                "%,d bytes of a batch that was cut off: the broker drops them when it starts"
                    .formatted(partition.cut())));
      }
    }
    unreadable.forEach(
        (topic, count) ->
            findings.add(
                Finding.note(
                    "broker/" + topic,
                    "%,d records are no events that this version reads: stages take such to %s.dlq"
                        .formatted(count, topic))));
    findings.add(
        0,
        Finding.ok(
            "broker",
            "%,d partitions, %,d records, %,d bytes, checksums right where nothing else is said"
                .formatted(partitions, records, bytes)));
    return findings;
  }

  /** Hashes of recordings without maps and repeats, which are of shape and values alone. */
  Set<String> plainRecordings() {
    return plainRecordings;
  }

  private void look(String name, ByteBuffer value) {
    Topic<?> topic = topics.get(name);
    if (topic == null) {
      return; // Kafka's own, a stage's changelog, or dead letters
    }
    byte[] bytes = new byte[value.remaining()];
    value.get(bytes);
    try {
      SpecificRecord event = topic.values().decode(bytes);
      if (event instanceof Volume volume && volume.getMaps() == 0 && volume.getRepeats() == 0) {
        plainRecordings.add(volume.getRecording());
      }
    } catch (SerializationException e) {
      unreadable.merge(name, 1L, Long::sum);
    }
  }
}
