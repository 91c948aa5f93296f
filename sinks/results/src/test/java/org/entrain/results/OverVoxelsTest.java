package org.entrain.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.entrain.results.Events.block;
import static org.entrain.results.Events.inner;
import static org.entrain.results.Events.ofShare;
import static org.entrain.results.Events.parts;

import java.util.List;
import org.entrain.schemas.avro.Score;
import org.junit.jupiter.api.Test;

class OverVoxelsTest {

  @Test
  void blocks_ofAllVoxels_sayWhatEachOfThemSays() {
    Score first = of(0, 3, 0.1, 0.3, 7);
    OverVoxels over = new OverVoxels(List.of(first, of(3, 2, 0.1, 0.3, 7)));
    assertThat(over.lowEndShare()).containsExactly(0.1, 0.1);
    assertThat(over.innerR2()).containsExactly(0.3, 0.3);
    assertThat(over.blockParts()).containsExactly(0.3, 0.1);
    assertThat(over.constantColumns()).isEqualTo(7);
    assertThat(over.texts(Score::getEngine)).isEqualTo("test");
  }

  /** The first share has two blocks, of three voxels; the second one, of two. */
  @Test
  void shares_ofTheVoxels_areWeightedByTheirSize() {
    OverVoxels over =
        new OverVoxels(
            List.of(
                ofShare(of(0, 2, 0.5, 0.25, 1), 1, 2),
                ofShare(of(2, 1, 0.5, 0.25, 1), 1, 2),
                ofShare(of(3, 2, 1.0, 0.5, 4), 2, 2)));
    assertThat(over.lowEndShare()).containsExactly(0.7, 0.7);
    assertThat(over.highEndShare()).containsExactly(0.0, 0.01);
    assertThat(over.innerR2()).containsExactly(0.35, 0.35);
    assertThat(over.blockParts()).containsExactly(0.35, 0.7);
    assertThat(over.constantColumns()).isEqualTo(5);
  }

  @Test
  void shares_byDifferentProgramsOrWithoutAValue_sayBothOrNothing() {
    Score first = ofShare(of(0, 3, 0.5, 0.25, 1), 1, 2);
    Score second =
        Score.newBuilder(ofShare(of(3, 2, 0.5, 0.25, 1), 2, 2))
            .setEngine("other")
            .setInnerR2(List.of())
            .build();
    OverVoxels over = new OverVoxels(List.of(first, second));
    assertThat(over.texts(Score::getEngine)).isEqualTo("test; other");
    assertThat(over.innerR2()).isEmpty();
  }

  private static Score of(int first, int voxels, double lowEnd, double innerR2, int constants) {
    Score block = block("u", 0, "F", first, voxels, 5, 0.1, "s");
    return Score.newBuilder(parts(inner(block, innerR2, innerR2), innerR2, lowEnd))
        .setLowEndShare(List.of(lowEnd, lowEnd))
        .setConstantColumns(constants)
        .build();
  }
}
