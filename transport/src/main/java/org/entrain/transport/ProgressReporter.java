package org.entrain.transport;

import org.entrain.schemas.Topic;
import org.entrain.schemas.avro.Progress;

/** Publishes how far a stage's work is; records hold absolute states, keyed by the work. */
public final class ProgressReporter {

  /** Stage of models on their way into memory: its unit is a checkpoint's identity, no plan's. */
  public static final String LOADING = "loading";

  private final EventSink sink;
  private final Topic<Progress> topic;

  public ProgressReporter(EventSink sink, Topic<Progress> topic) {
    this.sink = sink;
    this.topic = topic;
  }

  public void report(Progress progress) {
    sink.send(topic, key(progress), progress);
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
