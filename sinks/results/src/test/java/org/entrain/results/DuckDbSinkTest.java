package org.entrain.results;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class DuckDbSinkTest extends ResultSinkContract {

  @TempDir Path folder;
  private DuckDbResults results;

  @Override
  void openStore() {
    results = DuckDbResults.open(folder.resolve("results.duckdb"), DuckDbOptions.DEFAULT);
    sink = results.sink();
    queries = results.queries();
  }

  @Override
  void closeStore() {
    results.close();
  }
}
