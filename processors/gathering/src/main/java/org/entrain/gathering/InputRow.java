package org.entrain.gathering;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * A record of the input topic as a gather takes it in.
 *
 * @param gather what it is gathered under: unit and layer, or the unit
 * @param unit identity of the unit
 * @param model name of the model
 * @param step training step of the checkpoint
 * @param index row among the gather's rows
 * @param rows number of rows as the record has it, -1 when only the plan tells
 * @param layers layers it serves, as far as known
 * @param values the row in pieces, float32 little-endian
 */
public record InputRow(
    String gather,
    String unit,
    String model,
    long step,
    int index,
    int rows,
    List<Integer> layers,
    List<ByteBuffer> values) {

  /** Far beyond any recording or story; a spool keeps one bit for each. */
  private static final int MOST_ROWS = 1 << 24;

  public InputRow {
    if (index < 0 || index >= MOST_ROWS || rows >= 0 && index >= rows) {
      throw new IllegalArgumentException("row %d of %d".formatted(index, rows));
    }
  }

  /** Bytes of every piece. */
  List<Integer> lengths() {
    return values.stream().map(ByteBuffer::remaining).toList();
  }
}
