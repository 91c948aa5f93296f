package org.entrain.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.entrain.results.Events.batch;
import static org.entrain.results.Events.checkpoint;
import static org.entrain.results.Events.fit;
import static org.entrain.results.Events.plan;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.entrain.common.InvalidInputException;
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

@ParameterizedClass
@EnumSource(TestStore.class)
class ScoreExportTest {

  @Parameter TestStore stores;
  @TempDir Path folder;
  private ResultStore results;
  private ResultSink sink;

  @BeforeEach
  void open() {
    results = stores.open(folder);
    sink = results.sink();
  }

  @AfterEach
  void close() {
    results.close();
  }

  @Test
  void csv_ofOneFit_isExactlyThis() throws Exception {
    sink.apply(batch(checkpoint("m", 12, "i"), plan("u", "i", 2), fit("u", 2, "F", 2, 0.25)));
    assertThat(csv(false))
        .isEqualTo(
            """
            model,step,layer,variant,participant,voxel,fold,r,r2,lambda,p,accuracy
            m,12,2,initial,F,0,0,0.25,-0.25,1.0E-6,,
            m,12,2,initial,F,0,1,0.251,-0.251,0.1,,
            m,12,2,initial,F,1,0,0.26,-0.26,0.1,,
            m,12,2,initial,F,1,1,0.261,-0.261,10.0,,
            """
                .replace("\n", "\r\n"));
  }

  @Test
  void csv_ofNothing_isTheHeader() throws Exception {
    assertThat(csv(true))
        .isEqualTo("model,step,layer,variant,participant,voxel,fold,r,r2,lambda,p,accuracy\r\n");
  }

  @Test
  void csv_ofATestedFit_hasPInEveryRowOfItsVoxel() throws Exception {
    Score tested =
        Score.newBuilder(fit("u", 2, "F", 2, 0.25))
            .setP(Vectors.ofDoubles(new double[] {0.001, Double.NaN}))
            .setPermutations(999)
            .build();
    sink.apply(batch(checkpoint("m", 12, "i"), plan("u", "i", 2), tested));
    assertThat(parse(csv(false)))
        .extracting(row -> row.get("p"))
        .containsExactly("0.001", "0.001", "", "");
  }

  @Test
  void csv_ofAClassifiedFit_endsWithTheAccuracyOfVoxelAndFold() throws Exception {
    Score classified = Events.classified(fit("u", 2, "F", 2, 0.25), 0.5, 0.625, 0.75, Double.NaN);
    sink.apply(batch(checkpoint("m", 12, "i"), plan("u", "i", 2), classified));
    assertThat(parse(csv(false)))
        .extracting(row -> row.get("accuracy"))
        .containsExactly("0.5", "0.75", "0.625", "");
  }

  @Test
  void csv_numbers_roundTripBitByBit() throws Exception {
    double[] r = {Math.PI / 10, 1.0 / 3, Double.MIN_VALUE, -0.0};
    double[] r2 = {Double.NEGATIVE_INFINITY, -1e300, 0.1 + 0.2, 0};
    Score score =
        Score.newBuilder(fit("u", 0, "F", 2, 0))
            .setR(Vectors.ofDoubles(r))
            .setR2(Vectors.ofDoubles(r2))
            .build();
    sink.apply(batch(checkpoint("m", 0, "i"), plan("u", "i", 0), score));
    for (CSVRecord row : parse(csv(false))) {
      int cell = Integer.parseInt(row.get("fold")) * 2 + Integer.parseInt(row.get("voxel"));
      assertThat(Double.parseDouble(row.get("r"))).isEqualTo(r[cell]);
      assertThat(Double.parseDouble(row.get("r2"))).isEqualTo(r2[cell]);
    }
  }

  @Test
  void csv_names_areQuotedAndNeverFormulas() throws Exception {
    List<String> models = List.of("a,b", "say \"x\"", "=1+1", "-m", "@m", "+m", "two\nlines", "é");
    for (int i = 0; i < models.size(); i++) {
      sink.apply(
          batch(
              checkpoint(models.get(i), 0, "i" + i),
              plan("u" + i, "i" + i, 0),
              fit("u" + i, 0, "F", 1, -0.5)));
    }
    assertThat(parse(csv(false)))
        .extracting(row -> row.get("model"))
        .containsOnly("a,b", "say \"x\"", "'=1+1", "'-m", "'@m", "'+m", "two\nlines", "é");
    assertThat(csv(false)).contains("\"say \"\"x\"\"\",0,0,initial,F,0,0,-0.5,0.5");
  }

