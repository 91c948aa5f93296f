package org.entrain.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.entrain.broker.EmbeddedBroker;
import org.entrain.schemas.Topics;
import org.entrain.schemas.avro.Volume;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BroadcastReaderIT {

  private static final int VOLUMES = 40;
  private static final int BYTES = 1_000_000;

  @TempDir private Path temporary;

  /** Who is told that there is nothing turns to other things, and large answers come in steps. */
  @Test
  void poll_untilEverythingHasArrived_saysThatMoreIsToCome() {
    Topics topics = new Topics(1);
    try (EmbeddedBroker broker = new EmbeddedBroker(temporary, 0)) {
      KafkaConnection connection = new KafkaConnection(broker.bootstrapServers(), Map.of());
      try (TopicAdmin admin = new TopicAdmin(connection)) {
        admin.create(topics, 1);
      }
      try (EventProducer producer = new EventProducer(connection, "test")) {
        for (int tr = 0; tr < VOLUMES; tr++) {
          producer.send(topics.recordings(), "P", volume(tr));
        }
        producer.flush();
      }
      List<Boolean> answers = new ArrayList<>();
      int[] arrived = new int[1];
      try (BroadcastReader reader =
          new BroadcastReader(connection, "test", List.of(topics.recordings()))) {
        while (arrived[0] < VOLUMES) {
          int before = arrived[0];
          boolean answer = reader.poll(record -> arrived[0]++);
          if (before > 0) {
            answers.add(answer);
          }
        }
        assertThat(reader.poll(record -> arrived[0]++)).isFalse();
      }
      assertThat(answers).isNotEmpty().doesNotContain(false);
      assertThat(arrived[0]).isEqualTo(VOLUMES);
    }
  }

  private static Volume volume(int tr) {
    return Volume.newBuilder()
        .setParticipant("P")
        .setRecording("r")
        .setStimulus("s")
        .setRun(0)
        .setTr(tr)
        .setRow(tr)
        .setRows(VOLUMES)
        .setFirstVoxel(0)
        .setVoxels(BYTES / Float.BYTES)
        .setValues(ByteBuffer.allocate(BYTES))
        .setSimulated(true)
        .build();
  }
}
