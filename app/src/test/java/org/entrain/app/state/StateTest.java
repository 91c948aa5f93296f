package org.entrain.app.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.entrain.app.Refusal;
import org.entrain.common.InvalidInputException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateTest {

  private static final StoredState STATE =
      new StoredState(
          StoredState.FORMAT,
          "/data/story.yaml",
          null,
          null,
          null,
          "aaaa",
          "paper",
          Map.of("lags", "0-4", "folds", "5"),
          List.of(new Place(Source.Kind.MODELS, "nano", 0, "/models/nano/step0")),
          Map.of("A", "1111"),
          Map.of());

  @TempDir private Path temporary;
  private StateFolder folder;

  @BeforeEach
  void makeFolder() {
    folder = new StateFolder(temporary.resolve("state"));
    folder.create();
  }

  @Test
  void description_writtenAndRead_isTheSame() {
    new StateStore(folder).write(STATE);

    assertThat(new StateStore(folder).read()).contains(STATE);
    assertThat(folder.root()).isDirectoryNotContaining("glob:**.new");
  }

  @Test
  void description_thatIsNoJson_isRefused() throws IOException {
    Files.writeString(folder.description(), "{\"format\": ");

    assertThatThrownBy(() -> new StateStore(folder).read())
        .isInstanceOf(Refusal.class)
        .hasMessageContainingAll("state.json", "--state");
  }

  @Test
  void description_ofAnotherFormat_isRefused() throws IOException {
    new StateStore(folder).write(STATE);
    String text = Files.readString(folder.description());
    Files.writeString(folder.description(), text.replace("\"format\" : 1", "\"format\" : 9"));

    assertThatThrownBy(() -> new StateStore(folder).read())
        .isInstanceOf(Refusal.class)
        .hasMessageContainingAll("format 1", "9");
  }

  @Test
  void match_withEveryDifference_namesAllWithBothValues() {
    assertThatThrownBy(
            () ->
                StateMatch.require(
                    folder,
                    STATE,
                    "bbbb",
                    "table",
                    Map.of("lags", "1-4", "folds", "5"),
                    Map.of("A", "2222", "B", "3333")))
        .isInstanceOf(Refusal.class)
        .hasMessageContainingAll(
            "stimulus",
            "aaaa",
            "bbbb",
            "annotations",
            "table",
            "lags",
            "0-4",
            "1-4",
            "1111",
            "2222")
        .hasMessageContaining("--state")
        .hasMessageNotContainingAny("folds", "3333");
  }

  @Test
  void match_withMoreParticipants_isAccepted() {
    assertThatCode(
            () ->
                StateMatch.require(
                    folder,
                    STATE,
                    "aaaa",
                    null,
                    STATE.settings(),
                    Map.of("A", "1111", "B", "2222")))
        .doesNotThrowAnyException();
  }

  @Test
  void more_addedTwice_isThereOnce() {
    Place more = new Place(Source.Kind.MODELS, "nano", 1, "/models/nano/step1");

    StoredState added = STATE.with(List.of(more), Map.of("B", "2")).with(List.of(more), Map.of());

    assertThat(added.places()).hasSize(2);
    assertThat(added.recordings()).containsOnlyKeys("A", "B");
  }

  @Test
  void place_ofTheSameName_takesTheOthers() {
    Place more = new Place(Source.Kind.MODELS, "nano", 1, "/models/nano/step1");
    Place repaired = new Place(Source.Kind.MODELS, "nano", 0, "/repaired/nano/step0");

    StoredState added = STATE.with(List.of(more), Map.of()).with(List.of(repaired), Map.of());

    assertThat(added.places()).containsExactly(more, repaired);
  }

  @Test
  void description_replaced_keepsNothingOfALongerOne() {
    StateStore store = new StateStore(folder);
    Place more = new Place(Source.Kind.MODELS, "nano", 1, "/models/nano/step1");
    store.write(STATE.with(List.of(more), Map.of()));

    store.write(STATE);

    assertThat(store.read()).contains(STATE);
  }

  @Test
  void lock_takenTwice_isRefusedAndNamesTheProcess() {
    try (StateLock lock = StateLock.tryTake(folder).orElseThrow()) {
      assertThat(lock).isNotNull();
      assertThat(StateLock.tryTake(folder)).isEmpty();
      assertThat(StateLock.holder(folder)).isEqualTo(Long.toString(ProcessHandle.current().pid()));
    }
    try (StateLock again = StateLock.tryTake(folder).orElseThrow()) {
      assertThat(again).isNotNull();
    }
  }

  @Test
  void folder_belowAFile_isRefused() throws IOException {
    Path file = Files.writeString(temporary.resolve("file"), "");

    assertThatThrownBy(() -> new StateFolder(file.resolve("state")).create())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll("--state", "file");
  }

  @Test
  void source_withAName_isSplit() {
    assertThat(Source.parse(Source.Kind.MODELS, "pico=a/b").name()).isEqualTo("pico");
    assertThat(Source.parse(Source.Kind.MODELS, "a/b").name()).isNull();
    assertThat(Source.parse(Source.Kind.MODELS, "pico=/a/b").argument()).isEqualTo("pico=/a/b");
  }
}
