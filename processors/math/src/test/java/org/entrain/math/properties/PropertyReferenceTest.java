package org.entrain.math.properties;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.ejml.data.FMatrixRMaj;
import org.entrain.math.LinearAlgebra;
import org.entrain.math.Npy;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Removals and probes of scikit-learn on the same labels and representations, found by
 * ENTRAIN_REFERENCE.
 */
class PropertyReferenceTest {

  private static final int LAYER = 1;

  private Map<String, Npy> expected;
  private JsonNode probes;
  private JsonNode labels;
  private FMatrixRMaj words;

  @BeforeEach
  void readReference() throws IOException {
    String root = System.getenv("ENTRAIN_REFERENCE");
    assumeTrue(root != null, "ENTRAIN_REFERENCE does not name the folder of expected numbers");
    Path folder = Path.of(root, "reference", "alignment");
    expected = Npy.readZip(folder.resolve("expected_properties.npz"));
    ObjectMapper json = new ObjectMapper();
    probes = json.readTree(folder.resolve("expected_properties.json").toFile());
    labels = json.readTree(folder.resolve("labels.json").toFile());
    words = Npy.read(folder.resolve("representations.npy")).matrix(LAYER);
  }

  private Labels labels(String name) {
    int[] classOf =
        IntStream.range(0, labels.get(name).size())
            .map(i -> labels.get(name).get(i).asInt())
            .toArray();
    int classes = Arrays.stream(classOf).max().orElseThrow() + 1;
    return new Labels(
        name, IntStream.range(0, classes).mapToObj(Integer::toString).toList(), classOf);
  }

  private Removal removal(Labels property, Coding coding) {
    double[] lambdas = IntStream.rangeClosed(-5, 5).mapToDouble(e -> Math.pow(10, e)).toArray();
    return new RemovalFit(words.numRows, 4, lambdas, coding).fit(words, property);
  }

  private static String name(Coding coding) {
    return coding == Coding.ONE_HOT ? "onehot" : "ordinal";
  }

  @Test
  void removals_sameLabels_equalScikitLearn() {
    for (String name : List.of("binary", "three", "random")) {
      for (Coding coding : List.of(Coding.ONE_HOT, Coding.ORDINAL)) {
        Labels property = labels(name);
        Removal removal = removal(property, coding);
        String key = name + "_" + name(coding);
        assertThat(removal.errors())
            .as(key)
            .containsExactly(expected.get("error_" + key).values(), within(1e-9));
        assertThat(removal.lambda())
            .isEqualTo(probes.get(name + "/" + name(coding)).get("lambda").asDouble());
        float[] residual = removal.residual(words, property).data;
        double[] theirs = expected.get("residual_" + key).values();
        for (int i = 0; i < residual.length; i++) {
          assertThat((double) residual[i]).isCloseTo(theirs[i], within(1e-5));
        }
      }
    }
  }

  @Test
  void probes_beforeAndAfter_equalScikitLearn() {
    List<ProbeTarget> targets = new ArrayList<>();
    List<JsonNode> theirs = new ArrayList<>();
    for (String name : List.of("binary", "three", "random")) {
      Labels property = labels(name);
      targets.add(ProbeTarget.of(property));
      theirs.add(probes.get(name).get("before"));
      for (Coding coding : List.of(Coding.ONE_HOT, Coding.ORDINAL)) {
        targets.add(ProbeTarget.of(property, Offsets.of(removal(property, coding), property)));
        theirs.add(probes.get(name + "/" + name(coding)).get("after"));
      }
      assertThat(property.chance())
          .isCloseTo(probes.get(name).get("chance").asDouble(), within(1e-12));
    }
    List<ProbeResult> ours =
        new Probes(LinearAlgebra.best(), 2, ProbeSettings.PROTOCOL).fit(words, targets);
    for (int i = 0; i < ours.size(); i++) {
      Probe probe = ours.get(i).probe();
      assertThat(probe).as(ours.get(i).toString()).isNotNull();
      double oneWord = 1.0 / words.numRows;
      assertThat(probe.accuracy())
          .isCloseTo(theirs.get(i).get(0).asDouble(), within(oneWord + 1e-9));
      for (int f = 0; f < probe.strengths().length; f++) {
        assertThat(probe.strengths()[f]).isEqualTo(theirs.get(i).get(1).get(f).asDouble());
      }
    }
  }
}
