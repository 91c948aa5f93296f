package org.entrain.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.entrain.results.Events.batch;
import static org.entrain.results.Events.block;
import static org.entrain.results.Events.checkpoint;
import static org.entrain.results.Events.fit;
import static org.entrain.results.Events.plan;
import static org.entrain.results.Events.tested;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.entrain.schemas.Vectors;
import org.entrain.schemas.avro.Score;
import org.entrain.schemas.avro.SourceKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What a page asks of single fits. */
@ParameterizedClass
@EnumSource(TestStore.class)
class FitQueriesTest {

  @Parameter TestStore stores;
  @TempDir Path folder;
  private ResultStore results;
  private ResultSink sink;

  @BeforeEach
  void open() {
    results = stores.open(folder);
    sink = results.sink();
    sink.apply(batch(checkpoint("m", 0, "i"), plan("u", "i", 0, 1)));
  }

  @AfterEach
  void close() {
    results.close();
  }

  @Test
  void histogramAndQuantiles_countEveryVoxelOfTheMeansOverFolds() {
    Random random = new Random(7);
    double[] r = new double[Events.FOLDS * 1001];
    Arrays.setAll(r, i -> random.nextGaussian() / 8);
    Score score = fit("u", 0, "F", 1001, 0);
    sink.apply(batch(Score.newBuilder(score).setR(Vectors.ofDoubles(r)).build()));
    double[] means = IntStream.range(0, 1001).mapToDouble(v -> (r[v] + r[1001 + v]) / 2).toArray();
    FitRow row = row(0);

    List<Integer> bins = results.queries().histogram(row.fit()).orElseThrow().voxels();
    for (int bin = 0; bin < RHistogram.BINS; bin++) {
      double from = RHistogram.from(bin);
      assertThat(bins.get(bin))
          .as("bin from %s", from)
          .isEqualTo(
              (int)
                  Arrays.stream(means)
                      .filter(m -> m >= from && m < from + RHistogram.WIDTH)
                      .count());
    }
    Arrays.sort(means);
    FitRow.Quantiles quantiles = row.r().orElseThrow();
    assertThat(quantiles.min()).isEqualTo(means[0]);
    assertThat(quantiles.q05()).isCloseTo(means[50], within(1e-15));
    assertThat(quantiles.median()).isCloseTo(means[500], within(1e-15));
    assertThat(quantiles.q95()).isCloseTo(means[950], within(1e-15));
    assertThat(quantiles.max()).isEqualTo(means[1000]);
  }

  @Test
  void histogram_ofTheEnds_hasTheFirstAndLastBin() {
    assertThat(RHistogram.bin(-1)).isZero();
    assertThat(RHistogram.bin(1)).isEqualTo(RHistogram.BINS - 1);
    assertThat(RHistogram.bin(0)).isEqualTo(RHistogram.BINS / 2);
    assertThat(results.queries().histogram(99)).isEmpty();
  }

  @Test
  void fits_filteredAndPaged_comeInOrderWithTheirTotal() {
    sink.apply(
        batch(
            checkpoint("baseline-word-rate", 0, "w", SourceKind.WORD_RATE),
            plan("x", "w", 0),
            fit("x", 0, "F", 1, 0.1),
            fit("u", 1, "G", 1, 0.1),
            fit("u", 1, "F", 1, 0.1),
            fit("u", 0, "F", 1, 0.1)));
    assertThat(names(FitFilter.ALL, new Page(0, 10)))
        .containsExactly("baseline-word-rate/0/F", "m/0/F", "m/1/F", "m/1/G");
    assertThat(names(FitFilter.ALL, new Page(1, 2))).containsExactly("m/0/F", "m/1/F");
    assertThat(names(FitFilter.ALL, new Page(4, 2))).isEmpty();
    assertThat(results.queries().fits(FitFilter.ALL, new Page(4, 2)).total()).isEqualTo(4);
    FitFilter some = new FitFilter("m", 0L, SourceKind.WEIGHTS, 1, "initial", "G");
    assertThat(names(some, new Page(0, 10))).containsExactly("m/1/G");
    assertThat(results.queries().fits(some, new Page(0, 10)).total()).isEqualTo(1);
    assertThatThrownBy(() -> new Page(0, 0)).hasMessageContaining("limit 1 … 10000: 0, 0");
  }

