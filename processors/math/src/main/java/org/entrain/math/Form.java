package org.entrain.math;

import java.util.List;

/** All outer folds of a design in one form of the solution, ready for any recording. */
interface Form extends AutoCloseable {

  /** What is stored with a result. */
  String name();

  List<Fold> folds();

  /**
   * Goes once through a recording.
   *
   * @param choose whether penalties are chosen
   * @param predict whether test rows are predicted, by the penalties of the table
   * @param rows receives the predicted test rows
   */
  void pass(VoxelSource y, boolean choose, boolean predict, ScoreTable table, TestRows rows);

  @Override
  void close();
}
