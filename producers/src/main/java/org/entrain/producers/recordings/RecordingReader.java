package org.entrain.producers.recordings;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.entrain.common.InvalidInputException;
import org.entrain.formats.nifti.VoxelSpace;
import org.entrain.producers.recordings.ClockFit.RunRows;
import org.entrain.producers.stimulus.Tr;
import org.entrain.schemas.avro.VoxelMapKind;
import org.jspecify.annotations.Nullable;

/**
 * Reads recordings and fits their rows to a clock. In this order: trends are removed per run over
 * all rows the file has, rows of trimmed TRs are dropped, columns are z-scored per run over the
 * rows that remain.
 */
public final class RecordingReader {

  private final ClockFit fit;
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
    this.fit = new ClockFit(clock, trimmed);
    this.trimmed = trimmed;
    this.trend = trend;
    this.zscore = zscore;
  }

  /**
   * Reads one participant's recording.
   *
   * @throws InvalidInputException if a file is missing or damaged, does not fit the clock, the
   *     other files or the voxels, or holds a value that is not finite
   */
  public Recording read(String participant, RecordingSource source) {
    Samples samples = samples(source);
    if (trend == Trend.NONE && !zscore) {
      Samples kept = trimmed ? samples : samples.select(fit.keptRows());
      return Recording.own(participant, kept, 0);
    }
    float[][] rows = new float[fit.keptRows().length][];
    int row = 0;
    for (RunRows run : fit.runs()) {
      for (float[] values : cleaned(samples, run)) {
        rows[row++] = values;
      }
    }
    return Recording.own(participant, Samples.of(rows), trend.drifts());
  }

  /**
   * Reads one participant's recording with what belongs to it.
   *
   * @param maps files of index arrays, shape [voxels] or [voxels, k]
   * @param repeats further recordings of the same rows and voxels
   * @throws InvalidInputException if one of the files cannot be used, or does not fit the first
   */
  public Recording read(
      String participant,
      RecordingSource source,
      Map<VoxelMapKind, Path> maps,
      List<RecordingSource> repeats) {
    Recording first = read(participant, source);
    List<VoxelIndices> indices = new ArrayList<>();
    new TreeMap<>(maps)
        .forEach((kind, map) -> indices.add(VoxelIndices.read(kind, map, first.voxels())));
    List<Recording> others = new ArrayList<>();
    for (RecordingSource repeat : repeats) {
      Recording other = read(participant, repeat);
      if (other.voxels() != first.voxels()) {
        throw new InvalidInputException(
            repeat.files().get(0).toString(),
            "columns",
            "%d, as %s has".formatted(first.voxels(), source.files().get(0)),
            Integer.toString(other.voxels()),
            "Give recordings of the same voxels as repeats.");
      }
      others.add(other);
    }
    return first.with(indices, others);
  }

  /** Opens all files, checks them against each other and the clock, and only then reads values. */
  private Samples samples(RecordingSource source) {
    VoxelSource voxels = source.voxels();
    @Nullable VoxelSpace space = voxels == null ? null : voxels.space().get();
    List<SampleFile> files =
        source.files().stream().map(file -> SampleFile.open(file, space)).toList();
    for (SampleFile file : files) {
      if (file.columns() != files.get(0).columns()) {
        throw new InvalidInputException(
            file.file().toString(),
            "columns",
            "%d, as %s has".formatted(files.get(0).columns(), files.get(0).file()),
            Integer.toString(file.columns()),
            "Give every run the same voxels.");
      }
      if (voxels != null && space != null && file.columns() != space.size()) {
        throw new InvalidInputException(
            file.file().toString(),
            "columns",
            "%d, as many voxels as %s has".formatted(space.size(), voxels.name()),
            Integer.toString(file.columns()),
            "Give the mask by which the recording was made.");
      }
    }
    fit.check(files);
    return Samples.joined(files.stream().map(SampleFile::samples).toList());
  }

  /** One run's rows that remain, in memory: only one run is there as float64. */
  private float[][] cleaned(Samples samples, RunRows run) {
    int[] supplied = IntStream.range(run.first(), run.first() + run.rows()).toArray();
    double[][] values = load(samples.select(supplied));
    if (trend != Trend.NONE) {
      Detrending.remove(values, 0, values.length, trend.degree());
    }
    double[][] rows = load(Samples.of(values).select(run.kept()));
    if (zscore) {
      ZScores.standardise(rows, 0, rows.length);
    }
    return rounded(rows);
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
