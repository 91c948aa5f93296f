package org.entrain.math.properties;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/** How classes become the columns that representations are regressed on. */
public enum Coding {
  /** A column per class: any differences between classes are removed. */
  ONE_HOT {
    @Override
    public DMatrixRMaj codes(List<String> classes) {
      return CommonOps_DDRM.identity(classes.size());
    }
  },

  /** One column, the number of the class, as published: differences along their order alone. */
  ORDINAL {
    @Override
    public DMatrixRMaj codes(List<String> classes) {
      double[] numbers = IntStream.of(Labels.numbers(classes)).asDoubleStream().toArray();
      return new DMatrixRMaj(numbers.length, 1, true, numbers);
    }
  };

  /**
   * What stands in the columns for each class: classes × columns.
   *
   * @param classes names of the classes, in their order
   */
  public abstract DMatrixRMaj codes(List<String> classes);

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
