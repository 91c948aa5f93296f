package org.entrain.math;

import org.ejml.data.FMatrixRMaj;

/**
 * Features of one layer: kept rows × P. They may differ from fold to fold, because a projection
 * such as PCA is fitted on the words of the training rows alone.
 */
public interface Design {

  /** Number of kept rows, T. */
  int rows();

  /** All T rows × P features as they are for this fold; several threads read them at once. */
  RowSource features(Fold fold);

  /**
   * Whether features of which none varies are an answer, with predictions of 0, and not a fault; so
   * of a baseline, as where every TR has as many words.
   */
  default boolean mayBeConstant() {
    return false;
  }

  /** Features that are the same for every fold. */
  static Design of(RowSource x) {
    return new Design() {
      @Override
      public int rows() {
        return x.rows();
      }

      @Override
      public RowSource features(Fold fold) {
        return x;
      }
    };
  }

  /** The same features, which {@linkplain #mayBeConstant() may be constant}. */
  static Design ofBaseline(FMatrixRMaj x) {
    Design plain = of(x);
    return new Design() {
      @Override
      public int rows() {
        return plain.rows();
      }

      @Override
      public RowSource features(Fold fold) {
        return plain.features(fold);
      }

      @Override
      public boolean mayBeConstant() {
        return true;
      }
    };
  }

  /** Features held in memory, the same for every fold. */
  static Design of(FMatrixRMaj x) {
    return of(RowSource.of(x));
  }
}
