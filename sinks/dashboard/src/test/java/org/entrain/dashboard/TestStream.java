package org.entrain.dashboard;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.entrain.common.InvalidInputException;
import org.entrain.dashboard.StreamView.StageView;
import org.entrain.dashboard.StreamView.WordView;
import org.entrain.dashboard.StreamView.WorkView;
import org.entrain.results.Comparison;
import org.entrain.results.ResultQueries;

/** A run that stands where the test puts it. */
final class TestStream implements LiveStream {

  final AtomicLong commits = new AtomicLong();
  private final ResultQueries queries;
  private volatile long done = 3;

  TestStream(ResultQueries queries) {
    this.queries = queries;
  }

  void advance(long pieces) {
    done = pieces;
    commits.incrementAndGet();
  }

  @Override
  public StreamView view() {
    return new StreamView(
        "<i>story</i>",
        true,
        true,
        false,
        12,
        List.of(
            new StageView("replay", "events", 10, 10, 0, null, null, "", null),
            new StageView("encoding", "fits", done, 12, 1, 2.5, 3.6, "", null)),
        List.of(
            new WorkView("encoding", SimulatedResults.MODEL + "@1", "0/initial/A", 0, 1, 0, -1)),
        new WordView("<u>once</u>", 0, 4, 60, 2, 6, "before"),
        Map.of());
  }

  @Override
  public long commits() {
    return commits.get();
  }

  @Override
  public String add(String path) {
    if (path.contains("..")) {
      throw new InvalidInputException(path, "folder", "one that is allowed", "another", "Ask.");
    }
    return "Announced: " + path;
  }

  @Override
  public Comparison compare(String state) {
    return Comparison.of(queries, queries);
  }

  @Override
  public Map<String, String> facts() {
    return Map.of("dataset", "<i>story</i>", "preset", "strict");
  }
}
