package org.entrain.producers.checkpoints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.entrain.common.InvalidInputException;
import org.entrain.formats.npy.NpyFiles;
import org.entrain.producers.CollectingSink;
import org.entrain.producers.PublicationListener;
import org.entrain.producers.stimulus.Stimulus;
import org.entrain.producers.stimulus.Word;
import org.entrain.schemas.Topics;
import org.entrain.schemas.Vectors;
import org.entrain.schemas.avro.Activation;
import org.entrain.schemas.avro.Plan;
import org.entrain.schemas.avro.SourceKind;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ActivationPublisherTest {

  private static final Word WORD = new Word(0, 0, "w", 0);

  @TempDir Path path;

  private final Topics topics = new Topics(4);
  private final CollectingSink sink = new CollectingSink();

  /** 3 layers × 2 words × 2; one word is skipped. */
  @BeforeEach
  void writeFolder() throws IOException {
    NpyFiles.doubles(
        path.resolve("representations.npy"), "(3, 2, 2)", 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
    Files.writeString(path.resolve("words_skipped.json"), "1");
  }

  @Test
  void publish_sendsEveryRepresentedWordWithThePlansLayers() throws InterruptedException {
    ActivationsFolder folder = ActivationsFolder.open(path);

    new ActivationPublisher(sink, topics, PublicationListener.NONE)
        .publish(plan(folder.identity()), folder);

    List<Activation> sent = sink.of(topics.activations(), Activation.class);
    assertThat(sent).extracting(Activation::getWord).containsExactly(1, 2);
    assertThat(sent).allMatch(a -> a.getUnit().equals("unit") && a.getSkipped() == null);
    assertThat(Vectors.floats(sent.get(0).getVectors().get(0))).containsExactly(1, 2);
    assertThat(Vectors.floats(sent.get(0).getVectors().get(1))).containsExactly(9, 10);
    assertThat(Vectors.floats(sent.get(1).getVectors().get(1))).containsExactly(11, 12);
    assertThat(sink.sent()).allMatch(s -> s.key().equals("m@7"));
    assertThat(sink.isFlushed()).isTrue();
  }

  @Test
  void publish_planOfOtherActivations_isRefused() {
    ActivationsFolder folder = ActivationsFolder.open(path);

    assertThatThrownBy(
            () ->
                new ActivationPublisher(sink, topics, PublicationListener.NONE)
                    .publish(plan("other"), folder))
        .hasMessageContaining("identities differ");
  }

  @Test
  void fingerprint_isOfShapeAndValuesAsFloat32() {
    ActivationsFolder doubles = ActivationsFolder.open(path);
    NpyFiles.floats(
        path.resolve("representations.npy"), "(3, 2, 2)", 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
    ActivationsFolder floats = ActivationsFolder.open(path);
    NpyFiles.floats(
        path.resolve("representations.npy"), "(2, 3, 2)", 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);

    assertThat(floats.fingerprint()).isEqualTo(doubles.fingerprint()).hasSize(64);
    assertThat(floats.identity()).isEqualTo(doubles.identity()).hasSize(16);
    assertThat(ActivationsFolder.open(path).fingerprint()).isNotEqualTo(floats.fingerprint());
  }

  @Test
  void stimulus_ofOtherLength_isRefused() {
    ActivationsFolder folder = ActivationsFolder.open(path);
    folder.requireFits(new Stimulus("s", List.of(WORD, WORD, WORD), List.of()));

    assertThatThrownBy(() -> folder.requireFits(new Stimulus("s", List.of(WORD, WORD), List.of())))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("words: expected 1, the stimulus' 2 less the 1");
  }

  @Test
  void folder_damaged_isRefused() throws IOException {
    for (String text : List.of("-1", "1.5", "{}", "", "one")) {
      Files.writeString(path.resolve("words_skipped.json"), text);
      assertThatThrownBy(() -> ActivationsFolder.open(path))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("words_skipped.json");
    }
    Files.writeString(path.resolve("words_skipped.json"), "0");
    NpyFiles.floats(path.resolve("representations.npy"), "(1, 1, 2)", 1, Double.NaN);
    assertThatThrownBy(() -> ActivationsFolder.open(path))
        .hasMessageContaining("[0, 0, 1]: expected a finite float32 value, found NaN");
    NpyFiles.floats(path.resolve("representations.npy"), "(1, 2)", 1, 2);
    assertThatThrownBy(() -> ActivationsFolder.open(path)).hasMessageContaining("3 axes");
    NpyFiles.ints(path.resolve("representations.npy"), 1);
    assertThatThrownBy(() -> ActivationsFolder.open(path)).hasMessageContaining("<f4 or <f8");
  }

  private static Plan plan(String identity) {
    ByteBuffer none = ByteBuffer.allocate(0);
    return Plan.newBuilder()
        .setUnit("unit")
        .setModel("m")
        .setStep(7)
        .setStimulus("s")
        .setKind(SourceKind.ACTIVATIONS)
        .setIdentity(identity)
        .setLayers(List.of(0, 2))
        .setHiddenSize(2)
        .setWords(3)
        .setSkippedWords(1)
        .setWordTrs(none)
        .setTrRuns(none)
        .setKeptTrs(none)
        .setLags(List.of(0))
        .setContext(50)
        .setWindows(0)
        .setTasks(0)
        .setScoredTokens(0)
        .build();
  }
}
