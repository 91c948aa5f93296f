package org.entrain.producers.checkpoints;

import java.util.List;
import org.entrain.producers.Publication;
import org.entrain.producers.PublicationListener;
import org.entrain.schemas.Topics;
import org.entrain.schemas.avro.Checkpoint;
import org.entrain.transport.EventSink;

/** Publishes announcements, in the order given. Accounting: events sent = announcements. */
public final class CheckpointPublisher {

  private final EventSink sink;
  private final Topics topics;
  private final PublicationListener listener;

  public CheckpointPublisher(EventSink sink, Topics topics, PublicationListener listener) {
    this.sink = sink;
    this.topics = topics;
    this.listener = listener;
  }

  /**
   * Publishes all of them and returns when they are acknowledged.
   *
   * @throws InterruptedException if the thread is interrupted; what was sent stays sent
   */
  public void publish(List<Checkpoint> checkpoints) throws InterruptedException {
    Publication<Checkpoint> publication =
        new Publication<>(sink, topics.checkpoints(), listener, checkpoints.size());
    for (Checkpoint checkpoint : checkpoints) {
      publication.send(checkpoint.getModel() + "@" + checkpoint.getStep(), checkpoint);
    }
    sink.flush();
  }
}
