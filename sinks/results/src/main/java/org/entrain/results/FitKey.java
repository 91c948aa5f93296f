package org.entrain.results;

import org.entrain.schemas.avro.Score;

/** What one fit is: a layer of a unit, in a variant, against a participant. */
record FitKey(String unit, int layer, String variant, String participant) {

  static FitKey of(Score score) {
    return new FitKey(
        score.getUnit(), score.getLayer(), score.getVariant(), score.getParticipant());
  }

  /** The same layer and participant in another variant. */
  FitKey with(String other) {
    return new FitKey(unit, layer, other, participant);
  }

  /** Whether its variant is of representations that lack a property. */
  boolean lacksAProperty() {
    return !Selection.WHOLE.contains(variant);
  }
}
