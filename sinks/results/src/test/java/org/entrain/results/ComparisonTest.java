package org.entrain.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.entrain.results.Events.batch;
import static org.entrain.results.Events.checkpoint;
import static org.entrain.results.Events.fit;
import static org.entrain.results.Events.plan;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two runs side by side. */
class ComparisonTest {

  @TempDir Path folder;
  private ResultStore first;
  private ResultStore second;

  @BeforeEach
  void open() {
    first = TestStore.DUCKDB.open(folder.resolve("a"));
    second = TestStore.DUCKDB.open(folder.resolve("b"));
  }

  @AfterEach
  void close() {
    first.close();
    second.close();
  }

  @Test
  void runs_ofOtherSettingsWeightsAndFits_differInThese() throws IOException {
    first.sink().putSettings(Map.of("lags", "0-4", "preset", "strict"));
    second.sink().putSettings(Map.of("lags", "1-4", "preset", "strict", "pca", "10"));
    first.sink().apply(batch(checkpoint("=m", 0, "i"), plan("u", "i", 0, 1)));
    first.sink().apply(batch(fit("u", 0, "F", 1, 0.1), fit("u", 1, "F", 1, 0.2)));
    second.sink().apply(batch(checkpoint("=m", 0, "j"), plan("v", "j", 0, 1)));
    second.sink().apply(batch(fit("v", 0, "F", 1, 0.4), fit("v", 0, "G", 1, 0.3)));

    Comparison comparison = Comparison.of(first.queries(), second.queries());

    assertThat(comparison.settings())
        .containsExactly(
            new Comparison.Setting("lags", "0-4", "1-4"),
            new Comparison.Setting("pca", null, "10"));
    assertThat(comparison.weights()).containsExactly(new Comparison.Weights("=m@0", "f-i", "f-j"));
    assertThat(comparison.scores()).hasSize(3);
    Comparison.Score both = comparison.scores().get(0);
    assertThat(both.participant()).isEqualTo("F");
    assertThat(both.difference().orElseThrow()).isCloseTo(0.3, within(1e-12));
    assertThat(comparison.scores().get(1).first()).isEmpty();
    assertThat(comparison.scores().get(2).second()).isEmpty();

    String text = ComparisonTable.render(comparison, "one", "two");
    assertThat(text)
        .contains("lags", "0-4 | 1-4", "none | 10", "other weights: =m@0 f-i | f-j")
        .contains("Fits: 1 in both, 1 in A alone, 1 in B alone")
        .contains("0.3000 in the mean");
    StringWriter csv = new StringWriter();
    assertThat(ComparisonExport.write(comparison, csv)).isEqualTo(3);
    assertThat(csv.toString())
        .startsWith("model,step,variant,layer,participant,r_a,r_b,difference\r\n'=m,0,initial,0,F,")
        .contains("\r\n'=m,0,initial,0,G,,0.3");
  }

  @Test
  void run_withItself_differsInNothing() {
    first.sink().putSettings(Map.of("lags", "0-4"));
    first.sink().apply(batch(checkpoint("m", 0, "i"), plan("u", "i", 0)));
    first.sink().apply(batch(fit("u", 0, "F", 1, 0.1)));

    Comparison comparison = Comparison.of(first.queries(), first.queries());

    assertThat(comparison.settings()).isEmpty();
    assertThat(comparison.weights()).isEmpty();
    assertThat(comparison.scores().get(0).difference()).hasValue(0);
  }
}
