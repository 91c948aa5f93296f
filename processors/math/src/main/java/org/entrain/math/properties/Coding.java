package org.entrain.math.properties;

import java.util.Arrays;
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

  /** One column, the place of the class, as published: differences along their order alone. */
  ORDINAL {
    @Override
    public DMatrixRMaj codes(List<String> classes) {
      return column(IntStream.range(0, classes.size()));
    }
  },

  /** {@link #ORDINAL} where classes are integers that are not their places. */
  NUMBER {
    @Override
    public DMatrixRMaj codes(List<String> classes) {
      return column(IntStream.of(Labels.numbers(classes)));
    }
  };

  private static DMatrixRMaj column(IntStream numbers) {
    double[] values = numbers.asDoubleStream().toArray();
    return new DMatrixRMaj(values.length, 1, true, values);
  }

  /** What this coding is for some classes: numbers of their own, where ordinals have them. */
  public Coding of(List<String> classes) {
    boolean places =
        Arrays.equals(Labels.numbers(classes), IntStream.range(0, classes.size()).toArray());
    return this == ORDINAL && !places ? NUMBER : this;
  }

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
