package org.entrain.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.entrain.models.weights.ElementType;
import org.entrain.models.weights.FileStamp;
import org.entrain.models.weights.TensorEntry;
import org.entrain.models.weights.TensorReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TensorLoaderTest {

  /** Two pieces and a rest. */
  private static final int ROWS = 2 * TensorReader.PIECE / 100 + 3;

  private static final int COLUMNS = 100;

  private final TestTensor tensor = TestTensor.random(new Random(5), 0, ROWS, COLUMNS);

  @TempDir Path folder;

  private NDManager manager;

  @BeforeEach
  void start() {
    EngineSettings.start();
    manager = NDManager.newBaseManager(Device.cpu(), EngineSettings.ENGINE);
  }

  @AfterEach
  void close() {
    manager.close();
  }

  @ParameterizedTest
  @CsvSource({"F32,0", "F32,4", "F32,1", "F16,0", "F16,1", "BF16,0", "BF16,3"})
  void tensor_ofEachTypeAtAnyPlace_isLoadedAsItIs(ElementType type, int begin) throws IOException {
    TensorEntry entry = entry(type, begin);
    for (NDArray loaded :
        List.of(new TensorLoader().load(entry, manager), new TensorLoader().copy(entry, manager))) {
      assertThat(loaded.getShape()).isEqualTo(new Shape(ROWS, COLUMNS));
      assertThat(loaded.getManager()).isSameAs(manager);
      assertThat(loaded.toFloatArray()).isEqualTo(tensor.values());
    }
  }

  @Test
  void tensor_largerThanAWindow_isLoadedThroughSeveral() throws IOException {
    LoadProgress progress = new LoadProgress(List.of(), LoadListener.none());
    TensorLoader loader = new TensorLoader(progress, TensorReader.PIECE);
    NDArray loaded = loader.copy(entry(ElementType.F16, 0), manager);
    assertThat(loaded.toFloatArray()).isEqualTo(tensor.values());
  }

  @Test
  void scalarAndEmptyTensor_areLoaded() throws IOException {
    TensorEntry whole = entry(ElementType.F32, 0);
    TensorEntry scalar =
        new TensorEntry("s", ElementType.F32, List.of(), whole.stamp(), 4, Float.BYTES);
    TensorEntry empty = new TensorEntry("e", ElementType.F32, List.of(0L, 3L), whole.stamp(), 4, 0);
    TensorLoader loader = new TensorLoader();
    assertThat(loader.load(scalar, manager).getFloat()).isEqualTo(tensor.values()[1]);
    assertThat(loader.copy(scalar, manager).getFloat()).isEqualTo(tensor.values()[1]);
    assertThat(loader.load(empty, manager).getShape()).isEqualTo(new Shape(0, 3));
  }

  @Test
  void array_isFilledAgain_onlyIfItFits() throws IOException {
    TensorEntry entry = entry(ElementType.BF16, 0);
    NDArray target = manager.create(new Shape(COLUMNS, ROWS), DataType.FLOAT32);
    new TensorLoader().fill(target, entry);
    assertThat(target.toFloatArray()).isEqualTo(tensor.values());
    NDArray smaller = manager.create(new Shape(3), DataType.FLOAT32);
    assertThatThrownBy(() -> new TensorLoader().fill(smaller, entry))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("(3)");
  }

  @Test
  void threads_shareALoader() throws Exception {
    TensorEntry entry = entry(ElementType.F16, 0);
    List<Long> heard = Collections.synchronizedList(new ArrayList<>());
    TensorLoader loader =
        new TensorLoader(new LoadProgress(List.of(entry), (done, total) -> heard.add(done)));
    List<Callable<float[]>> loads = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      loads.add(
          () -> {
            try (NDManager own = manager.newSubManager()) {
              return loader.load(entry, own).toFloatArray();
            }
          });
    }
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      for (Future<float[]> loaded : threads.invokeAll(loads)) {
        assertThat(loaded.get()).isEqualTo(tensor.values());
      }
    } finally {
      threads.shutdown();
    }
    assertThat(heard).hasSize(36).contains(12 * entry.bytes());
  }

  @Test
  void load_ofAnInterruptedThread_isCancelledAndLeavesNoArray() throws IOException {
    TensorEntry narrow = entry(ElementType.F16, 0);
    LoadListener interrupting = (done, total) -> Thread.currentThread().interrupt();
    TensorLoader loader = new TensorLoader(new LoadProgress(List.of(narrow), interrupting));
    int before = manager.getManagedArrays().size();
    assertThatThrownBy(() -> loader.load(narrow, manager))
        .isInstanceOf(CancellationException.class);
    assertThat(manager.getManagedArrays()).hasSize(before);
    assertThat(Thread.interrupted()).isTrue();
    TensorEntry wide = entry(ElementType.F32, 0);
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> new TensorLoader().load(wide, manager))
        .isInstanceOf(CancellationException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  private TensorEntry entry(ElementType type, int begin) throws IOException {
    byte[] data = SafetensorsWriter.bytes(tensor.values(), type);
    byte[] bytes = new byte[begin + data.length];
    System.arraycopy(data, 0, bytes, begin, data.length);
    Path file = Files.write(folder.resolve("data"), bytes);
    return new TensorEntry(
        "w", type, List.of((long) ROWS, (long) COLUMNS), FileStamp.of(file), begin, data.length);
  }
}
