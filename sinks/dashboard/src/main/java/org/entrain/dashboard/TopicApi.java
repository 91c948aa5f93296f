package org.entrain.dashboard;

import static org.entrain.dashboard.Endpoint.get;
import static org.entrain.dashboard.Endpoint.list;
import static org.entrain.dashboard.Endpoint.post;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.entrain.dashboard.Endpoint.Parameter;
import org.entrain.dashboard.StreamApi.Done;
import org.entrain.dashboard.TopicView.LetterView;
import org.entrain.dashboard.TopicView.RecordView;
import org.entrain.schemas.Topics;
import org.entrain.transport.KafkaConnection;
import org.entrain.transport.Redrive;
import org.jspecify.annotations.Nullable;

/** What the API answers from the topics; it can take a dead letter back. */
final class TopicApi implements AutoCloseable {

  private static final int MOST_RECORDS = 100;
  private static final int USUAL_RECORDS = 20;

  private final LiveStream stream;
  private final TopicCounts counts;
  private final TopicDesk desk;
  private final LetterDesk letters;
  private final Redrive redrive;

  /**
   * @param results offset of the next record of every partition that the results come from
   */
  TopicApi(
      LiveStream stream,
      KafkaConnection connection,
      Topics topics,
      Supplier<Map<TopicPartition, Long>> results) {
    this.stream = stream;
    counts = new TopicCounts(connection, topics, results, System::nanoTime);
    desk = new TopicDesk(connection, topics);
    letters = new LetterDesk(connection, topics);
    redrive = new Redrive(connection, topics);
  }

  /**
   * A dead letter.
   *
   * @param topic dead-letter topic
   * @param offset where it stands there
   */
  record Letter(@Nullable String topic, long offset) {}

  /** Records that each stage has not read yet, by name of the stage. */
  Map<String, Long> lags() {
    return counts.lags();
  }

  List<Endpoint> endpoints() {
    return List.of(
        get(
            "/api/topics",
            "Topics: records, bytes, rate, consumers and their lag",
            new TypeReference<List<TopicView>>() {}.getType(),
            request -> counts.topics(Objects.requireNonNull(stream.view().deadLetters()))),
        get(
            "/api/topics/{topic}/records",
            "Records of a topic, decoded",
            new TypeReference<List<RecordView>>() {}.getType(),
            request ->
                desk.records(
                    request.path("topic"),
                    (int) request.number("partition", -1, -1, Short.MAX_VALUE),
                    request.number("offset", -1, -1, Long.MAX_VALUE / 2),
                    (int) request.number("limit", USUAL_RECORDS, 1, MOST_RECORDS)),
            Parameter.path("topic", "name of the topic, or of its dead letters"),
            Parameter.number("partition", "which partition (default: all)"),
            Parameter.number("offset", "first offset (default: the newest records)"),
            Parameter.number("limit", "most records to answer, 1 to 100 (default 20)")),
        list(
            "/api/dead-letters",
            "Records that could not be used, with cause and origin",
            new TypeReference<List<LetterView>>() {}.getType(),
            request -> letters.all()),
        post(
            "/api/dead-letters/redrive",
            "Takes a dead letter back to where it came from, once",
            Letter.class,
            Done.class,
            request -> {
              Letter letter = request.body(Letter.class);
              if (letter.topic() == null) {
                throw request.refused("topic", "a dead-letter topic", "none");
              }
              return new Done(
                  "Taken back, now " + redrive.letter(letter.topic(), letter.offset()) + ".");
            }));
  }

  @Override
  public void close() {
    letters.close();
    desk.close();
    counts.close();
  }
}
