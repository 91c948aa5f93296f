package org.entrain.app.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.entrain.app.Refusal;
import org.entrain.app.settings.SettingResolver;
import org.entrain.app.settings.Settings;
import org.entrain.math.Fold;
import org.entrain.math.Folds;
import org.junit.jupiter.api.Test;

class PermutationCheckTest {

  @Test
  void folds_ofOneShortRun_areRefusedEachWithItsRows() {
    Settings settings = settings("gap=0", "permutation.block=7");
    assertThatThrownBy(() -> require(settings, 60))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("two whole blocks (14 rows) of one run in each of 5 folds")
        .hasMessageContaining("test rows of the longest run: 12 in fold 0, 12 in fold 1,")
        .hasMessageContaining("12 in fold 4 (")
        .hasMessageContaining("permutation.block=7");
    assertThatCode(() -> require(settings("gap=0", "permutation.block=6"), 60))
        .doesNotThrowAnyException();
    // A gap takes rows from both ends of a fold between others.
    assertThatThrownBy(() -> require(settings("permutation.block=6"), 60))
        .hasMessageContaining("longest run: 2 in fold 1, 2 in fold 2, 2 in fold 3 (");
    assertThatThrownBy(() -> require(settings("folds=10", "gap=0"), 60))
        .hasMessageContaining("6 in fold 4 and 5 more (");
    assertThatCode(() -> require(settings("permutations=0"), 60)).doesNotThrowAnyException();
  }

  @Test
  void fold_ofTheOneShortRun_isRefusedAlone() {
    assertThatThrownBy(() -> require(settings(), 30, 19, 30))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("longest run: 19 in fold 1 (")
        .hasMessageNotContaining("fold 0")
        .hasMessageNotContaining("fold 2");
    assertThatCode(() -> require(settings(), 30, 20, 30)).doesNotThrowAnyException();
  }

  @Test
  void note_ofFewArrangements_saysHowSmallPCanBe() {
    assertThat(PermutationCheck.note(settings("gap=0", "permutation.block=6"), runs(60)))
        .hasValueSatisfying(
            note ->
                assertThat(note)
                    .contains("blocks of 6 test rows have 32 arrangements over 5 folds")
                    .contains("no p below 1/32"));
    assertThat(PermutationCheck.note(settings("permutations=0"), runs(60))).isEmpty();
    // 3! · 5! · 2! = 1,440
    assertThat(PermutationCheck.note(settings(), runs(39, 50, 20))).isEmpty();
  }

  @Test
  void arrangements_areOfTheBlocksOfEachRunOfAFold() {
    int[] runs = runs(25, 35);
    Fold both = new Fold(0, new int[0], IntStream.range(0, 60).toArray());
    assertThat(PermutationCheck.arrangements(List.of(both), runs, 10)).isEqualTo(2 * 6);
    assertThat(PermutationCheck.arrangements(List.of(both, both), runs, 5))
        .isEqualTo(120L * 5_040 * 120 * 5_040);
  }

  @Test
  void recording_withOtherDrifts_isPublishedAgain() {
    Inputs.RecordingSize plain = new Inputs.RecordingSize("A", "hash", 2, 3, 0, false, false);
    Inputs.RecordingSize drifts = new Inputs.RecordingSize("A", "hash", 2, 3, 2, false, false);
    assertThat(plain.published("story")).isEqualTo("hashstory");
    assertThat(drifts.published("story")).isNotEqualTo(plain.published("story"));
  }

  private static void require(Settings settings, int... rows) {
    int[] runs = runs(rows);
    List<Fold> outer = Folds.outer(settings.fit().folds(), settings.fit().gap(), runs);
    PermutationCheck.require(settings, runs, outer);
  }

  /** Run of every row, for runs of these many rows. */
  private static int[] runs(int... rows) {
    return IntStream.range(0, rows.length)
        .flatMap(run -> IntStream.range(0, rows[run]).map(row -> run))
        .toArray();
  }

  private static Settings settings(String... assignments) {
    return SettingResolver.resolve("strict", null, Map.of(), List.of(assignments));
  }
}
