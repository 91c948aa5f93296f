package org.entrain.encoding;

import org.entrain.gathering.Gather;

/**
 * A unit's layer as its scores and progress name it.
 *
 * @param id unit, layer and variant
 * @param model name of the model
 * @param step training step of the checkpoint
 * @param partition partition that holds its rows
 * @param firstOffset offset of its first row there; -1 for a baseline, whose rows stand nowhere
 * @param lastOffset offset of its last row there; -1 for a baseline
 */
record FitUnit(
    UnitLayer id, String model, long step, int partition, long firstOffset, long lastOffset) {

  static FitUnit of(Gather gather, UnitLayer id) {
    return new FitUnit(
        id,
        gather.model(),
        gather.step(),
        gather.partition(),
        gather.firstOffset(),
        gather.lastOffset());
  }

  /** model@step. */
  String name() {
    return model + "@" + step;
  }

  /** model@step/layer/variant/participant: key of the scores, of all shares of the voxels alike. */
  String scoreKey(String participant) {
    return name() + "/" + Ledger.part(id, VoxelShare.ALL, participant);
  }
}
