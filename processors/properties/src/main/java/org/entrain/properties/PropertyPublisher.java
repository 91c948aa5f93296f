package org.entrain.properties;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.entrain.math.properties.Erasure;
import org.entrain.math.properties.Labels;
import org.entrain.math.properties.Removal;
import org.entrain.properties.AnnotationStore.PropertyLabels;
import org.entrain.schemas.Topics;
import org.entrain.schemas.Vectors;
import org.entrain.schemas.avro.Progress;
import org.entrain.schemas.avro.WorkState;
import org.entrain.transport.EventSink;
import org.entrain.transport.ProgressReporter;
import org.entrain.transport.StageListener;

/** Publishes removals and probes; progress only after they are safe, since it is the ledger. */
final class PropertyPublisher {

  /** The rest of a record is names. */
  private static final long MOST_BYTES = Topics.MAX_RECORD_BYTES - (64L << 10);

  private final Topics topics;
  private final EventSink sink;
  private final ProgressReporter progress;
  private final PropertySettings settings;
  private final DueProperties due;

  /**
   * @param listener told of properties that are done or failed
   */
  PropertyPublisher(
      Topics topics,
      EventSink sink,
      PropertySettings settings,
      DueProperties due,
      StageListener listener) {
    this.topics = topics;
    this.sink = sink;
    this.settings = settings;
    this.due = due;
    progress = new ProgressReporter(sink, topics.progress(), listener);
  }

  /** model@step. */
  String name(PropertyWork work) {
    return work.plan().getModel() + "@" + work.plan().getStep();
  }

  /** Publishes a removal and its probes, then that they are done, and returns the latter. */
  Progress done(
      PropertyWork work,
      PropertyLabels property,
      Labels labels,
      Erasure erasure,
      ProbeAccuracies accuracies,
      double seconds) {
    String key = name(work) + "/" + PropertyLedger.part(work.layer(), property.property());
    org.entrain.schemas.avro.Removal removal = event(work, property, erasure);
    long bytes = size(removal);
    if (bytes > MOST_BYTES) {
      return failed(
          work,
          property,
          "its removal has %,d bytes, and a record %,d at most".formatted(bytes, MOST_BYTES));
    }
    sink.send(topics.removals(), key, removal);
    sink.send(
        topics.probes(),
        key,
        org.entrain.schemas.avro.Probe.newBuilder()
            .setUnit(work.plan().getUnit())
            .setModel(work.plan().getModel())
            .setStep(work.plan().getStep())
            .setLayer(work.layer())
            .setProperty(property.property())
            .setBefore(accuracies.before())
            .setAfter(accuracies.after())
            .setShuffled(accuracies.shuffled())
            .setChance(labels.chance())
            .build());
    sink.flush();
    return report(state(work, property, WorkState.DONE).setDone(1).setSeconds(seconds).build());
  }

  /** Of what grows with words, classes and dimensions. */
  private static long size(org.entrain.schemas.avro.Removal removal) {
    return Stream.of(
            removal.getTheta(),
            removal.getIntercept(),
            removal.getWordClasses(),
            removal.getMean(),
            removal.getLeft(),
            removal.getRight())
        .mapToLong(ByteBuffer::remaining)
        .sum();
  }

  private org.entrain.schemas.avro.Removal event(
      PropertyWork work, PropertyLabels property, Erasure erasure) {
    var event =
        org.entrain.schemas.avro.Removal.newBuilder()
            .setUnit(work.plan().getUnit())
            .setModel(work.plan().getModel())
            .setStep(work.plan().getStep())
            .setLayer(work.layer())
            .setProperty(property.property())
            .setLabels(property.identity())
            .setMethod(settings.method().text())
            .setCoding(settings.coding().of(property.classes()).text())
            .setClasses(property.classes())
            .setWordClasses(Vectors.ofInts(property.classOf()));
    if (erasure instanceof Erasure.ByLabels byLabels) {
      List<Removal> fits = byLabels.fits();
      event
          .setTheta(Vectors.ofDoubles(joined(fits, fit -> fit.theta().data)))
          .setIntercept(Vectors.ofDoubles(joined(fits, Removal::intercept)))
          .setFits(fits.size())
          .setLambda(byLabels.lambda());
    } else if (erasure instanceof Erasure.ByProjection projection) {
      event
          .setTheta(Vectors.ofDoubles(new double[0]))
          .setIntercept(Vectors.ofDoubles(new double[0]))
          .setFits(0)
          .setLambda(0)
          .setMean(Vectors.ofDoubles(projection.mean()))
          .setLeft(Vectors.ofDoubles(projection.left().data))
          .setRight(Vectors.ofDoubles(projection.right().data));
    }
    return event.build();
  }

  private static double[] joined(List<Removal> fits, Function<Removal, double[]> part) {
    return fits.stream().map(part).flatMapToDouble(Arrays::stream).toArray();
  }

  /** Tells that a property is under way. */
  void begun(PropertyWork work, PropertyLabels property) {
    progress.hint(state(work, property, WorkState.RUNNING).build());
  }

  /** Publishes that a property has no removal and why, and returns it. */
  Progress failed(PropertyWork work, PropertyLabels property, String cause) {
    return report(state(work, property, WorkState.FAILED).setFailed(1).setCause(cause).build());
  }

  private Progress report(Progress state) {
    progress.report(state);
    sink.flush();
    return state;
  }

  private Progress.Builder state(PropertyWork work, PropertyLabels property, WorkState state) {
    return Progress.newBuilder()
        .setStage(PropertyLedger.STAGE)
        .setUnit(work.plan().getUnit())
        .setPart(PropertyLedger.part(work.layer(), property.property()))
        .setName(name(work))
        .setState(state)
        .setExpected(1)
        .setPartition(work.partition())
        .setOffset(work.firstOffset())
        .setInputs(due.inputs(property));
  }
}
