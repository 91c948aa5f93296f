package org.entrain.app.run;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.errors.SerializationException;
import org.entrain.schemas.Topics;
import org.entrain.schemas.avro.Progress;
import org.entrain.schemas.avro.WorkState;
import org.entrain.transport.BroadcastReader;
import org.entrain.transport.EventSink;
import org.entrain.transport.KafkaConnection;
import org.entrain.transport.ProgressReporter;

/**
 * What has been published completely, kept on the progress topic itself: what the topics hold and
 * what is said about them cannot come apart. A publication that was cut off is not in it and is
 * repeated whole; its readers recognise what they have by index.
 */
final class PublishedLedger {

  static final String STAGE = "produce";

  private final Topics topics;
  private final Map<String, String> inputs = new ConcurrentHashMap<>();
  private final WorkTime before;

  /** Reads what has been published so far. */
  PublishedLedger(KafkaConnection connection, Topics topics) {
    this.topics = topics;
    Map<String, Progress> found = new HashMap<>();
    try (BroadcastReader reader =
        new BroadcastReader(connection, "entrain-ledger", List.of(topics.progress()))) {
      reader.readToEnd(
          message -> {
            if (message.value() != null) {
              read(topics, message.value())
                  .ifPresent(progress -> found.put(ProgressReporter.key(progress), progress));
            }
          });
    }
    before = WorkTime.of(found.values());
    found.values().forEach(this::take);
  }

  /** Whether a publication is complete with just this content. */
  boolean has(String publication, String content) {
    return content.equals(inputs.get(publication));
  }

  /**
   * Notes that a publication is complete; returns when the note is safe.
   *
   * @param sink what the publication went through, so that a failure of it comes up here at last
   */
  void done(EventSink sink, String publication, String content, long events) {
    Progress progress =
        Progress.newBuilder()
            .setStage(STAGE)
            .setUnit(publication)
            .setName(publication)
            .setState(WorkState.DONE)
            .setExpected(events)
            .setDone(events)
            .setInputs(content)
            .build();
    new ProgressReporter(sink, topics.progress()).report(progress);
    sink.flush();
    take(progress);
  }

  /** Time of the work that earlier runs did. */
  WorkTime before() {
    return before;
  }

  private static Optional<Progress> read(Topics topics, byte[] value) {
    try {
      return Optional.of(topics.progress().values().decode(value));
    } catch (SerializationException e) {
      return Optional.empty(); // the results worker buries it
    }
  }

  private void take(Progress progress) {
    if (progress.getStage().equals(STAGE) && progress.getState() == WorkState.DONE) {
      inputs.put(progress.getUnit(), progress.getInputs());
    }
  }
}
