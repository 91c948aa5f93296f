package org.entrain.app.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.entrain.app.Refusal;
import org.entrain.app.steering.Action;
import org.entrain.app.steering.Change;
import org.entrain.app.steering.SteeringRequest;
import org.entrain.schemas.avro.SteeringTarget;
import org.entrain.schemas.avro.WantedState;
import org.junit.jupiter.api.Test;

class SteeredStateTest {

  private static final StoredState STATE =
      new StoredState(
          StoredState.FORMAT,
          "/data/story.yaml",
          null,
          null,
          null,
          "aaaa",
          "paper",
          Map.of(),
          Stream.of("nano@0", "nano@10", "nano@9", "nano-b@0")
              .map(SteeredStateTest::place)
              .toList(),
          Map.of("A", "1111", "B", "2222"),
          Map.of());

  @Test
  void model_alone_standsForItsStepsInTheirOrder() {
    SteeredState paused = steer(STATE, Action.PAUSE, List.of("nano"), List.of("B"));

    assertThat(paused.changes())
        .containsExactly(
            new Change(SteeringTarget.CHECKPOINT, "nano@0", WantedState.PAUSED),
            new Change(SteeringTarget.CHECKPOINT, "nano@9", WantedState.PAUSED),
            new Change(SteeringTarget.CHECKPOINT, "nano@10", WantedState.PAUSED),
            new Change(SteeringTarget.PARTICIPANT, "B", WantedState.PAUSED));
    assertThat(paused.state().wanted(SteeringTarget.CHECKPOINT, "nano@9"))
        .isEqualTo(WantedState.PAUSED);
    assertThat(paused.state().places()).isEqualTo(STATE.places());
  }

  @Test
  void request_twice_changesNothingTheSecondTime() {
    for (Action action : Action.values()) {
      SteeredState once = steer(STATE, Action.PAUSE, List.of("nano@0"), List.of());
      SteeredState twice = steer(once.state(), Action.PAUSE, List.of("nano@0"), List.of());
      assertThat(twice.changes()).as(action.name()).isEmpty();
      // It is told again if the brokers never had it.
      assertThat(twice.wanted()).isEqualTo(once.changes());
      assertThat(twice.state()).isEqualTo(once.state());
      assertThat(twice.text()).contains("nano@0 is paused already");
    }
    assertThat(steer(STATE, Action.RESUME, List.of("nano@0"), List.of()).text())
        .contains("nano@0 is active already");
  }

  @Test
  void removed_leavesTheStateAndIsWantedAgainWhenItIsAdded() {
    StoredState removed = steer(STATE, Action.REMOVE, List.of("nano"), List.of("B")).state();
    assertThat(removed.places()).extracting(Place::named).containsExactly("nano-b@0");
    assertThat(removed.recordings()).containsOnlyKeys("A");
    assertThat(removed.wanted(SteeringTarget.PARTICIPANT, "B")).isEqualTo(WantedState.REMOVED);

    StoredState again = removed.with(List.of(place("nano@9")), Map.of("B", "2222"));
    assertThat(again.wanted(SteeringTarget.CHECKPOINT, "nano@9")).isEqualTo(WantedState.ACTIVE);
    assertThat(again.wanted(SteeringTarget.CHECKPOINT, "nano@0")).isEqualTo(WantedState.REMOVED);
    assertThat(again.wanted(SteeringTarget.PARTICIPANT, "B")).isEqualTo(WantedState.ACTIVE);
  }

  @Test
  void name_unknown_isRefusedWithTheNearestAndNothingChanges() {
    assertThatThrownBy(() -> steer(STATE, Action.CANCEL, List.of("nano@1", "nano@0"), List.of("C")))
        .isInstanceOf(Refusal.class)
        .hasMessageContainingAll(
            "expected a name that there is, found nano@1. The nearest of 4: nano@0, nano@10, nano@9",
            "participant",
            "found C. The nearest of 2: A, B.");
  }

  @Test
  void request_ofNothingOrOfAll_isRefused() {
    assertThatThrownBy(() -> steer(STATE, Action.PAUSE, List.of(), List.of()))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("Name what is meant");
    assertThatThrownBy(() -> steer(STATE, Action.REMOVE, List.of("nano", "nano-b"), List.of()))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("at least one that stays");
    assertThatThrownBy(() -> steer(STATE, Action.REMOVE, List.of(), List.of("A", "B")))
        .isInstanceOf(Refusal.class);
  }

  private static SteeredState steer(
      StoredState state, Action action, List<String> checkpoints, List<String> participants) {
    return SteeredState.of(state, new SteeringRequest(action, checkpoints, participants));
  }

  private static Place place(String name) {
    String[] parts = name.split("@");
    return new Place(Source.Kind.MODELS, parts[0], Long.parseLong(parts[1]), "/" + name);
  }
}
