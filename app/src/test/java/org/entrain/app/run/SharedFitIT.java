package org.entrain.app.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.entrain.broker.EmbeddedBroker;
import org.entrain.encoding.EncodingStage;
import org.entrain.encoding.EncodingStageSettings;
import org.entrain.encoding.Program;
import org.entrain.encoding.VoxelShare;
import org.entrain.math.BandSearch;
import org.entrain.math.EncodingEngine;
import org.entrain.math.EncodingSettings;
import org.entrain.math.FoldScheme;
import org.entrain.math.LinearAlgebra;
import org.entrain.math.PenaltyChoice;
import org.entrain.math.Significance;
import org.entrain.results.DuckDbOptions;
import org.entrain.results.DuckDbResults;
import org.entrain.results.ResultStore;
import org.entrain.results.ResultsWorker;
import org.entrain.schemas.Topics;
import org.entrain.schemas.Vectors;
import org.entrain.schemas.avro.Checkpoint;
import org.entrain.schemas.avro.FeatureRow;
import org.entrain.schemas.avro.Plan;
import org.entrain.schemas.avro.SourceKind;
import org.entrain.schemas.avro.Volume;
import org.entrain.transport.EventProducer;
import org.entrain.transport.KafkaConnection;
import org.entrain.transport.TopicAdmin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From features and recordings to the database, in shares of the voxels and undivided. */
class SharedFitIT {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final long GLANCE_NS = 50_000_000;
  private static final int ROWS = 60;
  private static final int WIDTH = 8;
  private static final int VOXELS = 3 * EncodingEngine.PANEL + 50;
  private static final List<String> PARTICIPANTS = List.of("F", "M");

  private static final EncodingStageSettings SETTINGS =
      new EncodingStageSettings(
              "test",
              EncodingSettings.protocol(
                      FoldScheme.contiguous(3),
                      1,
                      PenaltyChoice.protocol(PenaltyChoice.powersOfTen(-2, 3), 3))
                  .with(new Significance(99, 4, 7, false)),
              0,
              false,
              List.of(0),
              500)
          .with(BandSearch.of(2, 1));

  /** Columns that only the name, the number and the place of a fit tell apart are left out. */
  private static final String FITS =
      "SELECT %s FROM score_units f JOIN plans p USING (unit) WHERE p.stimulus = '%s'"
          + " ORDER BY variant, participant";

  private static final String ROWS_OF_FITS =
      "SELECT f.variant, f.participant, t.* EXCLUDE (fit) FROM %s t JOIN score_units f USING (fit)"
          + " JOIN plans p USING (unit) WHERE p.stimulus = '%s' ORDER BY ALL";

  @TempDir private Path folder;

  @Test
  void fit_inShares_isStoredAsTheUndividedOne() throws SQLException {
    Topics topics = new Topics(2);
    Path database = folder.resolve("results.duckdb");
    try (EmbeddedBroker broker = new EmbeddedBroker(folder.resolve("broker"), 0);
        ResultStore store = DuckDbResults.open(database, DuckDbOptions.DEFAULT)) {
      KafkaConnection connection = new KafkaConnection(broker.bootstrapServers(), Map.of());
      try (TopicAdmin admin = new TopicAdmin(connection)) {
        admin.create(topics, (short) 1);
      }
      try (ResultsWorker results =
          new ResultsWorker(connection, topics, store.sink(), batch -> {})) {
        results.start();
        publish(connection, topics, "shared");
        try (EncodingStage first = stage(connection, topics, new VoxelShare(1, 3));
            EncodingStage second = stage(connection, topics, new VoxelShare(2, 3))) {
          first.start();
          second.start();
          // Two of three shares are no fit, though their scores are there.
          await(store, () -> done(store) == 4);
          assertThat(fits(store)).isZero();
          assertThat(store.queries().accounting().units().open()).isEqualTo(1);
          try (EncodingStage third = stage(connection, topics, new VoxelShare(3, 3))) {
            third.start();
            await(store, () -> fits(store) == 4 && ceilings(store) == 2);
          }
        }
        assertThat(store.queries().accounting().units().scored()).isEqualTo(1);
        publish(connection, topics, "whole");
        try (EncodingStage all = stage(connection, topics, VoxelShare.ALL)) {
          all.start();
          await(store, () -> fits(store) == 8 && ceilings(store) == 4);
        }
        // What all shares had settled was not computed again.
        assertThat(done(store)).isEqualTo(3 * 2 + 2);
      }
    }
    assertStoredAlike(database);
  }

