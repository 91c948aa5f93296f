package org.entrain.app.command;

import java.nio.file.Files;
import org.entrain.app.state.StateFolder;
import org.entrain.common.InvalidInputException;
import org.entrain.results.DuckDbOptions;
import org.entrain.results.DuckDbResults;
import org.entrain.results.ResultStore;
import org.entrain.results.ResultStoreException;

/** Opens the results of a state that is held meanwhile and that nobody else has. */
final class StoppedResults {

  private StoppedResults() {}

  /**
   * Opens to read, even if the last process was killed and left a log of changes behind, or was of
   * the version before.
   */
  static ResultStore open(StateFolder folder) {
    try {
      return DuckDbResults.openReadOnly(folder.results(), DuckDbOptions.DEFAULT);
    } catch (InvalidInputException | ResultStoreException e) {
      if (!Files.exists(folder.results())) {
        throw e;
      }
      // Only who may write can finish what was cut off and bring the file to this version; what is
      // beyond that is refused here.
      DuckDbResults.open(folder.results(), DuckDbOptions.DEFAULT).close();
      return DuckDbResults.openReadOnly(folder.results(), DuckDbOptions.DEFAULT);
    }
  }
}
