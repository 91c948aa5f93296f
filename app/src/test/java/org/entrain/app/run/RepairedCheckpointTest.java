package org.entrain.app.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.entrain.app.Environment;
import org.entrain.app.Refusal;
import org.entrain.app.command.CommandRunner;
import org.entrain.app.state.Place;
import org.entrain.app.state.Source;
import org.entrain.app.state.StateFolder;
import org.entrain.app.state.StateStore;
import org.entrain.app.state.StoredState;
import org.entrain.common.Locations;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A state of two checkpoints, and a copy of the second one in another folder. */
class RepairedCheckpointTest {

  private static final Path STEP_0 = CommandRunner.HOME.resolve("sample/checkpoints/nano/step0");

  @TempDir private Path temporary;
  private StateStore store;
  private StateFolder folder;
  private Path first;
  private Path second;
  private Path copy;

  @BeforeEach
  void makeState() throws IOException {
    folder = new StateFolder(temporary.resolve("state"));
    folder.create();
    store = new StateStore(folder);
    Path models = Files.createDirectories(temporary.resolve("models/nano"));
    first = CommandRunner.copy(STEP_0, models.resolve("step0"));
    second = CommandRunner.copy(STEP_0, models.resolve("step1"));
    Path elsewhere = Files.createDirectories(temporary.resolve("repaired/nano"));
    copy = CommandRunner.copy(STEP_0, elsewhere.resolve("step1"));
    store.write(check(models).state());
  }

  @Test
  void copy_ofADamagedCheckpoint_takesItsPlace() throws IOException {
    damage(second);

    Inputs inputs = check(copy);

    assertThat(inputs.checkpoints())
        .extracting(Completion::name)
        .containsExactly("nano@0", "nano@1");
    assertThat(paths(inputs.state())).containsExactly(first, copy);
    store.write(inputs.state());
    assertThat(check().checkpoints()).hasSize(2);
  }

  @Test
  void copy_ofAGoodCheckpoint_isRefused() {
    assertThatThrownBy(() -> check(copy))
        .isInstanceOf(Refusal.class)
        .hasMessageContainingAll("one folder for nano step 1", "a second one beside " + second);
  }

  @Test
  void copy_thatIsDamagedToo_isRefusedAndNamed() throws IOException {
    damage(second);
    damage(copy);

    assertThatThrownBy(() -> check(copy))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining(copy.resolve("model.safetensors").toString());
  }

  /** An addition to a running process once left such. */
  @Test
  void state_thatNamesTheDamagedOneAndItsCopy_goesOnWithTheCopy() throws IOException {
    StoredState state = store.read().orElseThrow();
    List<Place> places = new ArrayList<>(state.places());
    places.add(new Place(Source.Kind.MODELS, "nano", 1, copy.toString()));
    store.write(
        new StoredState(
            state.format(),
            state.dataset(),
            state.dataRoot(),
            state.annotations(),
            state.annotationsHash(),
            state.stimulus(),
            state.preset(),
            state.settings(),
            places,
            state.recordings(),
            state.steering()));
    damage(second);

    assertThat(paths(check().state())).containsExactly(first, copy);
  }

  private Inputs check(Path... sources) {
    List<Source> models = new ArrayList<>();
    for (Path source : sources) {
      models.add(new Source(Source.Kind.MODELS, source.toString(), null));
    }
    return new InputCheck(
            new Environment(CommandRunner.HOME, false, false, 80),
            folder,
            store.read(),
            Locations.local())
        .check(new RunRequest(null, null, null, models, List.of("A"), null, List.of()));
  }

  private static List<Path> paths(StoredState state) {
    return state.places().stream().map(place -> Path.of(place.path())).toList();
  }

  private static void damage(Path checkpoint) throws IOException {
    Path weights = checkpoint.resolve("model.safetensors");
    byte[] bytes = Files.readAllBytes(weights);
    ByteBuffer.wrap(bytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putFloat(bytes.length - Float.BYTES, Float.NaN);
    Files.write(weights, bytes);
  }
}
