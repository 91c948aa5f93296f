package org.entrain.math;

import java.util.List;

/** All outer folds of a design in one form of the solution, ready for any recording. */
abstract class Form<T extends PreparedFold> implements AutoCloseable {

  private final String name;
  private final PreparedFolds<T> folds;

  /**
   * @param name what is stored with a result
   */
  Form(String name, PreparedFolds<T> folds) {
    this.name = name;
    this.folds = folds;
  }

  /**
   * What is to be done with a recording.
   *
   * @param choose whether penalties are chosen
   * @param predict whether test rows are predicted, by the penalties of the table
   * @param rows receives the predicted test rows
   */
  record Pass(VoxelSource y, boolean choose, boolean predict, ScoreTable table, TestRows rows) {}

  final String name() {
    return name;
  }

  final List<Fold> folds() {
    return folds.folds();
  }

  /** Goes once through a recording. */
  final void run(Pass pass) {
    folds.forEach(some -> run(some, pass));
  }

  /** Goes through a recording with those folds that are there at a time. */
  abstract void run(List<T> some, Pass pass);

  @Override
  public final void close() {
    folds.close();
  }
}
