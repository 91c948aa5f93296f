package org.entrain.producers.recordings;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.entrain.common.ContentHash;

/**
 * Recording of one participant: float32, one row per kept TR, one column per voxel (or region). The
 * values may lie on disk and be mapped. Safe for concurrent reading.
 */
public final class Recording {

  private final String participant;
  private final Samples samples;
  private final int drifts;
  private final String hash;

  Recording(String participant, Samples samples, int drifts) {
    this.participant = participant;
    this.samples = samples;
    this.drifts = drifts;
    this.hash = hash(samples);
  }

  public String participant() {
    return participant;
  }

  /** Hash of shape and values, 16 hexadecimal digits; the participant's name is no part of it. */
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
    double[] values = new double[samples.columns()];
    samples.row(row, values);
    float[] rounded = new float[values.length];
    for (int c = 0; c < values.length; c++) {
      rounded[c] = (float) values[c];
    }
    return rounded;
  }

  private String hash(Samples samples) {
    int columns = samples.columns();
    ContentHash hash = new ContentHash().add(samples.rows()).add(columns);
    ByteBuffer bytes = ByteBuffer.allocate(columns * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int r = 0; r < samples.rows(); r++) {
      bytes.clear();
      bytes.asFloatBuffer().put(row(r));
      hash.update(bytes);
    }
    return hash.shortHex();
  }
}
