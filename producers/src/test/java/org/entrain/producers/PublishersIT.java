package org.entrain.producers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.entrain.broker.EmbeddedBroker;
import org.entrain.common.Locations;
import org.entrain.producers.checkpoints.Announcements;
import org.entrain.producers.checkpoints.CheckpointPublisher;
import org.entrain.producers.checkpoints.CheckpointScan;
import org.entrain.producers.dataset.Dataset;
import org.entrain.producers.recordings.Recording;
import org.entrain.producers.recordings.RecordingPublisher;
import org.entrain.producers.stimulus.Pace;
import org.entrain.producers.stimulus.StimulusPublisher;
import org.entrain.producers.stimulus.Word;
import org.entrain.schemas.Topics;
import org.entrain.schemas.Vectors;
import org.entrain.schemas.avro.Checkpoint;
import org.entrain.schemas.avro.Volume;
import org.entrain.transport.BroadcastReader;
import org.entrain.transport.EventProducer;
import org.entrain.transport.KafkaConnection;
import org.entrain.transport.TopicAdmin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged sample through a real broker: what is read from the topics is what was on disk. */
class PublishersIT {

  private static final Path SAMPLE = Path.of("..", "sample");

  @TempDir Path folder;

  @Test
  void sample_published_isReadBackWhole() throws InterruptedException {
    Topics topics = new Topics(2);
    Dataset dataset = Dataset.open(SAMPLE, null);
    Recording recording = dataset.recording("A");
    List<Checkpoint> checkpoints =
        CheckpointScan.find(
                List.of(SAMPLE.resolve("checkpoints/nano").toString()), Locations.local())
            .stream()
            .map(source -> Announcements.weights(source, 50))
            .toList();
    List<String> words = new ArrayList<>();
    List<Checkpoint> announced = new ArrayList<>();
    Map<Integer, float[]> rows = new HashMap<>();
    int[] ticks = {0};

    try (EmbeddedBroker broker = new EmbeddedBroker(folder.resolve("broker"), 0)) {
      KafkaConnection connection = new KafkaConnection(broker.bootstrapServers(), Map.of());
      try (TopicAdmin admin = new TopicAdmin(connection)) {
        admin.create(topics, (short) 1);
      }
      try (EventProducer sink = new EventProducer(connection, "test")) {
        PublicationListener none = PublicationListener.NONE;
        new CheckpointPublisher(sink, topics, none).publish(checkpoints);
        new StimulusPublisher(sink, topics, none).publish(dataset.stimulus(), Pace.FULL_SPEED);
        new RecordingPublisher(sink, topics, none)
            .publish(recording, dataset.stimulus(), dataset.simulated(), Pace.FULL_SPEED);
      }
      try (BroadcastReader reader =
          new BroadcastReader(
              connection,
              "test",
              List.of(topics.words(), topics.clock(), topics.recordings(), topics.checkpoints()))) {
        reader.readToEnd(
            event -> {
              if (event.topic().equals(topics.words().name())) {
                words.add(topics.words().values().decode(event.value()).getText());
              } else if (event.topic().equals(topics.clock().name())) {
                ticks[0]++;
              } else if (event.topic().equals(topics.checkpoints().name())) {
                announced.add(topics.checkpoints().values().decode(event.value()));
              } else {
                Volume volume = topics.recordings().values().decode(event.value());
                assertThat(volume.getSimulated()).isTrue();
                rows.put(volume.getRow(), Vectors.floats(volume.getValues()));
              }
            });
      }
    }

    assertThat(words)
        .containsExactlyElementsOf(dataset.stimulus().words().stream().map(Word::text).toList());
    assertThat(ticks[0])
        .isEqualTo(dataset.stimulus().clock().size() + dataset.stimulus().runs() + 1);
    assertThat(announced).containsExactlyElementsOf(checkpoints);
    assertThat(rows).hasSize(recording.rows());
    rows.forEach((row, values) -> assertThat(values).isEqualTo(recording.row(row)));
  }
}
