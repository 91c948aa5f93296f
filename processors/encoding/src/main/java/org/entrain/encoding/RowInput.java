package org.entrain.encoding;

import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.entrain.gathering.Gather;
import org.entrain.gathering.InputRow;
import org.entrain.gathering.RowShape;
import org.entrain.math.Design;
import org.entrain.schemas.Topic;
import org.entrain.schemas.avro.Plan;
import org.entrain.transport.DeadLetters;
import org.jspecify.annotations.Nullable;

/** What is gathered, and how a design is made of it. */
interface RowInput {

  Topic<? extends SpecificRecord> topic();

  /**
   * Reads a record; null when it holds no row or was buried.
   *
   * @throws IllegalArgumentException when its fields contradict each other
   */
  @Nullable InputRow row(ConsumerRecord<byte[], byte[]> message, DeadLetters deadLetters);

  /** What a plan says of every row of its unit. */
  RowShape shape(Plan plan);

  /** Layers that a gather serves, given its plan. */
  List<Integer> layers(Gather gather, Plan plan);

  /** Whether every row is there, given its plan. */
  boolean complete(Gather gather, Plan plan);

  /**
   * Reads a complete gather's rows of one layer into memory.
   *
   * @param removed property that they are to lack; null: none
   * @throws IllegalArgumentException when rows and plan contradict each other
   */
  Design design(Gather gather, Plan plan, int layer, @Nullable RemovedProperty removed);
}
