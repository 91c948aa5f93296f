package org.entrain.monitoring;

import java.util.List;
import org.entrain.schemas.Topic;

/**
 * What a stage reads, and where the brokers or its clients know how far it is.
 *
 * @param kind who keeps its place
 * @param group group of all workers of the stage; empty if it has none
 * @param topics topics whose records are its work
 * @param pieces whether it works in pieces that are counted: tasks, fits, properties
 */
public record StageInput(Kind kind, String group, List<Topic<?>> topics, boolean pieces) {

  /** Who keeps a stage's place in its topics. */
  public enum Kind {
    /** The brokers, as offsets of a consumer group. */
    CONSUMER_GROUP,
    /** The brokers, as states of a share group. */
    SHARE_GROUP,
    /** The stage itself: its clients say how far they are. */
    OWN
  }

  public StageInput {
    topics = List.copyOf(topics);
  }

  /** Of the members of a consumer group. */
  public static StageInput ofGroup(String group, Topic<?>... topics) {
    return new StageInput(Kind.CONSUMER_GROUP, group, List.of(topics), false);
  }

  /** Of the members of a share group. */
  public static StageInput ofShareGroup(String group, Topic<?>... topics) {
    return new StageInput(Kind.SHARE_GROUP, group, List.of(topics), false);
  }

  /** Of a stage that keeps its place itself. */
  public static StageInput ofItsOwn(List<Topic<?>> topics) {
    return new StageInput(Kind.OWN, "", topics, false);
  }

  /** The same of a stage that works in pieces. */
  public StageInput inPieces() {
    return new StageInput(kind, group, topics, true);
  }
}
