package org.entrain.app.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.entrain.app.state.StateFolder;
import org.entrain.common.InvalidInputException;
import org.entrain.results.Comparison;
import org.entrain.results.DuckDbOptions;
import org.entrain.results.DuckDbResults;
import org.entrain.results.ResultQueries;
import org.jspecify.annotations.Nullable;

/** A state that the page compares with. */
final class OtherState {

  private static final String OTHERWISE = "compare by `entrain compare` when nothing runs";

  private OtherState() {}

  /**
   * Compares results with those of another state.
   *
   * @param own file of the results; null if they are in no file
   * @throws InvalidInputException if the other one may not be named, is the same one, or has no
   *     results that can be read
   */
  static Comparison compare(
      ResultQueries queries, @Nullable Path own, StateFolder other, List<Path> allowed) {
    AllowedFolders.require(allowed, other.root(), OTHERWISE);
    AllowedFolders.require(allowed, other.results(), OTHERWISE);
    if (own != null && same(own, other.results())) {
      throw new InvalidInputException(
          other.root().toString(), "state", "another state", "this one", "Name another folder.");
    }
    try (DuckDbResults results =
        DuckDbResults.openReadOnly(other.results(), DuckDbOptions.DEFAULT)) {
      return Comparison.of(queries, results.queries());
    }
  }

  private static boolean same(Path own, Path other) {
    try {
      return Files.isSameFile(own, other);
    } catch (IOException e) {
      return false; // nothing there: whoever opens it says so
    }
  }
}
