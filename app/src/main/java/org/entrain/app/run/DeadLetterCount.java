package org.entrain.app.run;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.entrain.schemas.Topic;
import org.entrain.schemas.Topics;
import org.entrain.transport.KafkaConnection;

/** Records of the dead-letter topics, by their end offsets. */
final class DeadLetterCount {

  private static final long PATIENCE_SECONDS = 10;

  private DeadLetterCount() {}

  /** Number of records by topic; topics without any are left out. */
  static Map<String, Long> of(KafkaConnection connection, Topics topics) {
    Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
    for (Topic<?> topic : topics.all()) {
      ends.put(new TopicPartition(topic.deadLetters(), 0), OffsetSpec.latest());
    }
    Map<String, Long> counts = new TreeMap<>();
    try (Admin admin = Admin.create(connection.admin())) {
      Map<TopicPartition, ListOffsetsResult.ListOffsetsResultInfo> found =
          admin.listOffsets(ends).all().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      found.forEach(
          (partition, end) -> {
            if (end.offset() > 0) {
              counts.put(partition.topic(), end.offset());
            }
          });
      return counts;
    } catch (ExecutionException | TimeoutException e) {
      throw new WorkFailure("the broker does not say how many dead letters there are: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new WorkFailure("interrupted", e);
    }
  }
}
