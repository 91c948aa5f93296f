package org.entrain.producers.recordings;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.entrain.common.InvalidInputException;
import org.entrain.producers.stimulus.Tr;
import org.entrain.schemas.avro.VoxelMapKind;

/**
 * Reads recordings and fits their rows to a clock. In this order: trends are removed per run over
 * all rows the file has, rows of trimmed TRs are dropped, columns are z-scored per run over the
 * rows that remain.
 */
public final class RecordingReader {

  private final List<Tr> clock;
  private final boolean trimmed;
  private final Trend trend;
  private final boolean zscore;

  /**
   * @param clock every TR, trimmed ones included
   * @param trimmed whether the files lack the trimmed TRs already
   * @param trend removed per run
   * @param zscore whether columns are z-scored per run after trimming
   */
  public RecordingReader(List<Tr> clock, boolean trimmed, Trend trend, boolean zscore) {
    this.clock = List.copyOf(clock);
    this.trimmed = trimmed;
    this.trend = trend;
    this.zscore = zscore;
  }

  /**
   * Reads one participant's file.
   *
   * @throws InvalidInputException if it is missing or damaged, does not fit the clock, or holds a
   *     value that is not finite
   */
  public Recording read(String participant, Path file) {
    Samples samples = SampleFile.open(file);
    checkRows(file, samples.rows());
    int[] kept = keptRows();
    if (trend == Trend.NONE && !zscore) {
      return Recording.own(participant, trimmed ? samples : samples.select(kept), 0);
    }
    double[][] values = load(samples);
    if (trend != Trend.NONE) {
      forEachRun(trimmed, (first, rows) -> Detrending.remove(values, first, rows, trend.degree()));
    }
    double[][] rows = trimmed ? values : load(Samples.of(values).select(kept));
    if (zscore) {
      forEachRun(true, (first, count) -> ZScores.standardise(rows, first, count));
    }
    return Recording.own(participant, Samples.of(rounded(rows)), trend.drifts());
  }

  /**
   * Reads one participant's file with what belongs to it.
   *
   * @param maps files of index arrays, shape [voxels] or [voxels, k]
   * @param repeats files of further recordings of the same rows and voxels
   * @throws InvalidInputException if one of the files cannot be used, or does not fit the first
   */
  public Recording read(
      String participant, Path file, Map<VoxelMapKind, Path> maps, List<Path> repeats) {
    Recording first = read(participant, file);
    List<VoxelIndices> indices = new ArrayList<>();
    new TreeMap<>(maps)
        .forEach((kind, map) -> indices.add(VoxelIndices.read(kind, map, first.voxels())));
    List<Recording> others = new ArrayList<>();
    for (Path repeat : repeats) {
      Recording other = read(participant, repeat);
      if (other.voxels() != first.voxels()) {
        throw new InvalidInputException(
            repeat.toString(),
            "columns",
            "%d, as %s has".formatted(first.voxels(), file),
            Integer.toString(other.voxels()),
            "Give recordings of the same voxels as repeats.");
      }
      others.add(other);
    }
    return first.with(indices, others);
  }

  /** Numbers of first row and rows of a run. */
  private interface RunRows {
    void accept(int first, int rows);
  }

  private void forEachRun(boolean keptOnly, RunRows action) {
    int first = 0;
    int row = 0;
    for (int i = 0; i < clock.size(); i++) {
      row += !keptOnly || clock.get(i).kept() ? 1 : 0;
      boolean last = i + 1 == clock.size() || clock.get(i + 1).run() != clock.get(i).run();
      if (last) {
        action.accept(first, row - first);
        first = row;
      }
    }
  }

  private int[] keptRows() {
    List<Integer> kept = new ArrayList<>();
    clock.stream().filter(Tr::kept).forEach(tr -> kept.add(tr.index()));
    return kept.stream().mapToInt(Integer::intValue).toArray();
  }

  private void checkRows(Path file, int rows) {
    int kept = keptRows().length;
    int expected = trimmed ? kept : clock.size();
    if (rows != expected) {
      int other = trimmed ? clock.size() : kept;
      throw new InvalidInputException(
          file.toString(),
          "rows",
          "%d, one for each %sTR of the clock (%d TRs, %d after trimming)"
              .formatted(expected, trimmed ? "kept " : "", clock.size(), kept),
          rows + " rows",
          rows == other
              ? "Set recordings.trimmed: " + !trimmed + "."
              : "Check the clock, trim.first, trim.last and recordings.trimmed.");
    }
  }

  static double[][] load(Samples samples) {
    double[][] values = new double[samples.rows()][samples.columns()];
    for (int r = 0; r < values.length; r++) {
      samples.row(r, values[r]);
    }
    return values;
  }

  static float[][] rounded(double[][] values) {
    float[][] rounded = new float[values.length][];
    for (int r = 0; r < values.length; r++) {
      rounded[r] = new float[values[r].length];
      for (int c = 0; c < values[r].length; c++) {
        rounded[r][c] = (float) values[r][c];
      }
    }
    return rounded;
  }
}
