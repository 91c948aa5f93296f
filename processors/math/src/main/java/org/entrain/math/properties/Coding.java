package org.entrain.math.properties;

import java.util.Locale;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/** How classes become the columns that representations are regressed on. */
public enum Coding {
  /** A column per class: any differences between classes are removed. */
  ONE_HOT {
    @Override
    public DMatrixRMaj codes(int classes) {
      return CommonOps_DDRM.identity(classes);
    }
  },

  /** One column, the number of the class, as published: differences along their order alone. */
  ORDINAL {
    @Override
    public DMatrixRMaj codes(int classes) {
      DMatrixRMaj codes = new DMatrixRMaj(classes, 1);
      for (int c = 0; c < classes; c++) {
        codes.set(c, 0, c);
      }
      return codes;
    }
  };

  /** What stands in the columns for each class: classes × columns. */
  public abstract DMatrixRMaj codes(int classes);

  /** The name that events have for it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The coding of this {@link #text()}.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Coding named(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}
