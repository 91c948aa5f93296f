package org.entrain.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.entrain.objects.StoredCheckpoint.ALL;
import static org.entrain.objects.StoredCheckpoint.CONFIG;
import static org.entrain.objects.StoredCheckpoint.FOLDER;
import static org.entrain.objects.StoredCheckpoint.KEY;
import static org.entrain.objects.StoredCheckpoint.WEIGHTS;
import static org.entrain.objects.StoredCheckpoint.bytes;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.entrain.common.FileChoice;
import org.entrain.common.InvalidInputException;
import org.entrain.common.LocalCopy;
import org.entrain.common.Location;
import org.entrain.common.NoRoomException;
import org.entrain.common.UnavailableException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ObjectLocationsTest {

  @TempDir private Path folder;
  private final List<String> said = new ArrayList<>();
  private final List<Long> told = new ArrayList<>();
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
  void folder_isFetchedOnce_andOnlyWhatIsWanted() throws IOException {
    try (ObjectLocations locations = locations(Limits.USUAL);
        LocalCopy copy = locations.folder(FOLDER, ALL)) {
      assertThat(names(copy.path())).containsExactly("config.json", "weights.bin");
      assertThat(copy.path().resolve("weights.bin")).hasBinaryContent(WEIGHTS);
      assertThat(copy.path().toString()).endsWith("s3/models/pythia/step1");
      assertThat(told).endsWith((long) WEIGHTS.length).hasSizeGreaterThan(2);
    }
    try (ObjectLocations again = locations(Limits.USUAL);
        LocalCopy copy = again.folder(FOLDER, ALL)) {
      assertThat(copy.path().resolve("weights.bin")).hasBinaryContent(WEIGHTS);
    }
    assertThat(store.gets()).isEqualTo(2);
    assertThat(said).isEmpty();
  }

  @Test
  void folder_wantedInPartsByTwo_isOneEntry() throws IOException {
    FileChoice config =
        new FileChoice() {
          @Override
          public boolean concerns(String name) {
            return ALL.concerns(name);
          }

          @Override
          public Set<String> of(Set<String> there, Path here) {
            return Set.of("config.json");
          }
        };
    try (ObjectLocations locations = locations(Limits.USUAL);
        LocalCopy few = locations.folder(FOLDER, config)) {
      assertThat(names(few.path())).containsExactly("config.json");
      try (LocalCopy all = locations.folder(FOLDER, ALL)) {
        assertThat(all.path()).isEqualTo(few.path());
      }
    }
    assertThat(store.gets(KEY + "config.json")).isOne();
  }

  @Test
  void choice_thatAFileDecides_isAskedAgain() throws IOException {
    store.put(KEY + "index", "weights.bin".getBytes(StandardCharsets.UTF_8));
    FileChoice indexed =
        StoredCheckpoint.among(
            (there, here) -> {
              try {
                Path index = here.resolve("index");
                return Files.exists(index)
                    ? Set.of("index", Files.readString(index))
                    : Set.of("index");
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            });
    try (ObjectLocations locations = locations(Limits.USUAL);
        LocalCopy copy = locations.folder(FOLDER, indexed)) {
      assertThat(names(copy.path())).containsExactly("index", "weights.bin");
    }
  }

  @Test
  void object_replaced_isAnotherVersionBesideTheFirst() throws IOException {
    byte[] other = bytes(WEIGHTS.length, 7);
    try (ObjectLocations locations = locations(Limits.USUAL);
        LocalCopy first = locations.folder(FOLDER, ALL)) {
      store.put(KEY + "weights.bin", other);
      try (LocalCopy second = locations.folder(FOLDER, ALL)) {
        assertThat(first.path().resolve("weights.bin")).hasBinaryContent(WEIGHTS);
        assertThat(second.path().resolve("weights.bin")).hasBinaryContent(other);
      }
    }
  }

  @Test
  void object_replacedWhileItIsFetched_givesTheNewOneWhole() throws IOException {
    byte[] other = bytes(WEIGHTS.length, 7);
    store.fault(
        (exchange, key) -> {
          if (key.endsWith("weights.bin")) {
            store.put(KEY + "weights.bin", other);
          }
          return false;
        });
    try (ObjectLocations locations = locations(Limits.USUAL);
        LocalCopy copy = locations.folder(FOLDER, ALL)) {
      assertThat(copy.path().resolve("weights.bin")).hasBinaryContent(other);
    }
  }

  @Test
  void stream_thatBreaks_isContinuedWhereItBroke() throws IOException {
    store.breakAfter(KEY + "weights.bin", 2_000_000, 1);
    try (ObjectLocations locations = locations(Limits.USUAL);
        LocalCopy copy = locations.folder(FOLDER, ALL)) {
      assertThat(copy.path().resolve("weights.bin")).hasBinaryContent(WEIGHTS);
    }
    assertThat(store.gets(KEY + "weights.bin")).isOne(); // the broken one was not counted
  }

  @Test
  void answers_ofAnOverloadedStore_areWaitedFor() throws IOException {
    store.fail(503, 3);
    try (ObjectLocations locations = locations(Limits.USUAL);
        LocalCopy copy = locations.folder(FOLDER, ALL)) {
      assertThat(copy.path().resolve("config.json")).exists();
    }
  }

  @Test
  void bytes_thatAreNotTheObjects_areFetchedAgain() throws IOException {
    byte[] damaged = WEIGHTS.clone();
    damaged[1_000_000] ^= 1;
    store.fault(
        (exchange, key) -> {
          if (!key.endsWith("weights.bin")) {
            return false;
          }
          exchange.sendResponseHeaders(200, damaged.length);
          exchange.getResponseBody().write(damaged);
          return true;
        });
    try (ObjectLocations locations = locations(Limits.USUAL);
        LocalCopy copy = locations.folder(FOLDER, ALL)) {
      assertThat(copy.path().resolve("weights.bin")).hasBinaryContent(WEIGHTS);
    }
  }

  @Test
  void file_ofTheCacheAlteredOrCut_isFetchedAgainAndSaidSo() throws IOException {
    Path weights;
    try (ObjectLocations locations = locations(Limits.USUAL);
        LocalCopy copy = locations.folder(FOLDER, ALL)) {
      weights = copy.path().resolve("weights.bin");
    }
    byte[] altered = WEIGHTS.clone();
    altered[5] ^= 1;
    Files.write(weights, altered);
    try (ObjectLocations locations = locations(Limits.USUAL);
        LocalCopy copy = locations.folder(FOLDER, ALL)) {
      assertThat(copy.path().resolve("weights.bin")).hasBinaryContent(WEIGHTS);
      assertThat(said).singleElement().asString().contains("weights.bin", "fetched again");
      Files.write(weights, new byte[10]);
      try (LocalCopy later = locations.folder(FOLDER, ALL)) {
        assertThat(later.path().resolve("weights.bin")).hasBinaryContent(WEIGHTS);
      }
    }
    assertThat(said).hasSize(2);
    assertThat(store.gets(KEY + "config.json")).isOne();
  }

  @Test
  void part_leftByAKilledProcess_doesNoHarm() throws IOException {
    Path weights;
    try (ObjectLocations locations = locations(Limits.USUAL);
        LocalCopy copy = locations.folder(FOLDER, ALL)) {
      weights = copy.path().resolve("weights.bin");
    }
    Files.move(weights, weights.resolveSibling("weights.bin.part"));
    try (ObjectLocations locations = locations(Limits.USUAL);
        LocalCopy copy = locations.folder(FOLDER, ALL)) {
      assertThat(names(copy.path())).containsExactly("config.json", "weights.bin");
      assertThat(copy.path().resolve("weights.bin")).hasBinaryContent(WEIGHTS);
    }
  }

  @Test
  void workers_thatShareACache_fetchOnceBetweenThem() throws Exception {
    ExecutorService workers = Executors.newFixedThreadPool(4);
    CountDownLatch start = new CountDownLatch(1);
    List<Future<byte[]>> read = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      read.add(
          workers.submit(
              () -> {
                start.await();
                try (ObjectLocations locations = locations(Limits.USUAL);
                    LocalCopy copy = locations.folder(FOLDER, ALL)) {
                  return Files.readAllBytes(copy.path().resolve("weights.bin"));
                }
              }));
    }
    start.countDown();
    for (Future<byte[]> bytes : read) {
      assertThat(bytes.get()).isEqualTo(WEIGHTS);
    }
    workers.shutdown();
    assertThat(store.gets()).isEqualTo(2);
  }

  @Test
  void cache_thatIsFull_forgetsWhatWasUsedLongestAgo_butNothingInUse() throws IOException {
    Limits limits = new Limits(100, 1_000, 250);
    for (String name : List.of("a", "b", "c")) {
      store.put("data/" + name, bytes(100, name.hashCode()));
    }
    try (ObjectLocations locations = locations(limits)) {
      LocalCopy first = locations.file(Location.of("s3://data/a"));
      Path second;
      try (LocalCopy copy = locations.file(Location.of("s3://data/b"))) {
        second = copy.path();
      }
      LocalCopy third = locations.file(Location.of("s3://data/c"));
      assertThat(second).doesNotExist();
      assertThat(first.path()).exists();
      assertThat(third.path()).exists();

      assertThatThrownBy(() -> locations.file(Location.of("s3://data/b")))
          .isInstanceOf(NoRoomException.class)
          .hasMessageContaining("in use")
          .hasMessageContaining("ENTRAIN_CACHE_SIZE");
      first.close();
      locations.file(Location.of("s3://data/b")).close();
      assertThat(first.path()).doesNotExist();
      third.close();
    }
  }

  @Test
  void cache_thatIsFull_forgetsFirstWhatACutShortRemovalLeft_butNothingInUse() throws IOException {
    for (String name : List.of("a", "b", "c", "d")) {
      store.put("data/" + name, bytes(100, name.hashCode()));
    }
    try (ObjectLocations locations = locations(new Limits(100, 1_000, 250));
        LocalCopy used = locations.file(Location.of("s3://data/a"))) {
      Path left;
      try (LocalCopy copy = locations.file(Location.of("s3://data/b"))) {
        left = copy.path();
      }
      loseRecord(used.path());
      loseRecord(left);
      Path kept;
      try (LocalCopy copy = locations.file(Location.of("s3://data/c"))) {
        kept = copy.path();
      }
      locations.file(Location.of("s3://data/d")).close();

      assertThat(left).doesNotExist();
      assertThat(kept).exists();
      assertThat(used.path()).exists();
    }
  }

  /** As a removal begins. */
  private static void loseRecord(Path file) throws IOException {
    Files.delete(file.getParent().getParent().getParent().resolve("entry.json"));
  }

  @Test
  void folder_largerThanTheCache_isRefused() throws IOException {
    try (ObjectLocations locations = locations(new Limits(100, 4_000_000, 3_000_000))) {
      assertThatThrownBy(() -> locations.folder(FOLDER, ALL))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("ENTRAIN_CACHE_SIZE");
    }
  }

  @Test
  void cache_thatCannotBeWritten_isUnavailableUntilItCan() throws IOException {
    Path inTheWay = Files.write(folder.resolve("cache"), CONFIG);
    try (ObjectLocations locations = locations(Limits.USUAL)) {
      assertThatThrownBy(() -> locations.folder(FOLDER, ALL))
          .isExactlyInstanceOf(UnavailableException.class)
          .hasMessageContaining("the cache cannot be written")
          .hasMessageContaining("--cache");
      Files.delete(inTheWay);
      try (LocalCopy copy = locations.folder(FOLDER, ALL)) {
        assertThat(copy.path().resolve("weights.bin")).hasBinaryContent(WEIGHTS);
      }
    }
  }

  @Test
  void listing_inPages_isWhole() throws IOException {
    store.page(2);
    for (int step = 0; step < 5; step++) {
      store.put("models/pythia/step" + step + "/config.json", CONFIG);
    }
    store.put("models/pythia/a name+with%signs.txt", CONFIG);
    try (ObjectLocations locations = locations(Limits.USUAL)) {
      assertThat(locations.list(Location.of("s3://models/pythia/")).folders())
          .containsExactly("step0", "step1", "step2", "step3", "step4");
      assertThat(locations.list(Location.of("s3://models/pythia")).files())
          .containsOnlyKeys("a name+with%signs.txt");
      assertThat(locations.list(Location.of("s3://models/nothing")).isEmpty()).isTrue();
    }
  }

  @Test
  void file_withSignsInItsName_isFetched() throws IOException {
    store.put("data/runs/sub 1+2%20é.npy", WEIGHTS);
    try (ObjectLocations locations = locations(Limits.USUAL);
        LocalCopy copy = locations.file(Location.of("s3://data/runs/sub 1+2%20é.npy"))) {
      assertThat(copy.path()).hasBinaryContent(WEIGHTS).hasFileName("sub 1+2%20é.npy");
    }
  }

  @Test
  void store_thatIsNotThere_isUnavailable() throws IOException {
    Map<String, String> variables = store.variables();
    store.close();
    try (ObjectLocations locations =
        ObjectLocations.of(variables::get, folder, Limits.USUAL, FetchListener.NONE)) {
      assertThatThrownBy(() -> locations.folder(FOLDER, ALL))
          .isExactlyInstanceOf(UnavailableException.class)
          .hasMessageContaining("s3://models/pythia/step1: the store does not answer");
    }
  }

  @Test
  void pathOfThisMachine_isReadWhereItIs_andTheStoreIsNotAsked() throws IOException {
    Path file = Files.write(folder.resolve("x.npy"), CONFIG);
    try (ObjectLocations locations = locations(Limits.USUAL)) {
      assertThat(locations.file(Location.of(file)).path()).isEqualTo(file);
      assertThat(locations.folder(Location.of(folder), ALL).path()).isEqualTo(folder);
      assertThat(locations.list(Location.of(folder)).files()).containsKey("x.npy");
    }
    assertThat(store.requests()).isZero();
  }

  private ObjectLocations locations(Limits limits) {
    return ObjectLocations.of(
        () -> new S3Store(Access.of(store.environment())),
        folder.resolve("cache"),
        limits,
        new FetchListener() {
          @Override
          public void fetching(Location object, long bytesDone, long bytesTotal) {
            synchronized (told) {
              told.add(bytesDone);
            }
          }

          @Override
          public void said(String message) {
            said.add(message);
          }
        },
        attempt -> {});
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
