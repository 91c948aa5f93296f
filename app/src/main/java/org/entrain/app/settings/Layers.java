package org.entrain.app.settings;

import java.util.HashSet;
import org.jspecify.annotations.Nullable;

/** Hidden states, as settings name them: {@code all}, or indices. */
public final class Layers {

  private static final String ALL = "all";

  private Layers() {}

  /**
   * Whether layers have all of others. How many {@code all} are differs between models, so that
   * only {@code all} has all of them.
   */
  public static boolean include(@Nullable String layers, @Nullable String others) {
    if (layers == null || others == null) {
      return false;
    }
    if (layers.equals(ALL) || others.equals(ALL)) {
      return layers.equals(ALL);
    }
    return new HashSet<>(Numbers.indices(layers)).containsAll(Numbers.indices(others));
  }
}
