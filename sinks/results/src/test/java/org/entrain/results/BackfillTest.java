package org.entrain.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.entrain.results.Events.batch;
import static org.entrain.results.Events.checkpoint;
import static org.entrain.results.Events.fit;
import static org.entrain.results.Events.parts;
import static org.entrain.results.Events.plan;
import static org.entrain.results.Events.tested;

import java.nio.file.Path;
import java.util.List;
import org.entrain.schemas.avro.Score;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Figures of fits that were stored before there were figures. */
@ParameterizedClass
@EnumSource(TestStore.class)
class BackfillTest {

  @Parameter TestStore stores;
  @TempDir Path folder;

  /** What the figures answer. */
  private record Answers(
      List<FitRow> fits,
      RHistogram histogram,
      List<SignificantShare> significant,
      List<PropertyTest> tests) {

    static Answers of(ResultQueries queries) {
      List<FitRow> fits = queries.fits(FitFilter.ALL, new Page(0, 10)).rows();
      return new Answers(
          fits,
          queries.histogram(fits.get(0).fit()).orElseThrow(),
          queries.summaryWithSignificance().significant(),
          queries.propertyTests());
    }
  }

  @Test
  void figuresThatAreMissing_areComputedAsTheSinkDoes() {
    Score whole = parts(tested(fit("u", 0, "F", 5, 0.3), .001, .002, .5, .04, Double.NaN), .1, .2);
    Score less =
        Score.newBuilder(parts(fit("u", 0, "F", 5, 0.2), .1, .1)).setVariant("POS").build();
    Answers written;
    try (ResultStore store = stores.open(folder)) {
      store.sink().apply(batch(checkpoint("m", 0, "i"), plan("u", "i", 0), less));
      store.sink().apply(batch(whole, fit("u", 0, "G", 2, -0.1)));
      written = Answers.of(store.queries());
    }
    assertThat(written.tests()).hasSize(1);
    assertThat(written.significant()).hasSize(1);
    for (String sql :
        List.of(
            "UPDATE score_units SET tested = NULL, min_r = NULL, r_05 = NULL, r_25 = NULL,"
                + " median_r = NULL, r_75 = NULL, r_95 = NULL, max_r = NULL",
            "DELETE FROM r_histograms",
            "DELETE FROM small_p",
            "DELETE FROM comparisons")) {
      stores.query(folder, sql);
    }

    try (ResultStore store = stores.open(folder)) {
      assertThat(Answers.of(store.queries())).isEqualTo(written);
    }
  }
}