  private void assertStoredAlike(Path database) throws SQLException {
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:" + database);
        Statement statement = duck.createStatement()) {
      for (String table :
          List.of("scores", "band_scores", "band_means", "r_histograms", "small_p")) {
        List<List<Object>> whole = rows(statement, ROWS_OF_FITS.formatted(table, "whole"));
        assertThat(whole).as(table).isNotEmpty();
        boolean same = rows(statement, ROWS_OF_FITS.formatted(table, "shared")).equals(whole);
        assertThat(same).as(table + ", to the bit").isTrue();
      }
      String exact =
          "variant, participant, settings, recording, \"rows\", voxels, folds, mean_r,"
              + " constant_columns, engine, tested, min_r, median_r, max_r, permutations";
      assertThat(rows(statement, FITS.formatted(exact, "shared")))
          .isEqualTo(rows(statement, FITS.formatted(exact, "whole")))
          .hasSize(4);
      assertClose(
          rows(statement, FITS.formatted("low_end_share, high_end_share", "shared")),
          rows(statement, FITS.formatted("low_end_share, high_end_share", "whole")));
      for (String table : List.of("fold_scores", "block_parts")) {
        assertClose(
            rows(statement, ROWS_OF_FITS.formatted(table, "shared")),
            rows(statement, ROWS_OF_FITS.formatted(table, "whole")));
      }
      String ceilings =
          "SELECT * EXCLUDE (stimulus) FROM noise_ceilings WHERE stimulus = '%s' ORDER BY ALL";
      List<List<Object>> whole = rows(statement, ceilings.formatted("whole"));
      assertThat(whole).hasSize(2 * VOXELS);
      assertThat(rows(statement, ceilings.formatted("shared")).equals(whole)).isTrue();
      assertThat(rows(statement, "SELECT * FROM pending_blocks")).isEmpty();
      assertThat(rows(statement, "SELECT * FROM pending_ceilings")).isEmpty();
    }
  }

  /** Sums over shares differ from those over all voxels by rounding. */
  private static void assertClose(List<List<Object>> found, List<List<Object>> expected) {
    assertThat(found).hasSameSizeAs(expected).isNotEmpty();
    for (int row = 0; row < found.size(); row++) {
      for (int column = 0; column < found.get(row).size(); column++) {
        Object one = found.get(row).get(column);
        Object other = expected.get(row).get(column);
        if (one instanceof Double value && other instanceof Double close) {
          assertThat(value).isCloseTo(close, within(1e-12));
        } else {
          assertThat(one).isEqualTo(other);
        }
      }
    }
  }

  private static List<List<Object>> rows(Statement statement, String query) throws SQLException {
    List<List<Object>> rows = new ArrayList<>();
    try (ResultSet result = statement.executeQuery(query)) {
      int columns = result.getMetaData().getColumnCount();
      while (result.next()) {
        List<Object> row = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
          row.add(result.getObject(i));
        }
        rows.add(row);
      }
    }
    return rows;
  }

  private EncodingStage stage(KafkaConnection connection, Topics topics, VoxelShare share) {
    return new EncodingStage(
        connection,
        topics,
        SETTINGS,
        new EncodingEngine(LinearAlgebra.ejml(), 1),
        Program.UNKNOWN,
        share,
        folder.resolve("worker-" + share.name()),
        share.name());
  }

  /** The same numbers for every stimulus: only names differ. */
  private static void publish(KafkaConnection connection, Topics topics, String stimulus) {
    try (EventProducer producer = new EventProducer(connection, "test")) {
      String name = "model-" + stimulus + "@1";
      producer.send(topics.checkpoints(), name, checkpoint(stimulus));
      producer.send(topics.plans(), name, plan(stimulus));
      float[] x = random(1, ROWS * WIDTH);
      for (int row = 0; row < ROWS; row++) {
        producer.send(topics.features(), name + "/3", row(stimulus, row, x));
      }
      for (String participant : PARTICIPANTS) {
        float[] y = random(participant.hashCode(), ROWS * VOXELS);
        for (int row = 0; row < ROWS; row++) {
          producer.send(topics.recordings(), participant, volume(stimulus, participant, row, y));
        }
      }
      producer.flush();
    }
  }

  private static float[] random(long seed, int count) {
    Random random = new Random(seed);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static Checkpoint checkpoint(String stimulus) {
    return Checkpoint.newBuilder()
        .setModel("model-" + stimulus)
        .setStep(1)
        .setKind(SourceKind.WEIGHTS)
        .setLocation("")
        .setFingerprint("f-" + stimulus)
        .setIdentity("i-" + stimulus)
        .setArchitecture("gpt_neox")
        .setLayers(4)
        .setHiddenSize(WIDTH)
        .build();
  }

  private static Plan plan(String stimulus) {
    int[] all = IntStream.range(0, ROWS).toArray();
    int[] wordTrs = IntStream.of(all).map(word -> word * word % ROWS).sorted().toArray();
    return Plan.newBuilder()
        .setUnit("u-" + stimulus)
        .setModel("model-" + stimulus)
        .setStep(1)
        .setStimulus(stimulus)
        .setKind(SourceKind.WEIGHTS)
        .setIdentity("i-" + stimulus)
        .setLayers(List.of(3))
        .setHiddenSize(WIDTH)
        .setWords(ROWS)
        .setSkippedWords(0)
        .setWordTrs(Vectors.ofInts(wordTrs))
        .setTrRuns(Vectors.ofInts(Arrays.stream(all).map(SharedFitIT::run).toArray()))
        .setKeptTrs(Vectors.ofInts(all))
        .setLags(List.of(0))
        .setContext(1)
        .setWindows(ROWS)
        .setTasks(1)
        .setScoredTokens(0)
        .build();
  }

  private static int run(int row) {
    return row * 2 / ROWS;
  }

  private static FeatureRow row(String stimulus, int row, float[] x) {
    return FeatureRow.newBuilder()
        .setUnit("u-" + stimulus)
        .setModel("model-" + stimulus)
        .setStep(1)
        .setLayer(3)
        .setRun(run(row))
        .setTr(row)
        .setRow(row)
        .setRows(ROWS)
        .setVector(Vectors.ofFloats(x, row * WIDTH, WIDTH))
        .build();
  }

  private static Volume volume(String stimulus, String participant, int row, float[] y) {
    return Volume.newBuilder()
        .setParticipant(participant)
        .setRecording("hash-" + participant)
        .setStimulus(stimulus)
        .setRun(run(row))
        .setTr(row)
        .setRow(row)
        .setRows(ROWS)
        .setFirstVoxel(0)
        .setVoxels(VOXELS)
        .setValues(Vectors.ofFloats(y, row * VOXELS, VOXELS))
        .build();
  }

  private static long fits(ResultStore store) {
    return store.queries().summary().checkpoints().stream()
        .flatMap(checkpoint -> checkpoint.layers().stream())
        .mapToLong(layer -> layer.byParticipant().size())
        .sum();
  }

  private static long ceilings(ResultStore store) {
    return store.queries().ceilings().size();
  }

  /** Pieces of encoding that are done. */
  private static long done(ResultStore store) {
    return store.queries().accounting().stages().stream()
        .filter(stage -> stage.stage().equals("encoding"))
        .mapToLong(stage -> stage.done())
        .sum();
  }

  private static void await(ResultStore store, BooleanSupplier condition) {
    Instant deadline = Instant.now().plus(PATIENCE);
    while (!condition.getAsBoolean()) {
      assertThat(Instant.now())
          .as(() -> "time for results: " + store.queries().accounting())
          .isBefore(deadline);
      LockSupport.parkNanos(GLANCE_NS);
    }
  }
}
