package org.entrain.producers;

import org.entrain.schemas.Topic;

/** Hears how far a publisher is; called after every event, by the publishing thread. */
@FunctionalInterface
public interface PublicationListener {

  /** Does nothing. */
  PublicationListener NONE = (topic, sent, total) -> {};

  /**
   * @param topic where the event went
   * @param sent events this publication has sent to the topic so far
   * @param total events it will have sent there at its end
   */
  void published(Topic<?> topic, long sent, long total);
}
