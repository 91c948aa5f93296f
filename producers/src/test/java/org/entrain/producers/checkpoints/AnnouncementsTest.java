package org.entrain.producers.checkpoints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.entrain.common.InvalidInputException;
import org.entrain.common.Location;
import org.entrain.common.Locations;
import org.entrain.producers.CollectingSink;
import org.entrain.producers.PublicationListener;
import org.entrain.producers.Reference;
import org.entrain.producers.dataset.Dataset;
import org.entrain.schemas.Topics;
import org.entrain.schemas.avro.Checkpoint;
import org.entrain.schemas.avro.SourceKind;
import org.junit.jupiter.api.Test;

class AnnouncementsTest {

  /** The packaged checkpoints: training step 1 has the weights of step 0. */
  private static final String NANO = Path.of("..", "sample", "checkpoints", "nano").toString();

  @Test
  void packagedCheckpoints_announced_shareTheirFirstTwoWeights() throws InterruptedException {
    List<Checkpoint> checkpoints =
        CheckpointScan.find(List.of(NANO), Locations.local()).stream()
            .map(source -> Announcements.weights(source, 50))
            .toList();

    assertThat(checkpoints)
        .extracting(Checkpoint::getStep)
        .containsExactly(0L, 1L, 4L, 16L, 64L, 256L, 1000L, 2000L);
    assertThat(checkpoints).allMatch(c -> c.getKind() == SourceKind.WEIGHTS);
    assertThat(checkpoints).allMatch(c -> c.getSkippedWords() == -1);
    assertThat(checkpoints).allMatch(c -> c.getPositions() == 256);
    assertThat(checkpoints.get(0).getArchitecture()).isEqualTo("gpt_neox");
    List<List<Checkpoint>> equal = Announcements.equalWeights(checkpoints);
    assertThat(equal).hasSize(1);
    assertThat(equal.get(0)).extracting(Checkpoint::getStep).containsExactly(0L, 1L);
    assertThat(checkpoints.get(0).getIdentity()).isEqualTo(checkpoints.get(1).getIdentity());

    CollectingSink sink = new CollectingSink();
    Topics topics = new Topics(4);
    new CheckpointPublisher(sink, topics, PublicationListener.NONE).publish(checkpoints);
    assertThat(sink.of(topics.checkpoints(), Checkpoint.class)).isEqualTo(checkpoints);
    assertThat(sink.sent().get(2).key()).isEqualTo("nano@4");
    assertThat(sink.isFlushed()).isTrue();
  }

  @Test
  void baselines_haveReservedNamesAndOneLayer() {
    Checkpoint rate = Announcements.wordRate();
    Checkpoint random = Announcements.random(48);

    assertThat(rate.getModel()).isEqualTo("baseline-word-rate");
    assertThat(rate.getKind()).isEqualTo(SourceKind.WORD_RATE);
    assertThat(rate.getHiddenSize()).isEqualTo(1);
    assertThat(random.getModel()).isEqualTo("baseline-random");
    assertThat(random.getHiddenSize()).isEqualTo(48);
    assertThat(random.getLayers()).isEqualTo(1);
    // Another identity is another unit: results of states would be made anew.
    assertThat(rate.getIdentity()).isEqualTo("bc7570ca787d3c38");
    assertThat(random.getIdentity())
        .isEqualTo("5cc3c7605d8e0690")
        .isNotEqualTo(Announcements.random(64).getIdentity());
  }

  @Test
  void weights_ofAFolderWithoutThem_areRefused() {
    CheckpointSource source = new CheckpointSource("m", 0, Location.of("src"));

    assertThatThrownBy(() -> Announcements.weights(source, 50))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("model.safetensors");
  }

  @Test
  void weights_contextBeyondTheirPositions_areRefused() {
    CheckpointSource source = CheckpointScan.find(List.of(NANO), Locations.local()).get(0);

    assertThatThrownBy(() -> Announcements.weights(source, 257))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("max_position_embeddings")
        .hasMessageContaining("256");
  }

  @Test
  void referenceActivations_announced_fitTheirStimulus() {
    Path alignment = Reference.path("reference/alignment");
    CheckpointSource source =
        CheckpointScan.findActivations(List.of("ref=" + alignment), Locations.local()).get(0);

    Checkpoint checkpoint =
        Announcements.activations(
            source, Dataset.open(alignment, null).stimulus(), Locations.local());

    assertThat(checkpoint.getModel()).isEqualTo("ref");
    assertThat(checkpoint.getKind()).isEqualTo(SourceKind.ACTIVATIONS);
    assertThat(checkpoint.getSkippedWords()).isEqualTo(23);
    assertThat(checkpoint.getLayers()).isEqualTo(3);
    assertThat(checkpoint.getHiddenSize()).isEqualTo(48);
    assertThat(checkpoint.getFingerprint()).hasSize(64);
  }
}