  @Test
  void csv_rows_areSortedByTheColumnsInOrder() throws Exception {
    int fit = 0;
    for (String model : List.of("b", "B", "a10", "a9")) {
      for (long step : new long[] {1000, 64, 0}) {
        String id = model + step;
        sink.apply(batch(checkpoint(model, step, id), plan(id, id, 10, 2)));
        for (String participant : List.of("M", "F")) {
          sink.apply(batch(fit(id, 10, participant, 3, fit), fit(id, 2, participant, 3, fit)));
          fit++;
        }
      }
    }
    List<CSVRecord> rows = parse(csv(false));
    assertThat(rows).hasSize(4 * 3 * 2 * 2 * 3 * Events.FOLDS);
    assertThat(rows)
        .isSortedAccordingTo(
            Comparator.<CSVRecord, String>comparing(row -> row.get("model"))
                .thenComparing(row -> Long.valueOf(row.get("step")))
                .thenComparing(row -> Integer.valueOf(row.get("layer")))
                .thenComparing(row -> row.get("variant"))
                .thenComparing(row -> row.get("participant"))
                .thenComparing(row -> Integer.valueOf(row.get("voxel")))
                .thenComparing(row -> Integer.valueOf(row.get("fold"))));
  }

  @Test
  void csv_baselines_onlyWhenAsked() throws Exception {
    sink.apply(
        batch(
            checkpoint("m", 0, "i"),
            checkpoint("baseline-random", 0, "r", SourceKind.RANDOM),
            checkpoint("baseline-word-rate", 0, "w", SourceKind.WORD_RATE),
            plan("u", "i", 0),
            plan("ur", "r", 0),
            plan("uw", "w", 0)));
    sink.apply(batch(fit("u", 0, "F", 1, 0), fit("ur", 0, "F", 1, 0), fit("uw", 0, "F", 1, 0)));
    assertThat(parse(csv(false))).extracting(row -> row.get("model")).containsOnly("m");
    assertThat(parse(csv(true)))
        .extracting(row -> row.get("model"))
        .containsOnly("m", "baseline-random", "baseline-word-rate");
  }

  @Test
  void csv_ofSomeProperties_hasTheWholeToo_andRefusesWhatIsNotThere() throws Exception {
    sink.apply(batch(checkpoint("m", 0, "i"), plan("u", "i", 0)));
    for (String variant : List.of("initial", "POS", "Tense")) {
      sink.apply(batch(Score.newBuilder(fit("u", 0, "F", 1, 0)).setVariant(variant).build()));
    }
    StringWriter out = new StringWriter();

    results.queries().exportCsv(out, Selection.of(false, " POS,"));

    assertThat(parse(out.toString()))
        .extracting(row -> row.get("variant"))
        .containsOnly("initial", "POS");
    assertThat(results.queries().summary().of(Selection.of(false, "Tense")).checkpoints())
        .extracting(CheckpointSummary::variant)
        .containsExactlyInAnyOrder("initial", "Tense");
    assertThatThrownBy(() -> results.queries().exportCsv(out, Selection.of(false, "POS,Number")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("POS, Tense")
        .hasMessageContaining("Number");
  }

  @Test
  void csv_moreRowsThanFetchedAtATime_areAllThereInOrder() throws Exception {
    sink.apply(batch(checkpoint("m", 0, "i"), plan("u", "i", 0, 1, 2, 3)));
    for (int layer = 3; layer >= 0; layer--) {
      sink.apply(batch(fit("u", layer, "F", 60_000, layer)));
    }
    List<String> lines = csv(false).lines().skip(1).toList();
    assertThat(lines).hasSize(4 * 60_000 * Events.FOLDS);
    assertThat(lines.get(3 * 60_000 * Events.FOLDS)).startsWith("m,0,3,initial,F,0,0,3.0,");
  }

  private String csv(boolean baselines) throws IOException {
    StringWriter out = new StringWriter();
    long rows = results.queries().exportCsv(out, Selection.of(baselines));
    assertThat(rows).isNotNegative();
    return out.toString();
  }

  private static List<CSVRecord> parse(String csv) throws IOException {
    return CSVFormat.RFC4180
        .builder()
        .setHeader()
        .setSkipHeaderRecord(true)
        .get()
        .parse(new StringReader(csv))
        .getRecords();
  }
}
