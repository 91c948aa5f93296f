package org.entrain.results;

import java.util.List;
import org.entrain.math.PairedTest;
import org.entrain.math.SignFlip;
import org.entrain.schemas.Persons;
import org.jspecify.annotations.Nullable;

/**
 * A layer's scores with and without a property.
 *
 * @param participants everybody whose scores of both are there, by name
 * @param across test of the persons' mean differences against 0
 * @param q of {@code across}, by Benjamini and Hochberg over all properties, layers, steps and
 *     models together
 */
public record PropertyTest(
    String model,
    long step,
    int layer,
    String property,
    List<OfParticipant> participants,
    SignFlip across,
    double q) {

  /** Level of the published tests. */
  public static final double LEVEL = 0.05;

  public PropertyTest {
    participants = List.copyOf(participants);
  }

  /**
   * One participant's scores.
   *
   * @param initial mean r over voxels of the whole representations
   * @param residual the same without the property
   * @param overBlocks test of the differences of r's parts by block of test rows, exchanging the
   *     two models' predictions in a block: it takes blocks, not voxels, for independent; null for
   *     scores without such parts
   * @param qOfBlocks q of {@code overBlocks}, by Benjamini and Hochberg over all persons,
   *     properties, layers, steps and models together, of the average over its own; NaN without it
   * @param overVoxels paired test over voxels, as published: neighbours are not independent, so
   *     that its p is too small
   */
  public record OfParticipant(
      String participant,
      double initial,
      double residual,
      @Nullable SignFlip overBlocks,
      double qOfBlocks,
      PairedTest overVoxels) {

    OfParticipant withQ(double q) {
      return new OfParticipant(participant, initial, residual, overBlocks, q, overVoxels);
    }
  }

  /** Those who are {@linkplain Persons persons}. */
  public List<OfParticipant> persons() {
    return Persons.of(participants, OfParticipant::participant);
  }

  /** Published rule: significant over voxels for every person, whichever way. */
  public boolean significantForAll() {
    return persons().stream().allMatch(of -> of.overVoxels().p() < LEVEL);
  }

  /** Whether all scores have parts by block; those of earlier versions have none. */
  public boolean hasBlocks() {
    return participants.stream().allMatch(of -> of.overBlocks() != null);
  }

  /** Significant within every person, over blocks of test rows. */
  public boolean holdsWithinAll() {
    return persons().stream().allMatch(of -> of.qOfBlocks() < LEVEL);
  }
}