  @Test
  void significantVoxels_areThoseOfTheSummary() {
    sink.apply(
        batch(
            tested(fit("u", 0, "F", 4, 0), .001, .002, .3, Double.NaN),
            tested(fit("u", 1, "F", 3, 0), .04, .049, .9),
            fit("u", 0, "G", 2, 0)));
    List<FitRow> rows = results.queries().fits(FitFilter.ALL, new Page(0, 10)).rows();
    assertThat(rows).extracting(FitRow::tested).containsExactly(3, 0, 3);
    assertThat(rows).extracting(FitRow::significant).containsExactly(2, 0, 0);
    assertThat(rows.get(1).share()).isEmpty();
    assertThat(results.queries().summaryWithSignificance().significant())
        .extracting(SignificantShare::share)
        .containsExactly(rows.get(0).share().getAsDouble(), rows.get(2).share().getAsDouble());
  }

  @Test
  void voxels_ofAPage_haveMeanPAndPenaltiesOfAllFolds() {
    sink.apply(batch(tested(fit("u", 0, "F", 5, 0.5), .1, .2, .3, .4, Double.NaN)));
    Paged<VoxelScore> page = results.queries().voxels(row(0).fit(), new Page(3, 9));
    assertThat(page.total()).isEqualTo(5);
    assertThat(page.rows()).extracting(VoxelScore::voxel).containsExactly(3, 4);
    assertThat(page.rows().get(0).meanR()).isCloseTo(0.5305, within(1e-12));
    assertThat(page.rows().get(0).p()).hasValue(.4);
    assertThat(page.rows().get(0).lambdas()).containsExactly(1e10, 1e-6);
    assertThat(page.rows().get(1).p()).isEmpty();
    assertThat(results.queries().voxels(99, new Page(0, 1)))
        .isEqualTo(new Paged<VoxelScore>(List.of(), 0));
  }

  @Test
  void fit_ofSeveralRecords_saysWhereTheyWere() {
    TopicPartition scores = new TopicPartition("entrain.scores", 3);
    sink.apply(
        new ResultBatch(
            List.of(
                new ReadEvent(
                    block("u", 0, "F", 2, 2, 4, 0, "s"), new Origin("entrain.scores", 3, 41, 999))),
            Map.of(scores, 42L)));
    results.close();
    results = stores.open(folder);
    sink = results.sink();
    sink.apply(
        new ResultBatch(
            List.of(
                new ReadEvent(
                    block("u", 0, "F", 0, 2, 4, 0, "s"),
                    new Origin("entrain.scores", 3, 57, 1234))),
            Map.of(scores, 58L)));
    assertThat(row(0).origin()).hasValue(new FitRow.Records("entrain.scores", 3, 41, 57, 1234));
    sink.apply(batch(fit("u", 0, "F", 4, 0)));
    assertThat(row(0).origin()).isEmpty();
  }

  @Test
  void fit_replaced_leavesNothingOfTheEarlierOne() {
    sink.apply(batch(tested(fit("u", 0, "F", 3, 0.5), .01, .01, .01)));
    long earlier = row(0).fit();
    sink.apply(batch(fit("u", 0, "F", 1, 0.1)));
    assertThat(row(0).fit()).isNotEqualTo(earlier);
    assertThat(results.queries().histogram(earlier)).isEmpty();
    assertThat(stores == TestStore.DUCKDB ? closedAndAsked() : asked()).containsExactly("1", "0");
  }

  private List<String> closedAndAsked() {
    results.close();
    List<String> answers = asked();
    open();
    return answers;
  }

  private List<String> asked() {
    return stores.query(
        folder, "SELECT count(*) FROM r_histograms UNION ALL SELECT count(*) FROM small_p");
  }

  private FitRow row(int index) {
    return results.queries().fits(FitFilter.ALL, new Page(0, 10)).rows().get(index);
  }

  private List<String> names(FitFilter filter, Page page) {
    return results.queries().fits(filter, page).rows().stream()
        .map(row -> row.model() + "/" + row.layer() + "/" + row.participant())
        .toList();
  }
}
