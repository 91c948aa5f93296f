package org.entrain.features;

import java.nio.ByteBuffer;
import java.util.BitSet;

/**
 * How far a unit is: which TRs are complete and which rows have been emitted. What is not complete
 * stands word by word in its store; so this changes once per TR, not once per word.
 */
final class UnitState {

  private final UnitLayout layout;
  private final BitSet completeTrs;
  private final BitSet emittedRows;
  private final int[] pendingRows;

  UnitState(UnitLayout layout) {
    this(layout, new BitSet(), new BitSet());
  }

  private UnitState(UnitLayout layout, BitSet completeTrs, BitSet emittedRows) {
    this.layout = layout;
    this.completeTrs = completeTrs;
    this.emittedRows = emittedRows;
    pendingRows = new int[layout.trs()];
    for (int tr = 0; tr < pendingRows.length; tr++) {
      for (int row : layout.rowsOfTr(tr)) {
        pendingRows[tr] += emittedRows.get(row) ? 0 : 1;
      }
    }
  }

  /** Reads what {@link #toBytes} wrote. */
  static UnitState fromBytes(UnitLayout layout, byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    byte[] trs = new byte[buffer.getInt()];
    buffer.get(trs);
    byte[] rows = new byte[buffer.remaining()];
    buffer.get(rows);
    return new UnitState(layout, BitSet.valueOf(trs), BitSet.valueOf(rows));
  }

  byte[] toBytes() {
    byte[] trs = completeTrs.toByteArray();
    byte[] rows = emittedRows.toByteArray();
    return ByteBuffer.allocate(Integer.BYTES + trs.length + rows.length)
        .putInt(trs.length)
        .put(trs)
        .put(rows)
        .array();
  }

  UnitLayout layout() {
    return layout;
  }

  boolean isComplete(int tr) {
    return completeTrs.get(tr);
  }

  void complete(int tr) {
    completeTrs.set(tr);
  }

  /** Whether a row has not been emitted and all of its TRs are complete. */
  boolean isReady(int row) {
    if (emittedRows.get(row)) {
      return false;
    }
    for (int tr : layout.trsOfRow(row)) {
      if (tr != UnitLayout.BEFORE_RUN && !completeTrs.get(tr)) {
        return false;
      }
    }
    return true;
  }

  void emitted(int row) {
    emittedRows.set(row);
    for (int tr : layout.trsOfRow(row)) {
      if (tr != UnitLayout.BEFORE_RUN) {
        pendingRows[tr]--;
      }
    }
  }

  /** Whether no row to come needs a TR. */
  boolean isSpent(int tr) {
    return pendingRows[tr] == 0;
  }

  int emittedRows() {
    return emittedRows.cardinality();
  }

  boolean isDone() {
    return emittedRows() == layout.rows();
  }
}
