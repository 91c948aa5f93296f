package org.entrain.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.entrain.results.Events.ceiling;
import static org.entrain.results.Events.checkpoint;
import static org.entrain.results.Events.fit;
import static org.entrain.results.Events.part;
import static org.entrain.results.Events.plan;
import static org.entrain.results.Events.progress;
import static org.entrain.results.Events.steering;
import static org.entrain.schemas.avro.CeilingKind.ACROSS;
import static org.entrain.schemas.avro.SteeringTarget.CHECKPOINT;
import static org.entrain.schemas.avro.SteeringTarget.PARTICIPANT;
import static org.entrain.schemas.avro.WantedState.ACTIVE;
import static org.entrain.schemas.avro.WantedState.PAUSED;
import static org.entrain.schemas.avro.WantedState.REMOVED;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.entrain.schemas.avro.Probe;
import org.entrain.schemas.avro.Removal;
import org.entrain.schemas.avro.Score;
import org.entrain.schemas.avro.WorkState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Removed checkpoints and participants have no rows in any table, whatever comes when. */
@ParameterizedClass
@EnumSource(TestStore.class)
class RemovalTest {

  private static final List<String> TABLES_OF_UNITS =
      List.of(
          "score_units", "pending_blocks", "perplexity_parts", "removals", "probes", "progress");

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

  /** Two checkpoints, two participants, a fit that is not whole, and everything beside. */
  private static List<SpecificRecord> all() {
    List<SpecificRecord> events = new ArrayList<>();
    for (long step = 0; step < 2; step++) {
      String unit = "u" + step;
      events.add(checkpoint("m", step, "i" + step));
      events.add(plan(unit, "i" + step, 0, 1));
      for (String participant : List.of("F", "M")) {
        events.add(fit(unit, 0, participant, 3, 0.1 + step));
        events.add(residual(fit(unit, 0, participant, 3, 0.05 + step)));
        events.add(Events.block(unit, 1, participant, 0, 1, 3, 0.1, "settings"));
        events.add(progress("encoding", unit, "0/initial/" + participant, WorkState.DONE, 1));
      }
      events.add(part(unit, 2, 20, -20));
      events.add(progress("embedding", unit, "0", WorkState.DONE, 10));
      events.add(removal(unit));
      events.add(probe(unit));
    }
    for (String participant : List.of("F", "M")) {
      events.add(ceiling(participant, ACROSS, "a", 0, 1, 0.25));
      events.add(ceiling(participant, ACROSS, "b", 0, 2, 0.5));
    }
    return events;
  }

  @Test
  void checkpoint_removed_hasNoRowsAndComesBackByTheSameEvents() {
    apply(all());
    String before = csv();
    Summary summary = results.queries().summary();
    apply(List.of(steering(CHECKPOINT, "m@1", PAUSED, 4)));
    assertThat(csv()).isEqualTo(before);
    apply(List.of(steering(CHECKPOINT, "m@1", REMOVED, 5)));

    assertThat(lines()).isNotEmpty().allMatch(line -> line.startsWith("m,0,"));
    assertNoRowsOf("u1");
    assertThat(count("scores")).isEqualTo(2 * 2 * 3 * Events.FOLDS);
    assertThat(count("comparisons")).isEqualTo(2);
    assertThat(sink.restoration().isEmpty()).isTrue();

    apply(List.of(steering(CHECKPOINT, "m@1", ACTIVE, 6)));
    Restoration restoration = sink.restoration();
    assertThat(restoration).isEqualTo(new Restoration(Set.of("u1"), Set.of()));
    apply(all().stream().filter(restoration::concerns).toList());
    sink.restored(restoration);
    assertThat(csv()).isEqualTo(before);
    assertThat(results.queries().summary()).isEqualTo(summary);
    assertThat(sink.restoration().isEmpty()).isTrue();
  }

