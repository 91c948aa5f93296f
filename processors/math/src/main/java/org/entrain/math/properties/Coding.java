package org.entrain.math.properties;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/** How classes become the columns that representations are regressed on. */
public enum Coding {
  /** A column per class: any differences between classes are removed. */
  ONE_HOT {
    @Override
    DMatrixRMaj codes(int classes) {
      return CommonOps_DDRM.identity(classes);
    }
  },

  /** One column, the number of the class, as published: differences along their order alone. */
  ORDINAL {
    @Override
    DMatrixRMaj codes(int classes) {
      DMatrixRMaj codes = new DMatrixRMaj(classes, 1);
      for (int c = 0; c < classes; c++) {
        codes.set(c, 0, c);
      }
      return codes;
    }
  };

  /** What stands in the columns for each class: classes × columns. */
  abstract DMatrixRMaj codes(int classes);
}
