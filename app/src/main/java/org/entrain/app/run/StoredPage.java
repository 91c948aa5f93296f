package org.entrain.app.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.entrain.app.state.StateFolder;
import org.entrain.common.InvalidInputException;
import org.entrain.dashboard.LiveStream;
import org.entrain.dashboard.StreamView;
import org.entrain.dashboard.StreamView.StageView;
import org.entrain.results.Accounting;
import org.entrain.results.Comparison;
import org.entrain.results.ResultQueries;
import org.entrain.results.StoredKeys;
import org.entrain.transport.ProgressReporter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the page sees of results alone: those of a stopped state, or of a cluster's database. */
public final class StoredPage implements LiveStream {

  private static final long GLANCE_NANOS = 2_000_000_000L;

  private static final Logger LOG = LoggerFactory.getLogger(StoredPage.class);

  private final ResultQueries queries;
  private final @Nullable StateFolder folder;
  private final List<Path> allowed;
  private final LongSupplier nanos;
  private long asked;
  private long commits = -1;
  private long viewed;
  private @Nullable StreamView view;

  /**
   * @param folder state that the results are of; null if they are a cluster's
   * @param allowed folders that states may be named in, to be compared with
   * @param nanos clock, ns
   */
  public StoredPage(
      ResultQueries queries, @Nullable StateFolder folder, List<Path> allowed, LongSupplier nanos) {
    this.queries = queries;
    this.folder = folder;
    this.allowed = List.copyOf(allowed);
    this.nanos = nanos;
  }

  @Override
  public synchronized StreamView view() {
    long now = commits();
    if (view == null || viewed != now) {
      view = read();
      viewed = now;
    }
    return view;
  }

  /** A cluster's worker moves its offsets with every batch. */
  @Override
  public synchronized long commits() {
    if (nanos.getAsLong() - asked > GLANCE_NANOS || commits < 0) {
      commits = queries.offsets().values().stream().mapToLong(Long::longValue).sum();
      asked = nanos.getAsLong();
    }
    return commits;
  }

  private StreamView read() {
    Map<String, String> facts = queries.settings();
    Accounting accounting = queries.accounting();
    List<StageView> stages =
        accounting.stages().stream()
            .filter(stage -> !stage.stage().equals(ProgressReporter.LOADING))
            .sorted(Comparator.comparingInt(stage -> StageLines.place(stage.stage())))
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
        deadLetters());
  }

  /** Those that the last run counted; null for a cluster, whose topics are not asked. */
  private @Nullable Map<String, Long> deadLetters() {
    if (folder == null) {
      return null;
    }
    try {
      return DeadLetterFile.read(folder);
    } catch (IOException e) {
      LOG.warn("dead letters are not known", e);
      return null;
    }
  }

  @Override
  public String add(String path) {
    throw new InvalidInputException(
        path, "checkpoint", "a run that goes on", "results alone", "Use `entrain add` or `run`.");
  }

  @Override
  public Comparison compare(String state) {
    return OtherState.compare(
        queries,
        folder == null ? null : folder.results(),
        new StateFolder(Path.of(state)),
        allowed);
  }

  @Override
  public Map<String, String> facts() {
    return Facts.of(queries);
  }
}
