package org.entrain.dashboard;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.entrain.dashboard.TopicView.LetterView;
import org.entrain.dashboard.TopicView.RecordView;
import org.entrain.schemas.Topic;
import org.entrain.schemas.Topics;
import org.entrain.transport.KafkaConnection;
import org.entrain.transport.Letter;
import org.entrain.transport.LetterReader;
import org.jspecify.annotations.Nullable;

/** The dead letters of all topics, decoded. Thread-safe. */
final class LetterDesk implements AutoCloseable {

  /** Letters whose records are kept; the oldest are forgotten first. */
  private static final int MOST = 10_000;

  private final Map<String, Topic<?>> topics = new HashMap<>();
  private final LetterReader reader;

  /** By the letter's name. */
  private final Map<String, RecordView> records =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, RecordView> eldest) {
          return size() > MOST;
        }
      };

  LetterDesk(KafkaConnection connection, Topics topics) {
    topics.all().forEach(topic -> this.topics.put(topic.deadLetters(), topic));
    reader = new LetterReader(connection, topics, "entrain-letters", this::keep);
  }

  /**
   * The newest of them, oldest first, each once by where it stood.
   *
   * @throws KafkaException if the brokers do not answer in time
   */
  synchronized List<LetterView> all() {
    List<LetterView> views = new ArrayList<>();
    for (Letter letter : reader.all()) {
      @Nullable RecordView record = records.get(letter.name());
      if (record != null) {
        views.add(view(letter, record));
      }
    }
    return views;
  }

  @Override
  public void close() {
    reader.close();
  }

  private void keep(ConsumerRecord<byte[], byte[]> record) {
    Topic<?> topic = topics.get(record.topic());
    if (topic == null) {
      throw new IllegalStateException("a record of another topic: " + record.topic());
    }
    records.put(Letter.of(record).name(), TopicDesk.view(topic, record));
  }

  private static LetterView view(Letter letter, RecordView record) {
    return new LetterView(
        letter.topic(),
        letter.offset(),
        letter.stage(),
        letter.cause(),
        letter.origin(),
        letter.state().text(),
        record);
  }
}