  @Test
  void participant_removed_hasNoRowsAndComesBackByTheSameEvents() {
    apply(all());
    String before = csv();
    List<CeilingSummary> ceilings = results.queries().ceilings();
    apply(List.of(steering(PARTICIPANT, "F", REMOVED, 5)));

    assertThat(lines()).isNotEmpty().allMatch(line -> line.contains(",M,"));
    assertThat(count("score_units WHERE participant = 'F'")).isZero();
    assertThat(count("pending_blocks WHERE participant = 'F'")).isZero();
    assertThat(count("noise_ceilings WHERE participant = 'F'")).isZero();
    assertThat(count("pending_ceilings WHERE participant = 'F'")).isZero();
    assertThat(count("progress WHERE part LIKE '%/F'")).isZero();
    assertThat(count("progress WHERE part LIKE '%/M'")).isEqualTo(2);

    apply(List.of(steering(PARTICIPANT, "F", ACTIVE, 6)));
    Restoration restoration = sink.restoration();
    assertThat(restoration).isEqualTo(new Restoration(Set.of(), Set.of("F")));
    apply(all().stream().filter(restoration::concerns).toList());
    sink.restored(restoration);
    assertThat(csv()).isEqualTo(before);
    assertThat(results.queries().ceilings()).isEqualTo(ceilings);
  }

  @Test
  void removal_amongEventsInAnyOrder_leavesTheSame() {
    List<SpecificRecord> events = new ArrayList<>(all());
    events.add(steering(CHECKPOINT, "m@1", REMOVED, 5));
    events.add(steering(PARTICIPANT, "F", REMOVED, 5));
    apply(events);
    String expected = csv();
    assertThat(expected).contains("m,0,").doesNotContain("m,1,", ",F,");
    for (long seed = 0; seed < 5; seed++) {
      close();
      folder = folder.resolveSibling(folder.getFileName() + "x");
      open();
      Collections.shuffle(events, new Random(seed));
      events.forEach(event -> apply(List.of(event)));
      assertThat(csv()).as("seed " + seed).isEqualTo(expected);
      assertNoRowsOf("u1");
    }
  }

  @Test
  void weights_removedUnderOneOfTwoNames_keepTheirRowsUnderTheOther() {
    apply(all());
    apply(List.of(checkpoint("other", 9, "i1")));
    apply(List.of(steering(CHECKPOINT, "m@1", REMOVED, 5)));
    assertThat(lines()).anyMatch(line -> line.startsWith("other,9,"));
    assertThat(lines()).noneMatch(line -> line.startsWith("m,1,"));
    apply(List.of(steering(CHECKPOINT, "other@9", REMOVED, 5)));
    assertNoRowsOf("u1");

    // The same weights under a third name.
    apply(List.of(checkpoint("third", 3, "i1")));
    assertThat(sink.restoration().units()).containsExactly("u1");
  }

  private void assertNoRowsOf(String unit) {
    for (String table : TABLES_OF_UNITS) {
      assertThat(count(table + " WHERE unit = '" + unit + "'")).as(table).isZero();
    }
    for (String table : Tables.OF_FITS) {
      assertThat(count(table + " WHERE fit NOT IN (SELECT fit FROM score_units)"))
          .as(table)
          .isZero();
    }
  }

  /** Counts through a store that is open to read; the file of DuckDB has one owner. */
  private long count(String table) {
    close();
    long count = Long.parseLong(stores.query(folder, "SELECT count(*) FROM " + table).get(0));
    open();
    return count;
  }

  private void apply(List<SpecificRecord> events) {
    sink.apply(ResultBatch.of(events, Map.of()));
  }

  private String csv() {
    StringWriter out = new StringWriter();
    try {
      results.queries().exportCsv(out, Selection.of(false));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString();
  }

  private List<String> lines() {
    return csv().lines().skip(1).toList();
  }

  private static Score residual(Score fit) {
    return Score.newBuilder(fit).setVariant("Tense").build();
  }

  private static Removal removal(String unit) {
    return Removal.newBuilder()
        .setUnit(unit)
        .setModel("m")
        .setStep(0)
        .setLayer(0)
        .setProperty("Tense")
        .setLabels("l")
        .setCoding("one-hot")
        .setMethod("ridge")
        .setClasses(List.of("no", "Past"))
        .setWordClasses(ByteBuffer.allocate(0))
        .setTheta(ByteBuffer.allocate(0))
        .setIntercept(ByteBuffer.allocate(0))
        .setLambda(1)
        .build();
  }

  private static Probe probe(String unit) {
    return new Probe(unit, "m", 0L, 0, "Tense", 0.9, 0.4, 0.5, null);
  }
}
