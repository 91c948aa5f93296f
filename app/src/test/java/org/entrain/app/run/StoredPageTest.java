package org.entrain.app.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.entrain.app.state.StateFolder;
import org.entrain.dashboard.StreamView;
import org.entrain.dashboard.StreamView.StageView;
import org.entrain.results.DuckDbOptions;
import org.entrain.results.DuckDbResults;
import org.entrain.results.ResultBatch;
import org.entrain.schemas.avro.Progress;
import org.entrain.schemas.avro.WorkState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A page of results alone says what they say, and not what they do not. */
class StoredPageTest {

  @TempDir private Path temporary;
  private StateFolder folder;
  private DuckDbResults results;

  @BeforeEach
  void open() {
    folder = new StateFolder(temporary);
    folder.create();
    results = DuckDbResults.open(folder.results(), DuckDbOptions.DEFAULT);
  }

  @AfterEach
  void close() {
    results.close();
  }

  @Test
  void stages_areInTheOrderOfTheStream_withoutLoading() {
    results
        .sink()
        .apply(
            ResultBatch.of(
                Stream.of(
                        "unknown",
                        "encoding",
                        "loading",
                        "embedding",
                        "properties",
                        "features",
                        "planner")
                    .map(StoredPageTest::done)
                    .toList(),
                Map.of()));
    assertThat(page(folder).view().stages())
        .extracting(StageView::name)
        .containsExactly("planner", "embedding", "features", "encoding", "properties", "unknown");
  }

  @Test
  void deadLetters_areThoseOfTheState_andNotKnownOfACluster() {
    DeadLetterFile.write(folder, Map.of("entrain.words.dlq", 3L));
    StreamView ofState = page(folder).view();
    assertThat(ofState.deadLetters()).containsExactly(Map.entry("entrain.words.dlq", 3L));
    assertThat(ofState.live()).isFalse();
    assertThat(page(null).view().deadLetters()).isNull();
  }

  private StoredPage page(StateFolder state) {
    return new StoredPage(results.queries(), state, List.of(), () -> 0);
  }

  private static Progress done(String stage) {
    return Progress.newBuilder()
        .setStage(stage)
        .setUnit("u")
        .setPart("p")
        .setState(WorkState.DONE)
        .build();
  }
}
