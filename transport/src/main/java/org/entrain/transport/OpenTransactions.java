package org.entrain.transport;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/**
 * Transactions of others. Whoever reads what is committed sees nothing behind the first record of
 * an open one, whoever wrote it; that of a process that was killed stays open until the brokers end
 * it.
 */
final class OpenTransactions {

  private static final long PAUSE_NS = 100_000_000;

  private OpenTransactions() {}

  /**
   * Returns when all that was written to partitions before can be read.
   *
   * @throws EventDeliveryException if that takes longer than permitted, or the brokers do not
   *     answer
   */
  static void awaitEnd(Admin admin, Collection<TopicPartition> partitions, Duration within) {
    Map<TopicPartition, Long> written = ends(admin, partitions, IsolationLevel.READ_UNCOMMITTED);
    long start = System.nanoTime();
    while (true) {
      Map<TopicPartition, Long> readable = ends(admin, partitions, IsolationLevel.READ_COMMITTED);
      List<String> hidden =
          written.entrySet().stream()
              .filter(end -> readable.getOrDefault(end.getKey(), 0L) < end.getValue())
              .map(end -> end.getKey().topic())
              .sorted()
              .toList();
      if (hidden.isEmpty()) {
        return;
      }
      if (System.nanoTime() - start > within.toNanos()) {
        throw new EventDeliveryException(
            "a transaction is open in %s and hides what was done there. The brokers end that of a"
                    .formatted(String.join(", ", hidden))
                + " process that died: try again in a minute");
      }
      LockSupport.parkNanos(PAUSE_NS);
    }
  }

  private static Map<TopicPartition, Long> ends(
      Admin admin, Collection<TopicPartition> partitions, IsolationLevel level) {
    Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
    partitions.forEach(partition -> latest.put(partition, OffsetSpec.latest()));
    Map<TopicPartition, Long> ends = new HashMap<>();
    Answers.await(admin.listOffsets(latest, new ListOffsetsOptions(level)).all())
        .forEach((partition, end) -> ends.put(partition, end.offset()));
    return ends;
  }
}
