package org.entrain.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.entrain.encoding.FeatureInput.input;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.UnaryOperator;
import org.apache.avro.specific.SpecificRecord;
import org.entrain.math.Design;
import org.entrain.math.EncodingEngine;
import org.entrain.math.Fold;
import org.entrain.math.LinearAlgebra;
import org.entrain.math.RowSource;
import org.entrain.schemas.Topic;
import org.entrain.schemas.Topics;
import org.entrain.schemas.avro.Progress;
import org.entrain.schemas.avro.WorkState;
import org.entrain.transport.EventSink;
import org.entrain.transport.StageListener;
import org.entrain.transport.SteeringBoard;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a unit's fits when its rows cannot be read. */
class FitTest {

  /** Keeps what was sent, and loses what may be lost. */
  private static final class Sink implements EventSink {
    private final List<Progress> settled = new ArrayList<>();

    @Override
    public <V extends SpecificRecord> void send(Topic<V> topic, String key, V event) {
      if (event instanceof Progress progress) {
        settled.add(progress);
      }
    }

    @Override
    public <V extends SpecificRecord> void offer(Topic<V> topic, String key, V event) {}

    @Override
    public void flush() {}
  }

  private final SimulatedUnit unit = SimulatedUnit.of("story", 1);
  private final Topics topics = new Topics(1);
  private final EncodingStageSettings settings = StreamFixture.SETTINGS;
  private final Ledger ledger = new Ledger(VoxelShare.ALL);
  private final Sink sink = new Sink();

  /** Without memory for prepared folds: each recording has the rows read again. */
  private final EncodingEngine engine =
      new EncodingEngine(LinearAlgebra.ejml(), 1, EncodingEngine.DEFAULT_TILE, 1);

  @TempDir private Path folder;
  private RecordingStore recordings;
  private Gatherer gatherer;

  @BeforeEach
  void open() {
    recordings = new RecordingStore(folder.resolve("recordings"), VoxelShare.ALL);
    DueWork dueWork = new DueWork(settings, recordings, ledger, new SteeringBoard());
    gatherer =
        new Gatherer(new FeatureInput(topics.features(), false), dueWork, folder.resolve("spool"));
    dueWork.accept(unit.plan());
    for (String participant : List.of("F", "M")) {
      SimulatedRecording.of("story", participant, SimulatedUnit.ROWS)
          .volumes()
          .forEach(recordings::accept);
    }
    for (int row = 0; row < SimulatedUnit.ROWS; row++) {
      gatherer.accept(input(unit.row(row)), 0, row);
    }
  }

  @AfterEach
  void close() {
    gatherer.close();
    recordings.close();
  }

  @Test
  void rows_ofAFitThatWasInterrupted_serveTheNextOne() {
    Fit interrupted = fit(rows -> reading(rows, () -> Thread.currentThread().interrupt()));
    try {
      assertThatThrownBy(interrupted::call).isInstanceOf(CancellationException.class);
    } finally {
      Thread.interrupted();
    }
    assertThat(sink.settled).isEmpty();

    assertThat(fit(rows -> rows).call())
        .isEqualTo(sink.settled)
        .extracting(Progress::getState)
        .containsExactly(WorkState.DONE, WorkState.DONE);
  }

  @Test
  void disk_thatFailsWhileScoring_failsNoRecording() {
    Fit fit =
        fit(
            rows ->
                reading(
                    rows,
                    () -> {
                      throw new UncheckedIOException(new IOException("no disk"));
                    }));

    assertThatThrownBy(fit::call)
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("no disk");
    assertThat(sink.settled).isEmpty();
  }

  /** The fit that is due, of rows that are read in another way. */
  private Fit fit(UnaryOperator<RowSource> read) {
    Work work = gatherer.next();
    RowSource rows = work.design().get().features(new Fold(0, new int[] {0}, new int[] {1}));
    Work other =
        new Work(
            work.unit(), () -> Design.of(read.apply(rows)), work.plan(), work.due(), work.inputs());
    ScoreCodec codec =
        new ScoreCodec(settings.hash(), 4, 0, Program.UNKNOWN, "features", VoxelShare.ALL);
    FitPublisher publisher =
        new FitPublisher(topics, sink, codec, VoxelShare.ALL, StageListener.NONE);
    return new Fit(other, engine, settings.encoding(), null, recordings.maps(), publisher);
  }

  /** Rows before each reading of which something happens. */
  private static RowSource reading(RowSource rows, Runnable before) {
    return new RowSource() {
      @Override
      public int rows() {
        return rows.rows();
      }

      @Override
      public int columns() {
        return rows.columns();
      }

      @Override
      public void read(int first, int count, float[] target) {
        before.run();
        rows.read(first, count, target);
      }
    };
  }
}
