package org.entrain.dashboard;

import static org.entrain.dashboard.Endpoint.get;
import static org.entrain.dashboard.Endpoint.post;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.List;
import java.util.Map;
import org.entrain.dashboard.Endpoint.Parameter;
import org.entrain.dashboard.TopicView.LetterView;
import org.entrain.dashboard.TopicView.RecordView;
import org.entrain.results.Comparison;
import org.entrain.transport.Redrive;

/** What the API answers from the running stream, and the two things that it does to it. */
final class StreamApi {

  private static final int MOST_RECORDS = 100;

  private final LiveStream stream;
  private final TopicCounts counts;
  private final TopicDesk desk;
  private final Redrive redrive;

  StreamApi(LiveStream stream, TopicCounts counts, TopicDesk desk, Redrive redrive) {
    this.stream = stream;
    this.counts = counts;
    this.desk = desk;
    this.redrive = redrive;
  }

  /**
   * Where to look for checkpoints.
   *
   * @param path folder of a checkpoint or of checkpoints, {@code DIR} or {@code NAME=DIR}
   */
  record NewCheckpoints(String path) {}

  /**
   * A dead letter.
   *
   * @param topic dead-letter topic
   * @param offset where it stands there
   */
  record Letter(String topic, long offset) {}

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
            "/api/topics",
            "Topics: records, bytes, rate, consumers and their lag",
            new TypeReference<List<TopicView>>() {}.getType(),
            request -> counts.topics(stream.view().deadLetters())),
        get(
            "/api/topics/{topic}/records",
            "Records of a topic, decoded",
            new TypeReference<List<RecordView>>() {}.getType(),
            request ->
                desk.records(
                    request.path("topic"),
                    (int) request.number("partition", -1, -1, Short.MAX_VALUE),
                    request.number("offset", -1, -1, Long.MAX_VALUE / 2),
                    (int) request.number("limit", 20, 1, MOST_RECORDS)),
            Parameter.path("topic", "name of the topic, or of its dead letters"),
            Parameter.number("partition", "which partition (default: all)"),
            Parameter.number("offset", "first offset (default: the newest records)"),
            Parameter.number("limit", "most records to answer, 1 to 100 (default 20)")),
        get(
            "/api/dead-letters",
            "Records that could not be used, with cause and origin",
            new TypeReference<List<LetterView>>() {}.getType(),
            request -> desk.letters(),
            Paging.OFFSET,
            Paging.LIMIT),
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
            "/api/dead-letters/redrive",
            "Takes a dead letter back to where it came from, once",
            Letter.class,
            Done.class,
            request -> {
              Letter letter = request.body(Letter.class);
              return new Done(
                  "Taken back, now " + redrive.letter(letter.topic(), letter.offset()) + ".");
            }),
        post(
            "/api/checkpoints",
            "Announces the checkpoints of a folder",
            NewCheckpoints.class,
            Done.class,
            request -> new Done(stream.add(request.body(NewCheckpoints.class).path()))));
  }
}
