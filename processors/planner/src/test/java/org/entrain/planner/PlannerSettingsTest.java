package org.entrain.planner;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.entrain.models.text.ContextPolicy;
import org.entrain.models.text.Representation;
import org.junit.jupiter.api.Test;

class PlannerSettingsTest {

  @Test
  void unit_ofTheUsualSettings_isNamedAsStatesNameIt() {
    PlannerSettings settings =
        new PlannerSettings(
            ContextPolicy.ofTokens(50),
            Representation.LAST,
            List.of(),
            List.of(0, 1, 2, 3, 4),
            WordAssignment.CONTAINING,
            0,
            256);

    assertThat(settings.unit("stimulus", "0123456789abcdef")).isEqualTo("20bdbd2a45a67109");
  }
}
