package org.entrain.results;

import static org.entrain.results.Events.batch;
import static org.entrain.results.Events.checkpoint;
import static org.entrain.results.Events.fit;
import static org.entrain.results.Events.plan;
import static org.entrain.results.Events.tested;

import java.nio.file.Path;
import org.entrain.schemas.avro.Score;
import org.entrain.schemas.avro.SourceKind;

/** A small database: a tested fit, one of another participant, a property's, and a baseline's. */
public final class SampleResults implements AutoCloseable {

  /** Voxels of every recording. */
  public static final int VOXELS = 4;

  /** Fits without the baseline's. */
  public static final int FITS = 3;

  private final DuckDbResults results;

  private SampleResults(DuckDbResults results) {
    this.results = results;
  }

  /** Makes the file. */
  public static SampleResults at(Path file) {
    DuckDbResults results = DuckDbResults.open(file, DuckDbOptions.DEFAULT);
    Score pos = Score.newBuilder(fit("u", 0, "F", VOXELS, 0.3)).setVariant("POS").build();
    results
        .sink()
        .apply(
            batch(
                checkpoint("=1+1", 12, "i"),
                checkpoint("baseline-random", 0, "r", SourceKind.RANDOM),
                plan("u", "i", 0),
                plan("ur", "r", 0),
                fit("u", 0, "G", VOXELS, 0.2),
                fit("ur", 0, "F", VOXELS, 0),
                tested(fit("u", 0, "F", VOXELS, 0.1), 0.001, 0.002, 0.003, 0.004),
                pos));
    return new SampleResults(results);
  }

  /** Questions over it. */
  public ResultQueries queries() {
    return results.queries();
  }

  @Override
  public void close() {
    results.close();
  }
}
