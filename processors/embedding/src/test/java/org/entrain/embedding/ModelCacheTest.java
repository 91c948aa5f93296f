package org.entrain.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.KafkaException;
import org.entrain.common.FileChoice;
import org.entrain.common.Listing;
import org.entrain.common.LocalCopy;
import org.entrain.common.Location;
import org.entrain.common.Locations;
import org.entrain.common.NoRoomException;
import org.entrain.common.UnavailableException;
import org.entrain.models.CheckpointConfig;
import org.entrain.models.CheckpointFolder;
import org.entrain.models.LanguageModel;
import org.entrain.models.Pass;
import org.entrain.models.PassOutputs;
import org.entrain.schemas.Topic;
import org.entrain.schemas.Topics;
import org.entrain.schemas.avro.Progress;
import org.entrain.schemas.avro.WorkState;
import org.entrain.transport.EventSink;
import org.entrain.transport.ProgressReporter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelCacheTest {

  private static final long STORED = 1_000;

  @TempDir private Path temporary;
  private final List<Integer> closed = new ArrayList<>();
  private final List<Progress> told = new ArrayList<>();
  private int loads;

  @Test
  void models_inRoomForTwo_evictTheLeastRecentlyUsed() throws IOException {
    ModelCache cache = cache(9, 4 * STORED);
    Path[] folders = folders(3);
    get(cache, folders[0]);
    get(cache, folders[1]);
    get(cache, folders[0]);
    get(cache, folders[2]);

    assertThat(closed).containsExactly(1);
    assertThat(loads).isEqualTo(3);
  }

  @Test
  void model_largerThanTheMemory_isAloneInIt() throws IOException {
    ModelCache cache = cache(9, STORED);
    Path[] folders = folders(2);
    get(cache, folders[0]);
    get(cache, folders[1]);
    get(cache, folders[1]);

    assertThat(closed).containsExactly(0);
    assertThat(loads).isEqualTo(2);
  }

  @Test
  void models_moreThanPermitted_areEvictedHoweverSmall() throws IOException {
    ModelCache cache = cache(1, Long.MAX_VALUE);
    for (Path folder : folders(3)) {
      get(cache, folder);
    }

    assertThat(closed).containsExactly(0, 1);
  }

  @Test
  void loading_thatTheBrokersEnd_isNoFailureOfTheCheckpoint() throws IOException {
    ModelCache cache =
        new ModelCache(
            Locations.local(),
            (path, listener) -> {
              throw new KafkaException("away");
            },
            (folder, listener) -> new Model(0),
            1,
            STORED);
    Path folder = folders(1)[0];

    assertThatThrownBy(() -> get(cache, folder)).isInstanceOf(KafkaException.class);
    assertThat(told).extracting(Progress::getState).containsExactly(WorkState.WAITING);
  }

  @Test
  void files_thatFindNoRoom_areNoFailureAndFreeOlderOnes() throws IOException {
    AtomicInteger open = new AtomicInteger();
    ModelCache cache = cache(once(open, new NoRoomException("no room")), 9, Long.MAX_VALUE);
    Path[] folders = folders(2);
    get(cache, folders[0]);
    told.clear();

    assertThatThrownBy(() -> get(cache, folders[1])).isInstanceOf(NoRoomException.class);
    assertThat(told).extracting(Progress::getState).containsExactly(WorkState.WAITING);
    assertThat(closed).containsExactly(0);
    get(cache, folders[1]);
    assertThat(loads).isEqualTo(2);
    assertThat(open).hasValue(1);
  }

  @Test
  void store_thatIsSilent_leavesLoadedModelsInMemory() throws IOException {
    ModelCache cache =
        cache(once(new AtomicInteger(), new UnavailableException("silent")), 9, Long.MAX_VALUE);
    Path[] folders = folders(2);
    get(cache, folders[0]);

    assertThatThrownBy(() -> get(cache, folders[1])).hasMessage("silent");
    assertThat(closed).isEmpty();
    get(cache, folders[0]);
    assertThat(loads).isEqualTo(1);
  }

  @Test
  void brokers_thatAreAway_leaveLoadedModelsInMemory() throws IOException {
    ModelCache cache =
        cache(once(new AtomicInteger(), new KafkaException("away")), 9, Long.MAX_VALUE);
    Path[] folders = folders(2);
    get(cache, folders[0]);

    assertThatThrownBy(() -> get(cache, folders[1])).isInstanceOf(KafkaException.class);
    assertThat(closed).isEmpty();
  }

  /** Locations that give one copy at a time, and fail while it is open. */
  private static Locations once(AtomicInteger open, RuntimeException fault) {
    Locations local = Locations.local();
    return new Locations() {
      @Override
      public Listing list(Location folder) {
        return local.list(folder);
      }

      @Override
      public LocalCopy folder(Location folder, FileChoice choice) {
        if (open.get() > 0) {
          throw fault;
        }
        LocalCopy copy = local.folder(folder, choice);
        open.incrementAndGet();
        return new LocalCopy() {
          @Override
          public Path path() {
            return copy.path();
          }

          @Override
          public void close() {
            copy.close();
            open.decrementAndGet();
          }
        };
      }

      @Override
      public LocalCopy file(Location file) {
        return local.file(file);
      }
    };
  }

  private ModelCache cache(int capacity, long memory) {
    return cache(Locations.local(), capacity, memory);
  }

  private ModelCache cache(Locations locations, int capacity, long memory) {
    return new ModelCache(
        locations,
        (path, listener) -> {
          listener.loaded(STORED, STORED);
          return CheckpointFolder.open(path);
        },
        (folder, listener) -> new Model(loads++),
        capacity,
        memory);
  }

  private Path[] folders(int count) throws IOException {
    Path[] folders = new Path[count];
    for (int i = 0; i < count; i++) {
      folders[i] = TinyCheckpoint.write(temporary.resolve("m" + i), i);
    }
    return folders;
  }

  private void get(ModelCache cache, Path folder) {
    String identity = CheckpointFolder.open(folder).identity();
    cache.get(
        Location.of(folder),
        identity,
        () ->
            new LoadingReport(
                new ProgressReporter(new Hints(), new Topics(1).progress()),
                "m@0",
                identity,
                "w0",
                System::nanoTime));
  }

  private final class Hints implements EventSink {
    @Override
    public <V extends SpecificRecord> void send(Topic<V> topic, String key, V event) {
      throw new AssertionError("nothing waits for the loading to be told");
    }

    @Override
    public <V extends SpecificRecord> void offer(Topic<V> topic, String key, V event) {
      told.add((Progress) event);
    }

    @Override
    public void flush() {}
  }

  /** A model that is only loaded and closed. */
  private final class Model implements LanguageModel {
    private final int number;

    Model(int number) {
      this.number = number;
    }

    @Override
    public CheckpointConfig config() {
      throw new UnsupportedOperationException();
    }

    @Override
    public PassOutputs run(Pass pass, BooleanSupplier cancelled) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
      closed.add(number);
    }
  }
}
