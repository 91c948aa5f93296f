package org.entrain.producers.checkpoints;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.entrain.producers.Publication;
import org.entrain.producers.PublicationListener;
import org.entrain.schemas.Topics;
import org.entrain.schemas.Vectors;
import org.entrain.schemas.avro.Activation;
import org.entrain.schemas.avro.Plan;
import org.entrain.transport.EventSink;

/**
 * Publishes precomputed activations of a planned unit: one event per represented word with the
 * layers of the plan. Skipped words are known from the plan.
 *
 * <p>Accounting: events sent = words of the plan − its skipped words.
 */
public final class ActivationPublisher {

  private final EventSink sink;
  private final Topics topics;
  private final PublicationListener listener;

  public ActivationPublisher(EventSink sink, Topics topics, PublicationListener listener) {
    this.sink = sink;
    this.topics = topics;
    this.listener = listener;
  }

  /**
   * Publishes all of them and returns when they are acknowledged.
   *
   * @throws IllegalArgumentException if the plan is of other activations
   * @throws InterruptedException if the thread is interrupted; what was sent stays sent
   */
  public void publish(Plan plan, ActivationsFolder folder) throws InterruptedException {
    if (!plan.getIdentity().equals(folder.identity())) {
      throw new IllegalArgumentException(
          "identities differ: %s != %s".formatted(folder.identity(), plan.getIdentity()));
    }
    long events = plan.getWords() - plan.getSkippedWords();
    Publication<Activation> activations =
        new Publication<>(sink, topics.activations(), listener, events);
    for (int word = plan.getSkippedWords(); word < plan.getWords(); word++) {
      List<ByteBuffer> vectors = new ArrayList<>();
      for (int layer : plan.getLayers()) {
        vectors.add(Vectors.ofFloats(folder.vector(layer, word)));
      }
      activations.send(
          plan.getModel() + "@" + plan.getStep(),
          Activation.newBuilder()
              .setUnit(plan.getUnit())
              .setModel(plan.getModel())
              .setStep(plan.getStep())
              .setWord(word)
              .setVectors(vectors)
              .build());
    }
    sink.flush();
  }
}
