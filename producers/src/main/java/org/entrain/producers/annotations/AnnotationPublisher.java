package org.entrain.producers.annotations;

import org.entrain.producers.Publication;
import org.entrain.producers.PublicationListener;
import org.entrain.producers.annotations.Annotations.WordProperties;
import org.entrain.schemas.Topics;
import org.entrain.schemas.avro.Annotation;
import org.entrain.transport.EventSink;

/** Publishes the properties of a stimulus, one event per word. */
public final class AnnotationPublisher {

  private final EventSink sink;
  private final Topics topics;
  private final PublicationListener listener;

  public AnnotationPublisher(EventSink sink, Topics topics, PublicationListener listener) {
    this.sink = sink;
    this.topics = topics;
    this.listener = listener;
  }

  /**
   * Publishes all words and returns when they are acknowledged.
   *
   * @param stimulus identity of the stimulus
   * @throws InterruptedException if the thread is interrupted; what was sent stays sent
   */
  public void publish(String stimulus, Annotations annotations) throws InterruptedException {
    int count = annotations.words().size();
    Publication<Annotation> events = new Publication<>(sink, topics.annotations(), listener, count);
    String table = annotations.id();
    for (int word = 0; word < count; word++) {
      WordProperties properties = annotations.words().get(word);
      events.send(
          stimulus,
          Annotation.newBuilder()
              .setStimulus(stimulus)
              .setWord(word)
              .setTable(table)
              .setRaw(properties.raw())
              .setClasses(properties.classes())
              .setSentence(
                  annotations.sentences().isEmpty() ? null : annotations.sentences().get(word))
              .build());
    }
    sink.flush();
  }
}
