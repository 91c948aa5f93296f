package org.entrain.results;

import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * A database of results that takes events together with the offsets they came from.
 *
 * <p>Contract: a batch is applied in one transaction or not at all; applying it again changes
 * nothing; the scores of a fit (unit × layer × variant × participant) replace earlier ones whole,
 * once the blocks of all its voxels are there, in whichever order and batches they come. Results of
 * a removed checkpoint or participant are deleted, and later ones passed over, whichever comes
 * first. One thread at a time.
 */
public interface ResultSink {

  /**
   * Applies the events and stores the offsets, in one transaction.
   *
   * @throws IllegalArgumentException for an event that {@link ResultEvents#check} refuses; nothing
   *     of the batch is applied then
   * @throws ResultStoreException if the database fails; nothing of the batch is applied then
   */
  void apply(ResultBatch batch);

  /** Where to resume: the offset of the next record of every partition seen so far. */
  Map<TopicPartition, Long> offsets();

  /**
   * Results that were removed and are wanted again. They are in the topics up to {@link #offsets}:
   * whoever reads these applies them again, without offsets, and says so by {@link #restored}.
   */
  Restoration restoration();

  /** Notes that all of it was applied. */
  void restored(Restoration restoration);

  /** Replaces the settings that are stored with the results by these. */
  void putSettings(Map<String, String> settings);
}
