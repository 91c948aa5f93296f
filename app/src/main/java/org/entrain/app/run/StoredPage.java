package org.entrain.app.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.entrain.app.state.StateFolder;
import org.entrain.common.InvalidInputException;
import org.entrain.dashboard.LiveStream;
import org.entrain.dashboard.StreamView;
import org.entrain.dashboard.StreamView.StageView;
import org.entrain.results.Accounting;
import org.entrain.results.Comparison;
import org.entrain.results.DuckDbOptions;
import org.entrain.results.DuckDbResults;
import org.entrain.results.ResultQueries;

/** What the page sees of results alone: those of a stopped state, or of a cluster's database. */
public final class StoredPage implements LiveStream {

  private final ResultQueries queries;
  private final List<Path> allowed;

  /**
   * @param allowed folders that states may be named in, to be compared with
   */
  public StoredPage(ResultQueries queries, List<Path> allowed) {
    this.queries = queries;
    this.allowed = List.copyOf(allowed);
  }

  @Override
  public StreamView view() {
    Map<String, String> facts = queries.settings();
    Accounting accounting = queries.accounting();
    List<StageView> stages =
        accounting.stages().stream()
            .map(
                stage ->
                    new StageView(
                        stage.stage(),
                        "items",
                        stage.doneItems() + stage.skippedItems() + stage.failedItems(),
                        stage.expectedItems(),
                        stage.failedItems(),
                        null,
                        null,
                        "",
                        null))
            .toList();
    return new StreamView(
        facts.getOrDefault(StoredKeys.DATASET, ""),
        Boolean.parseBoolean(facts.get(StoredKeys.SIMULATED)),
        false,
        accounting.units().open() == 0,
        0,
        stages,
        List.of(),
        null,
        Map.of());
  }

  /** A cluster's worker moves its offsets with every batch. */
  @Override
  public long commits() {
    return queries.offsets().values().stream().mapToLong(Long::longValue).sum();
  }

  @Override
  public String add(String path) {
    throw new InvalidInputException(
        path, "checkpoint", "a run that goes on", "results alone", "Use `entrain add` or `run`.");
  }

  @Override
  public Comparison compare(String state) {
    StateFolder other = new StateFolder(Path.of(state));
    AllowedFolders.require(allowed, other.root(), "compare by `entrain compare` when nothing runs");
    try (DuckDbResults results =
        DuckDbResults.openReadOnly(other.results(), DuckDbOptions.DEFAULT)) {
      return Comparison.of(queries, results.queries());
    }
  }

  @Override
  public Map<String, String> facts() {
    return Facts.of(queries);
  }
}
