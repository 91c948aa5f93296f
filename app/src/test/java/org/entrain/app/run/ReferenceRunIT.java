package org.entrain.app.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.entrain.app.command.CommandRunner;
import org.entrain.app.command.CommandRunner.Outcome;
import org.entrain.broker.EmbeddedBroker;
import org.entrain.formats.npy.NpyArray;
import org.entrain.results.DuckDbOptions;
import org.entrain.results.DuckDbResults;
import org.entrain.results.ProbeScore;
import org.entrain.schemas.Topics;
import org.entrain.schemas.Vectors;
import org.entrain.schemas.avro.Activation;
import org.entrain.transport.BroadcastReader;
import org.entrain.transport.KafkaConnection;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reference numbers, through the real topics and the embedded broker. */
class ReferenceRunIT {

  private static final double R_TOLERANCE = 1e-4;
  private static final double EQUAL_LAMBDAS = 0.99;
  private static final double ONE_WORD = 1.01 / 1165;
  private static final float HIDDEN_TOLERANCE = 5e-5f;
  private static final double RELATIVE_LOG_PROBABILITY_TOLERANCE = 1e-5;

  @TempDir private Path temporary;

  @ParameterizedTest
  @CsvSource({"paper,0-4,1e-6..1e10", "lags-1-4,1-4,1e-6..1e9"})
  void alignment_throughTheStream_equalsTheReference(String expected, String lags, String lambdas)
      throws IOException {
    Path alignment = reference("reference/alignment");
    Path state = temporary.resolve("state");

    done(
        "run",
        "--once",
        "--dataset",
        alignment,
        "--activations",
        "ref=" + alignment,
        "--preset",
        "paper",
        "--set",
        "lags=" + lags,
        "--set",
        "lambdas=" + lambdas,
        "--state",
        state);

    Path csv = temporary.resolve("scores.csv");
    done("results", "--csv", csv, "--state", state);
    Map<String, NpyArray> arrays = new HashMap<>();
    for (String participant : List.of("F", "M")) {
      unzip(alignment.resolve("expected_%s_%s.npz".formatted(expected, participant)), participant)
          .forEach((name, array) -> arrays.put(participant + "/" + name, array));
    }
    List<String> lines = Files.readAllLines(csv);
    int equal = 0;
    for (String line : lines.subList(1, lines.size())) {
      String[] cell = line.split(",");
      String layer = "_layer" + cell[2];
      long index = Long.parseLong(cell[6]) * 200 + Long.parseLong(cell[5]);
      double r = arrays.get(cell[4] + "/r" + layer).number(index);
      double lambda = arrays.get(cell[4] + "/lambda" + layer).number(index);
      assertThat(Double.parseDouble(cell[7])).as(line).isCloseTo(r, within(R_TOLERANCE));
      equal += Math.abs(Double.parseDouble(cell[9]) / lambda - 1) < 1e-9 ? 1 : 0;
    }
    // 2 participants × 3 layers × 5 folds × 200 voxels.
    assertThat(lines).hasSize(1 + 6000);
    assertThat(equal / 6000.0).isGreaterThanOrEqualTo(EQUAL_LAMBDAS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"one-hot", "ordinal"})
  void properties_throughTheStream_equalTheReference(String coding) throws IOException {
    Path alignment = reference("reference/alignment");
    Path state = temporary.resolve("state");
    JsonNode expected =
        new ObjectMapper().readTree(alignment.resolve("expected_properties.json").toFile());

    done(
        "run",
        "--once",
        "--dataset",
        alignment,
        "--participants",
        "F",
        "--activations",
        "ref=" + alignment,
        "--annotations",
        alignment.resolve("labels.tsv"),
        "--preset",
        "paper",
        "--layers",
        "1",
        "--set",
        "property.coding=" + coding,
        "--state",
        state);

    List<ProbeScore> probes;
    try (DuckDbResults results =
        DuckDbResults.openReadOnly(state.resolve("results.duckdb"), DuckDbOptions.DEFAULT)) {
      probes = results.queries().probes().stream().filter(probe -> !probe.random()).toList();
    }
    assertThat(probes)
        .extracting(ProbeScore::property)
        .containsExactly("Random", "binary", "random", "three");
    for (ProbeScore probe : probes) {
      if (!probe.property().equals("Random")) {
        JsonNode before = expected.path(probe.property());
        JsonNode after =
            expected.path(probe.property() + "/" + coding.replace("one-hot", "onehot"));
        assertThat(probe.lambda()).isEqualTo(after.path("lambda").asDouble());
        assertThat(probe.before())
            .isCloseTo(before.path("before").get(0).asDouble(), within(ONE_WORD));
        assertThat(probe.after())
            .isCloseTo(after.path("after").get(0).asDouble(), within(ONE_WORD));
        assertThat(probe.chance()).isCloseTo(before.path("chance").asDouble(), within(1e-12));
      }
    }
    if (coding.equals("one-hot")) {
      assertResidualScores(state, alignment);
    }
  }

