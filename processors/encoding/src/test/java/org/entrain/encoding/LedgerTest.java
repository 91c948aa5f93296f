package org.entrain.encoding;

import static org.assertj.core.api.Assertions.assertThat;

import org.entrain.math.EncodingEngine;
import org.entrain.schemas.avro.Progress;
import org.entrain.schemas.avro.WorkState;
import org.junit.jupiter.api.Test;

class LedgerTest {

  private static final UnitLayer ID = UnitLayer.initial("u", 3);
  private static final int VOXELS = 3 * EncodingEngine.PANEL;
  private static final VoxelShare FIRST = new VoxelShare(1, 2);
  private static final VoxelShare SECOND = new VoxelShare(2, 2);

  @Test
  void share_ofItsOwn_isSettledAloneAndNoOther() {
    assertThat(settled(FIRST, VOXELS, entry(FIRST, "i"))).isTrue();
    assertThat(settled(SECOND, VOXELS, entry(FIRST, "i"))).isFalse();
    assertThat(settled(VoxelShare.ALL, VOXELS, entry(FIRST, "i"))).isFalse();
    assertThat(settled(FIRST, VOXELS, entry(FIRST, "other"))).isFalse();
  }

  @Test
  void shares_allOfADivision_areSettledForEveryOther() {
    Progress[] both = {entry(FIRST, "i"), entry(SECOND, "i")};
    assertThat(settled(VoxelShare.ALL, VOXELS, both)).isTrue();
    assertThat(settled(new VoxelShare(2, 3), VOXELS, both)).isTrue();
    assertThat(settled(new VoxelShare(2, 3), VOXELS, entry(VoxelShare.ALL, "i"))).isTrue();
  }

  /** Of two divisions nothing is put together, though all voxels are there. */
  @Test
  void shares_ofTwoDivisions_settleNoOther() {
    VoxelShare half = new VoxelShare(4, 6);
    Progress[] mixed = {
      entry(FIRST, "i"),
      entry(half, "i"),
      entry(new VoxelShare(5, 6), "i"),
      entry(new VoxelShare(6, 6), "i")
    };
    assertThat(settled(SECOND, 6 * EncodingEngine.PANEL, mixed)).isFalse();
    assertThat(settled(VoxelShare.ALL, 6 * EncodingEngine.PANEL, mixed)).isFalse();
  }

  /** The first half of one panel is empty: nobody settles it. */
  @Test
  void share_ofFewVoxels_isSettledWithoutTheEmptyOnes() {
    assertThat(settled(VoxelShare.ALL, 100, entry(SECOND, "i"))).isTrue();
    assertThat(settled(VoxelShare.ALL, VOXELS, entry(SECOND, "i"))).isFalse();
  }

  @Test
  void part_ofAShare_endsInTheParticipant() {
    assertThat(Ledger.part(ID, FIRST, "F")).isEqualTo("3/initial/1-of-2/F");
    assertThat(Ledger.part(ID, VoxelShare.ALL, "F")).isEqualTo("3/initial/F");
  }

  private static boolean settled(VoxelShare share, int voxels, Progress... entries) {
    Ledger ledger = new Ledger(share);
    for (Progress entry : entries) {
      assertThat(ledger.accept(entry)).isTrue();
    }
    return ledger.settled(ID, "F", voxels, "i");
  }

  private static Progress entry(VoxelShare share, String inputs) {
    return Progress.newBuilder()
        .setStage(Ledger.STAGE)
        .setUnit(ID.unit())
        .setPart(Ledger.part(ID, share, "F"))
        .setName("m@1")
        .setState(WorkState.DONE)
        .setCause(null)
        .setInputs(inputs)
        .build();
  }
}
