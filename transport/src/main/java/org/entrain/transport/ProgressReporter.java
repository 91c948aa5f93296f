package org.entrain.transport;

import org.entrain.schemas.Topic;
import org.entrain.schemas.avro.Progress;

/** Publishes how far a stage's work is; records hold absolute states, keyed by the work. */
public final class ProgressReporter {

  /** Stage of models on their way into memory: its unit is a checkpoint's identity, no plan's. */
  public static final String LOADING = "loading";

  private final EventSink sink;
  private final Topic<Progress> topic;
  private final StageListener listener;

  /** Reports that nobody counts. */
  public ProgressReporter(EventSink sink, Topic<Progress> topic) {
    this(sink, topic, StageListener.NONE);
  }

  /**
   * @param listener told of work that is done or failed
   */
  public ProgressReporter(EventSink sink, Topic<Progress> topic, StageListener listener) {
    this.sink = sink;
    this.topic = topic;
    this.listener = listener;
  }

  public void report(Progress progress) {
    sink.send(topic, key(progress), progress);
    switch (progress.getState()) {
      case DONE -> listener.done(progress.getSeconds());
      case FAILED -> listener.failed();
      default -> {}
    }
  }

  /** Reports what another state will replace, and nobody waits for. */
  public void hint(Progress progress) {
    sink.offer(topic, key(progress), progress);
  }

  /** Key of a progress record: stage/unit/part. */
  public static String key(Progress progress) {
    return progress.getStage() + "/" + progress.getUnit() + "/" + progress.getPart();
  }
}
