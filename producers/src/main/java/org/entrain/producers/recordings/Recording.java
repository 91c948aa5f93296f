package org.entrain.producers.recordings;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.entrain.common.ContentHash;

/**
 * Recording of one participant: float32, one row per kept TR, one column per voxel (or region),
 * with its index arrays and its repeats. The values may lie on disk and be mapped. Safe for
 * concurrent reading.
 */
public final class Recording {

  private final String participant;
  private final Samples samples;
  private final int drifts;
  private final boolean average;
  private final List<VoxelIndices> maps;
  private final List<Recording> repeats;
  private final String hash;

  private Recording(
      String participant,
      Samples samples,
      int drifts,
      boolean average,
      List<VoxelIndices> maps,
      List<Recording> repeats,
      String hash) {
    this.participant = participant;
    this.samples = samples;
    this.drifts = drifts;
    this.average = average;
    this.maps = List.copyOf(maps);
    this.repeats = List.copyOf(repeats);
    this.hash = hash;
  }

  /**
   * A participant's own.
   *
   * @param drifts degree of the polynomials that were subtracted from every run as a whole; 0: none
   */
  static Recording own(String participant, Samples samples, int drifts) {
    return new Recording(participant, samples, drifts, false, List.of(), List.of(), hash(samples));
  }

  /**
   * The average over participants.
   *
   * @param drifts the largest degree of theirs
   */
  static Recording average(String name, Samples samples, int drifts) {
    return new Recording(name, samples, drifts, true, List.of(), List.of(), hash(samples));
  }

  /**
   * This recording with what belongs to it. Its hash then covers that too: with another map it is
   * another recording, and is fitted again.
   *
   * @param maps index arrays, at most one of a kind
   * @param repeats further recordings of the same participant and stimulus, of the same shape
   */
  Recording with(List<VoxelIndices> maps, List<Recording> repeats) {
    return new Recording(participant, samples, drifts, average, maps, repeats, hash(maps, repeats));
  }

  public String participant() {
    return participant;
  }

  /** Whether it is the average over participants. */
  public boolean average() {
    return average;
  }

  /** Index arrays, at most one of a kind. */
  public List<VoxelIndices> maps() {
    return maps;
  }

  /** Further recordings of the participant with the same stimulus, rows and voxels. */
  public List<Recording> repeats() {
    return repeats;
  }

  /**
   * Hash of shape and values, and of maps and repeats where there are any, 16 hexadecimal digits;
   * the participant's name is no part of it.
   */
  public String hash() {
    return hash;
  }

  /** Degree of the polynomials subtracted from every run as a whole; 0: none. */
  public int drifts() {
    return drifts;
  }

  /** Number of kept TRs. */
  public int rows() {
    return samples.rows();
  }

  /** Number of columns. */
  public int voxels() {
    return samples.columns();
  }

  /** Returns a row, shape [voxels]. */
  public float[] row(int row) {
    return row(samples, row);
  }

  private static float[] row(Samples samples, int row) {
    double[] values = new double[samples.columns()];
    samples.row(row, values);
    float[] rounded = new float[values.length];
    for (int c = 0; c < values.length; c++) {
      rounded[c] = (float) values[c];
    }
    return rounded;
  }

  private String hash(List<VoxelIndices> maps, List<Recording> repeats) {
    if (maps.isEmpty() && repeats.isEmpty()) {
      return hash;
    }
    ContentHash all = new ContentHash().add(hash);
    maps.forEach(map -> map.addTo(all));
    repeats.forEach(repeat -> all.add(repeat.hash()));
    return all.shortHex();
  }

  private static String hash(Samples samples) {
    int columns = samples.columns();
    ContentHash hash = new ContentHash().add(samples.rows()).add(columns);
    ByteBuffer bytes = ByteBuffer.allocate(columns * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int r = 0; r < samples.rows(); r++) {
      bytes.clear();
      bytes.asFloatBuffer().put(row(samples, r));
      hash.update(bytes);
    }
    return hash.shortHex();
  }
}
