package org.entrain.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.entrain.math.EncodingEngine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VoxelShareTest {

  private static final int PANEL = EncodingEngine.PANEL;

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 3", "383, 2", "384, 2", "767, 2", "768, 2", "95000, 7", "2147483647, 9"})
  void shares_ofAnyRecording_areAllItsVoxelsInWholePanels(int voxels, int shares) {
    int next = 0;
    for (int number = 1; number <= shares; number++) {
      VoxelRange range = new VoxelShare(number, shares).of(voxels);
      if (range.isEmpty()) {
        continue;
      }
      assertThat(range.first()).isEqualTo(next);
      assertThat(range.first() % PANEL).isZero();
      assertThat(range.count()).isGreaterThanOrEqualTo(Math.min(voxels, PANEL));
      next = range.end();
    }
    assertThat(next).isEqualTo(voxels);
  }

  @Test
  void shares_ofManyVoxels_areOfAboutEqualSize() {
    List<Integer> sizes =
        IntStream.rangeClosed(1, 7).mapToObj(k -> new VoxelShare(k, 7).of(95_000).count()).toList();
    assertThat(sizes).allMatch(size -> Math.abs(size - 95_000 / 7) < 2 * PANEL);
  }

  @Test
  void division_ofFewVoxels_hasNoEmptyShare() {
    VoxelShare any = new VoxelShare(1, 3);
    assertThat(any.division(2 * PANEL)).containsExactly(new VoxelShare(2, 3), new VoxelShare(3, 3));
    assertThat(VoxelShare.ALL.division(5)).containsExactly(VoxelShare.ALL);
  }

  @Test
  void text_ofAShare_isReadAndItsGroupNamedAfterIt() {
    VoxelShare share = VoxelShare.parse("2/3");
    assertThat(share).isEqualTo(new VoxelShare(2, 3));
    assertThat(EncodingStage.group(share)).isEqualTo("entrain-encoding-2-of-3");
    assertThat(EncodingStage.group(VoxelShare.ALL)).isEqualTo("entrain-encoding");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "2", "0/3", "4/3", "-1/3", "1/0", "1/99999", "a/b", "1/2/3", "1 / 2", "1-of-2"
      })
  void text_ofNoShare_isRefused(String text) {
    assertThatThrownBy(() -> VoxelShare.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
