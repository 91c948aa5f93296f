package org.entrain.properties;

import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.ejml.data.FMatrixRMaj;
import org.entrain.gathering.Gather;
import org.entrain.gathering.RandomNormals;
import org.entrain.properties.AnnotationStore.PropertyLabels;
import org.entrain.schemas.avro.Plan;

/**
 * A layer of a unit and the properties that are due for it.
 *
 * @param due one or more
 * @param partition partition of the unit's words
 * @param firstOffset offset of the first of them; −1 if they stand nowhere
 * @param words words × H of the layer, without the skipped ones
 */
record PropertyWork(
    Plan plan,
    int layer,
    List<PropertyLabels> due,
    int partition,
    long firstOffset,
    Supplier<FMatrixRMaj> words) {

  private static final long NOWHERE = -1;

  /**
   * Of a checkpoint.
   *
   * @param gather all words of the unit
   */
  static PropertyWork of(Plan plan, int layer, List<PropertyLabels> due, Gather gather) {
    return new PropertyWork(
        plan,
        layer,
        due,
        gather.partition(),
        gather.firstOffset(),
        () -> gathered(plan, layer, gather));
  }

  /** Of the random baseline, whose words no topic has. */
  static PropertyWork ofRandom(Plan plan, int layer, List<PropertyLabels> due, int partition) {
    return new PropertyWork(plan, layer, due, partition, NOWHERE, () -> normals(plan));
  }

  private static FMatrixRMaj gathered(Plan plan, int layer, Gather gather) {
    int width = plan.getHiddenSize();
    int count = plan.getWords() - plan.getSkippedWords();
    int column = plan.getLayers().indexOf(layer) * width;
    int expected = plan.getLayers().size() * width;
    if (gather.spool().width() != expected) {
      throw new IllegalArgumentException(
          "values of a word and of the plan differ: %d != %d"
              .formatted(gather.spool().width(), expected));
    }
    return FMatrixRMaj.wrap(
        count, width, gather.spool().read(plan.getSkippedWords(), plan.getWords(), column, width));
  }

  private static FMatrixRMaj normals(Plan plan) {
    float[] all = RandomNormals.of(plan).data;
    int width = plan.getHiddenSize();
    int first = plan.getSkippedWords();
    return FMatrixRMaj.wrap(
        plan.getWords() - first, width, Arrays.copyOfRange(all, first * width, all.length));
  }
}