  /** Participant F's scores of layer 1 without each property. */
  private void assertResidualScores(Path state, Path alignment) throws IOException {
    Path csv = temporary.resolve("scores.csv");
    done("results", "--csv", csv, "--state", state);
    Map<String, NpyArray> arrays =
        unzip(alignment.resolve("expected_paper_residual_F.npz"), "residual");
    int compared = 0;
    int equal = 0;
    for (String line : Files.readAllLines(csv)) {
      String[] cell = line.split(",");
      if (arrays.containsKey("r_" + cell[3])) {
        long index = Long.parseLong(cell[6]) * 200 + Long.parseLong(cell[5]);
        double r = arrays.get("r_" + cell[3]).number(index);
        double lambda = arrays.get("lambda_" + cell[3]).number(index);
        assertThat(Double.parseDouble(cell[7])).as(line).isCloseTo(r, within(R_TOLERANCE));
        equal += Math.abs(Double.parseDouble(cell[9]) / lambda - 1) < 1e-9 ? 1 : 0;
        compared++;
      }
    }
    // 3 properties × 5 folds × 200 voxels.
    assertThat(compared).isEqualTo(3000);
    assertThat(equal / 3000.0).isGreaterThanOrEqualTo(EQUAL_LAMBDAS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"lm-safetensors/neox", "lm-safetensors/llama", "lm-pythia-style/neox"})
  void model_throughTheStream_equalsTheReference(String folder) throws IOException {
    Path checkpoint = reference("reference/" + folder);
    JsonNode expected = new ObjectMapper().readTree(checkpoint.resolve("expected.json").toFile());
    Path state = temporary.resolve("state");

    done(
        "run",
        "--once",
        "--dataset",
        dataset(expected.path("words")),
        "--models",
        "lm=" + checkpoint,
        "--preset",
        "paper",
        "--set",
        "context.tokens=" + expected.path("context").asInt(),
        "--set",
        "folds=2",
        "--set",
        "embedding.windows=50",
        "--state",
        state);

    NpyArray hidden = NpyArray.open(checkpoint.resolve("expected_hidden.npy"));
    int skipped = expected.path("words_skipped").asInt();
    int words = hidden.shape().get(1);
    int width = hidden.shape().get(2);
    List<Activation> activations = activations(state);
    assertThat(activations).hasSize(words);
    for (Activation activation : activations) {
      List<ByteBuffer> vectors = activation.getVectors();
      assertThat(vectors).hasSize(hidden.shape().get(0));
      for (int layer = 0; layer < vectors.size(); layer++) {
        float[] row = new float[width];
        long word = (long) layer * words + activation.getWord() - skipped;
        hidden.floats(word * width, row);
        assertThat(Vectors.floats(vectors.get(layer)))
            .containsExactly(row, org.assertj.core.data.Offset.offset(HIDDEN_TOLERANCE));
      }
    }
    double sum = expected.path("token_log_probability_sum").asDouble();
    int tokens = expected.path("predicted_tokens").asInt();
    assertThat(-Math.log(perplexity(state)) * tokens)
        .isCloseTo(sum, within(Math.abs(sum) * RELATIVE_LOG_PROBABILITY_TOLERANCE));
  }

  /** One word a second, and a recording of which only the shape matters. */
  private Path dataset(JsonNode words) throws IOException {
    StringJoiner table = new StringJoiner("\n", "word\tonset\trun\n", "\n");
    StringJoiner recording = new StringJoiner("\n", "", "\n");
    for (int i = 0; i < words.size(); i++) {
      table.add("%s\t%d\t1".formatted(words.get(i).asText(), i + 1));
      recording.add(Math.sin(i) + "\t" + Math.cos(3.0 * i));
    }
    Files.writeString(temporary.resolve("words.tsv"), table.toString());
    Files.writeString(temporary.resolve("A.tsv"), recording.toString());
    String manifest =
        """
        name: reference
        simulated: true
        words: {file: words.tsv}
        clock: {tr: 1.0, runs: [{first: 0.0, volumes: %d}]}
        recordings: {files: {A: A.tsv}}
        """
            .formatted(words.size());
    return Files.writeString(temporary.resolve("dataset.yaml"), manifest);
  }

  /** What stands in the activations topic of a stopped state. */
  private static List<Activation> activations(Path state) {
    Topics topics = new Topics(4);
    List<Activation> found = new ArrayList<>();
    try (EmbeddedBroker broker = new EmbeddedBroker(state.resolve("broker"), 0);
        BroadcastReader reader =
            new BroadcastReader(
                new KafkaConnection(broker.bootstrapServers(), Map.of()),
                "test",
                List.of(topics.activations()))) {
      reader.readToEnd(message -> found.add(topics.activations().values().decode(message.value())));
    }
    return found;
  }

  private static double perplexity(Path state) {
    try (DuckDbResults results =
        DuckDbResults.openReadOnly(state.resolve("results.duckdb"), DuckDbOptions.DEFAULT)) {
      return results.queries().summary().checkpoints().stream()
          .filter(summary -> summary.model().equals("lm"))
          .findFirst()
          .orElseThrow()
          .perplexity()
          .orElseThrow();
    }
  }

  private Map<String, NpyArray> unzip(Path archive, String into) throws IOException {
    Path folder = Files.createDirectories(temporary.resolve(into));
    Map<String, NpyArray> arrays = new HashMap<>();
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        Path file = folder.resolve(entry.getName());
        try (InputStream bytes = zip.getInputStream(entry)) {
          Files.copy(bytes, file);
        }
        arrays.put(entry.getName().replace(".npy", ""), NpyArray.open(file));
      }
    }
    return arrays;
  }

  private static Path reference(String below) {
    String folder = System.getenv("ENTRAIN_REFERENCE");
    assumeTrue(folder != null, "ENTRAIN_REFERENCE is not set: no reference data");
    return Path.of(folder).resolve(below);
  }

  private static void done(Object... arguments) {
    Outcome outcome = CommandRunner.run(arguments);
    assertThat(outcome.code()).as(outcome.err()).isZero();
  }
}
