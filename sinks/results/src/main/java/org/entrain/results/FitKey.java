package org.entrain.results;

import org.entrain.schemas.avro.Score;

/** What one fit is: a layer of a unit, in a variant, against a participant. */
record FitKey(String unit, int layer, String variant, String participant) {

  static FitKey of(Score score) {
    return new FitKey(
        score.getUnit(), score.getLayer(), score.getVariant(), score.getParticipant());
  }
}
