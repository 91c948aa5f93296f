package org.entrain.app.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.entrain.app.Refusal;
import org.entrain.app.settings.SettingResolver;
import org.entrain.producers.stimulus.Stimulus;
import org.entrain.producers.stimulus.Tr;
import org.junit.jupiter.api.Test;

class SettingsCheckTest {

  @Test
  void folds_ofOneOrTwoTestRows_areRefused() {
    assertThatThrownBy(() -> require(stimulus(362), "folds=362", "gap=0"))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("--set folds=362 --set gap=0: test rows of 362 folds: expected 3 or")
        .hasMessageContaining("found 1 in fold 0 and too few in 361 more. Set fewer folds");
    assertThatThrownBy(() -> require(stimulus(40), "folds=20", "gap=0"))
        .hasMessageContaining("found 2 in fold 0 and too few in 19 more.");
    assertThat(require(stimulus(60), "folds=20", "gap=0")).isTrue();
  }

  @Test
  void folds_thatTheGapLeavesTwoTestRows_areRefused() {
    assertThatThrownBy(() -> require(stimulus(60), "folds=5", "gap=5"))
        .hasMessageContaining("found 2 in fold 1 and too few in 2 more. Set fewer folds, or a");
    assertThat(require(stimulus(65), "folds=5", "gap=5")).isTrue();
  }

  @Test
  void fold_ofTheOneShortRun_isRefusedAlone() {
    assertThatThrownBy(() -> require(stimulus(30, 2, 30)))
        .hasMessageContaining("test rows of 3 folds")
        .hasMessageContaining("found 2 in fold 1. Set");
    assertThat(require(stimulus(30, 3, 30))).isTrue();
  }

  /** Without permutations, which ask for more rows. */
  private static boolean require(Stimulus stimulus, String... assignments) {
    List<String> all = new ArrayList<>(List.of(assignments));
    all.add("permutations=0");
    return SettingsCheck.requireFolds(
        SettingResolver.resolve("strict", null, Map.of(), all), stimulus);
  }

  /** A clock of these many volumes a run, all kept. */
  private static Stimulus stimulus(int... volumes) {
    List<Tr> clock = new ArrayList<>();
    for (int run = 0; run < volumes.length; run++) {
      for (int volume = 0; volume < volumes[run]; volume++) {
        clock.add(new Tr(clock.size(), run, clock.size(), true));
      }
    }
    return new Stimulus("id", List.of(), clock);
  }
}
