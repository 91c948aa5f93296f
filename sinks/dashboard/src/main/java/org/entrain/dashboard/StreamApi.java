package org.entrain.dashboard;

import static org.entrain.dashboard.Endpoint.get;
import static org.entrain.dashboard.Endpoint.post;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.List;
import java.util.Map;
import org.entrain.dashboard.Endpoint.Parameter;
import org.entrain.results.Comparison;
import org.jspecify.annotations.Nullable;

/** What the API answers from the run; it can announce checkpoints. */
final class StreamApi {

  private final LiveStream stream;

  StreamApi(LiveStream stream) {
    this.stream = stream;
  }

  /**
   * Where to look for checkpoints.
   *
   * @param path folder of a checkpoint or of checkpoints, {@code DIR} or {@code NAME=DIR}
   */
  record NewCheckpoints(@Nullable String path) {}

  /**
   * What was done.
   *
   * @param done for people
   */
  record Done(String done) {}

  List<Endpoint> endpoints() {
    return List.of(
        get("/api/stream", "Where the run stands", StreamView.class, request -> stream.view()),
        get(
            "/api/facts",
            "Settings, versions and data of the run, by name",
            new TypeReference<Map<String, String>>() {}.getType(),
            request -> stream.facts()),
        get(
            "/api/compare",
            "What differs between this run and another state",
            Comparison.class,
            request -> {
              String state = request.text("state");
              if (state == null || state.isBlank()) {
                throw request.refused("state", "the folder of another state", "none");
              }
              return stream.compare(state);
            },
            Parameter.text("state", "folder of the other state")),
        post(
            "/api/checkpoints",
            "Announces the checkpoints of a folder",
            NewCheckpoints.class,
            Done.class,
            request -> {
              String path = request.body(NewCheckpoints.class).path();
              if (path == null || path.isBlank()) {
                throw request.refused("path", "a folder", "none");
              }
              return new Done(stream.add(path));
            }));
  }
}
