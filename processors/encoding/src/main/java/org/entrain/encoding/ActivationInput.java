package org.entrain.encoding;

import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.ejml.data.FMatrixRMaj;
import org.entrain.gathering.Gather;
import org.entrain.gathering.InputRow;
import org.entrain.gathering.RowShape;
import org.entrain.math.Design;
import org.entrain.math.Fold;
import org.entrain.math.Lags;
import org.entrain.math.LinearAlgebra;
import org.entrain.math.WordDesign;
import org.entrain.schemas.Topic;
import org.entrain.schemas.Vectors;
import org.entrain.schemas.avro.Activation;
import org.entrain.schemas.avro.Plan;
import org.entrain.transport.DeadLetters;
import org.jspecify.annotations.Nullable;

/** With PCA: components are fitted on training words, so words are gathered, all layers at once. */
final class ActivationInput implements RowInput {

  private static final int PLAN_TELLS = -1;

  private final Topic<Activation> topic;
  private final LinearAlgebra algebra;
  private final int components;
  private final boolean zScorePerRun;

  ActivationInput(
      Topic<Activation> topic, LinearAlgebra algebra, int components, boolean zScorePerRun) {
    this.topic = topic;
    this.algebra = algebra;
    this.components = components;
    this.zScorePerRun = zScorePerRun;
  }

  @Override
  public Topic<Activation> topic() {
    return topic;
  }

  @Override
  public @Nullable InputRow row(ConsumerRecord<byte[], byte[]> message, DeadLetters deadLetters) {
    Activation activation = deadLetters.decode(topic, message);
    // Which words are skipped is known from the plan.
    return activation == null || activation.getSkipped() != null
        ? null
        : new InputRow(
            activation.getUnit(),
            activation.getUnit(),
            activation.getModel(),
            activation.getStep(),
            activation.getWord(),
            PLAN_TELLS,
            List.of(),
            activation.getVectors());
  }

  @Override
  public RowShape shape(Plan plan) {
    return RowShape.ofWords(plan);
  }

  @Override
  public List<Integer> layers(Gather gather, Plan plan) {
    return plan.getLayers();
  }

  @Override
  public boolean complete(Gather gather, Plan plan) {
    return gather.spool().has(plan.getSkippedWords(), plan.getWords());
  }

  @Override
  public Design design(Gather gather, Plan plan, int layer, @Nullable RemovedProperty removed) {
    int width = plan.getHiddenSize();
    int expected = plan.getLayers().size() * width;
    if (gather.spool().width() != expected) {
      throw new IllegalArgumentException(
          "values of a word and of the plan differ: %d != %d"
              .formatted(gather.spool().width(), expected));
    }
    int first = plan.getSkippedWords();
    int end = plan.getWords();
    int column = plan.getLayers().indexOf(layer) * width;
    FMatrixRMaj words =
        FMatrixRMaj.wrap(end - first, width, gather.spool().read(first, end, column, width));
    return new WordDesign(
        algebra,
        fold -> without(removed, words, first, fold),
        Arrays.copyOfRange(Vectors.ints(plan.getWordTrs()), first, end),
        Vectors.ints(plan.getTrRuns()),
        Vectors.ints(plan.getKeptTrs()),
        new Lags(plan.getLags()),
        components,
        zScorePerRun);
  }

  private static FMatrixRMaj without(
      @Nullable RemovedProperty removed, FMatrixRMaj words, int first, Fold fold) {
    if (removed == null) {
      return words;
    }
    FMatrixRMaj rest = words.copy();
    removed.remove(rest, first, fold.index());
    return rest;
  }
}
