package org.entrain.encoding;

import org.entrain.gathering.Gather;

/**
 * A unit's layer as its scores and progress name it.
 *
 * @param id unit and layer
 * @param model name of the model
 * @param step training step of the checkpoint
 * @param partition partition that holds its rows
 * @param firstOffset offset of its first row there
 */
record FitUnit(UnitLayer id, String model, long step, int partition, long firstOffset) {

  /** The variant computed here: nothing removed from the representations. */
  static final String VARIANT = "initial";

  static FitUnit of(Gather gather, int layer) {
    return new FitUnit(
        new UnitLayer(gather.unit(), layer),
        gather.model(),
        gather.step(),
        gather.partition(),
        gather.firstOffset());
  }

  /** model@step. */
  String name() {
    return model + "@" + step;
  }

  /** layer/variant/participant. */
  String part(String participant) {
    return id.layer() + "/" + VARIANT + "/" + participant;
  }
}
