package org.entrain.dashboard;

import java.util.List;
import java.util.Objects;
import org.entrain.math.SignFlip;
import org.entrain.results.PropertyTest;
import org.jspecify.annotations.Nullable;

/**
 * A layer's scores with and without a property.
 *
 * @param difference mean over {@linkplain org.entrain.schemas.Persons persons} of initial −
 *     residual
 * @param p of the persons' mean differences against 0, by sign flips
 * @param q of p, over all properties, layers, steps and models
 * @param significantForAll published rule: paired t over voxels, p below .05 for every person
 * @param holdsWithinAll q below .05 within every person, over blocks of test rows
 * @param participants each participant
 */
record PropertyRow(
    String model,
    long step,
    int layer,
    String property,
    double difference,
    double p,
    double q,
    boolean significantForAll,
    boolean holdsWithinAll,
    List<OfParticipant> participants) {

  /**
   * One participant.
   *
   * @param initial mean r over voxels of the whole representations
   * @param residual the same without the property
   * @param pOfBlocks p over blocks of test rows; null without parts by block
   * @param qOfBlocks q of it over all tests
   * @param pOfVoxels p of the paired t over voxels, as published
   */
  record OfParticipant(
      String participant,
      double initial,
      double residual,
      @Nullable Double pOfBlocks,
      double qOfBlocks,
      double pOfVoxels) {}

  static PropertyRow of(PropertyTest test) {
    List<OfParticipant> participants =
        test.participants().stream().map(PropertyRow::participant).toList();
    return new PropertyRow(
        test.model(),
        test.step(),
        test.layer(),
        test.property(),
        test.across().mean(),
        test.across().p(),
        test.q(),
        test.significantForAll(),
        test.hasBlocks() && test.holdsWithinAll(),
        participants);
  }

  private static OfParticipant participant(PropertyTest.OfParticipant of) {
    @Nullable SignFlip blocks = of.overBlocks();
    return new OfParticipant(
        of.participant(),
        of.initial(),
        of.residual(),
        blocks == null ? null : Objects.requireNonNull(blocks).p(),
        of.qOfBlocks(),
        of.overVoxels().p());
  }
}
