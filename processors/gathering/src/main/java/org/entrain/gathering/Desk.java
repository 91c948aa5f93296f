package org.entrain.gathering;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.entrain.schemas.avro.Progress;
import org.jspecify.annotations.Nullable;

/** What a worker decides, of which {@link GatheringLoop} is the hands. For the loop's thread. */
public interface Desk {

  /** Takes in all that was broadcast so far: work may start only with a full ledger. */
  void open() throws ExecutionException, InterruptedException;

  /** Takes in what was broadcast since, without waiting, and returns whether there was anything. */
  boolean listen();

  /** Whether anything that makes work due changed since this was last asked. */
  boolean changed() throws ExecutionException, InterruptedException;

  /** Takes in a record of the input topic. */
  void accept(ConsumerRecord<byte[], byte[]> message);

  /** Closes what is settled. */
  void tidy();

  /** Offsets to go back to, by partition, of rows that are needed again. */
  Map<Integer, Long> rewinds(Collection<Integer> owned);

  /** The next job that is due; null if none is. */
  @Nullable Job next(Collection<Integer> owned);

  /** Whether a job that runs is to be ended, because nobody wants what comes of it. */
  boolean cutOff(Job job);

  /** What is to be done before a job starts, and when there is none and nothing arrives. */
  default void pause() throws ExecutionException, InterruptedException {}

  /** Takes in what a job has published. */
  void settled(Progress progress);

  /** Partitions are this worker's from now on. */
  void gained();

  /** Partitions are another worker's from now on. */
  void lost(Collection<Integer> partitions);

  /** Lowest offset that is still needed of a partition read up to {@code position}. */
  long pin(int partition, long position);
}
