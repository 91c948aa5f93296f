package org.entrain.bench.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Runs that cost exactly what a sum of terms says. */
class CostModelTest {

  private static final double START = 2;
  private static final double EACH = 0.25;

  @Test
  void model_ofRunsThatAreSumsOfTerms_predictsALargerOne() {
    CostModel model = new CostModel(runs());
    Measurement larger = run(work(6, 9, 90_000, 7, 700));

    assertThat(model.cpu(larger.work()))
        .isCloseTo(larger.cpuSeconds(), within(1e-6 * larger.cpuSeconds()));
    for (String topic : List.of("recordings", "activations", "features", "scores")) {
      assertThat(model.bytes(topic, larger.work()))
          .isCloseTo(larger.bytes().get(topic), within(2e-3 * larger.bytes().get(topic)));
    }
    assertThat(model.database(larger.work()))
        .isCloseTo(larger.database(), within(1e-3 * larger.database()));
  }

  @Test
  void measurement_asLine_isReadAgain() {
    Measurement run = runs().get(3);

    Measurement read = Measurement.parse(run.line());

    assertThat(read.line()).isEqualTo(run.line());
    assertThat(read.work().voxels()).isEqualTo(run.work().voxels());
    assertThat(run.line().split("\t")).hasSameSizeAs(Measurement.header().split("\t"));
  }

  private static List<Measurement> runs() {
    List<Measurement> runs = new ArrayList<>();
    for (int i = 1; i <= 14; i++) {
      runs.add(
          run(work(1 + i % 4, 1 + i % 3, 500 * i * (1 + i % 5), 1 + i * i % 4, 100 * (i % 3))));
    }
    return runs;
  }

  private static Work work(
      int checkpoints, int people, int voxels, int tellings, int permutations) {
    ModelShape model = new ModelShape("measured", 4, 32 * (1 + voxels % 3), 1_000, 32);
    return new Work(
        model,
        checkpoints,
        1 + tellings,
        100 * checkpoints,
        150 * tellings,
        50,
        300 * tellings,
        4,
        5 + tellings,
        people,
        voxels,
        permutations,
        0);
  }

  private static Measurement run(Work work) {
    Map<Part, Double> cpu = new EnumMap<>(Part.class);
    for (Part part : Part.values()) {
      List<Term> terms = Term.ofCpu(part);
      double sum = START;
      for (Term term : terms.subList(1, terms.size())) {
        sum += EACH * term.count().applyAsDouble(work);
      }
      cpu.put(part, sum);
    }
    Map<String, Long> bytes = new HashMap<>();
    for (String topic : Measurement.TOPICS) {
      double beside =
          TopicBytes.overhead(topic).stream()
              .mapToDouble(term -> 100 * term.count().applyAsDouble(work))
              .sum();
      bytes.put(topic, (long) (TopicBytes.sent(topic, work) + beside));
    }
    return new Measurement(
        work, cpu, 10, bytes, (long) (1e6 + 1_000 * work.fits() + 24 * work.scores()));
  }
}
