package org.entrain.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.entrain.objects.StoredCheckpoint.ALL;
import static org.entrain.objects.StoredCheckpoint.CONFIG;
import static org.entrain.objects.StoredCheckpoint.FOLDER;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.entrain.common.FileChoice;
import org.entrain.common.InvalidInputException;
import org.entrain.common.Location;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Objects that are refused before anything is fetched. */
class RefusedObjectsTest {

  @TempDir private Path folder;
  private LoopbackStore store;

  @BeforeEach
  void fill() throws IOException {
    store = StoredCheckpoint.store();
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void what_isMissingOrDenied_isRefusedWithoutSecrets() throws IOException {
    store.deny("secret");
    try (ObjectLocations locations = locations(Limits.USUAL)) {
      assertThatThrownBy(() -> locations.folder(Location.of("s3://models/none"), ALL))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("s3://models/none");
      assertThatThrownBy(() -> locations.file(Location.of("s3://models/none.npy")))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("s3://models/none.npy")
          .hasMessageContaining("nothing there");
      assertThatThrownBy(() -> locations.folder(Location.of("s3://secret/x"), ALL))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("access denied (403 AccessDenied) as AWS_ACCESS_KEY_ID")
          .hasMessageNotContaining(LoopbackStore.SECRET)
          .hasMessageNotContaining(LoopbackStore.KEY);
    }
  }

  @Test
  void objects_beyondTheLimits_areRefusedBeforeAnyIsFetched() throws IOException {
    try (ObjectLocations small = locations(new Limits(100, 1_000, 1 << 20));
        ObjectLocations few = locations(new Limits(2, 1 << 30, 1 << 30))) {
      assertThatThrownBy(() -> small.folder(FOLDER, ALL))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("weights.bin: size: expected at most 1,000 bytes");
      assertThatThrownBy(() -> few.folder(FOLDER, ALL))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("at most 2 in a folder");
    }
    assertThat(store.gets()).isZero();
  }

  @Test
  void names_thatCouldLeadElsewhere_areRefused() throws IOException {
    FileChoice any = StoredCheckpoint.among((there, here) -> there);
    store.put("evil/back/..\\..\\x", CONFIG);
    store.put("evil/dots/..", CONFIG);
    store.put("evil/drive/C:x", CONFIG);
    store.put("evil/control/a\u0001b", CONFIG);
    store.put("evil/twice/A.json", CONFIG);
    store.put("evil/twice/a.json", CONFIG);
    try (ObjectLocations locations = locations(Limits.USUAL)) {
      for (String name : List.of("back", "dots", "drive", "control", "twice")) {
        assertThatThrownBy(() -> locations.folder(Location.of("s3://evil/" + name), any))
            .as(name)
            .isInstanceOf(InvalidInputException.class)
            .hasMessageContaining("s3://evil/" + name + ": key");
      }
    }
    assertThat(store.gets()).isZero();
  }

  private ObjectLocations locations(Limits limits) {
    return ObjectLocations.of(
        store.variables()::get, folder.resolve("cache"), limits, FetchListener.NONE);
  }
}
