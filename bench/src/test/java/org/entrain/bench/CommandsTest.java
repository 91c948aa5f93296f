package org.entrain.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.entrain.models.CheckpointFolder;
import org.entrain.models.LanguageModel;
import org.entrain.models.LanguageModels;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandsTest {

  private static final Path REFERENCE =
      Path.of("../processors/models/src/test/resources/reference/neox-serial");
  private static final int THREADS = 2;

  private final ExecutorService pool = Executors.newFixedThreadPool(THREADS);
  private LanguageModels models;
  private LanguageModel model;
  private int windows;
  private Commands commands;

  @BeforeEach
  void open() throws IOException {
    JsonNode expected = new ObjectMapper().readTree(REFERENCE.resolve("expected.json").toFile());
    int context = expected.get("context").asInt();
    int first = expected.get("words_skipped").asInt();
    windows = expected.get("words").size() - first;
    int[] ids = new int[windows * context];
    for (int window = 0; window < windows; window++) {
      int begin = expected.get("word_ends").get(first + window).asInt() - context;
      for (int token = 0; token < context; token++) {
        ids[window * context + token] = expected.get("token_ids").get(begin + token).asInt();
      }
    }
    models = new LanguageModels();
    model = models.open(CheckpointFolder.open(REFERENCE));
    commands =
        new Commands(
            new WindowBatches(model, ids, context, THREADS, pool), new GemmRate(THREADS, pool));
  }

  @AfterEach
  void close() {
    model.close();
    models.close();
    pool.shutdown();
  }

  @Test
  void save_inBatches_writesTheReferenceStatesLayersOutermost(@TempDir Path directory)
      throws IOException {
    Path file = directory.resolve("states");

    assertThat(commands.answer("save " + file + " 0 " + windows + " 7")).isEqualTo("saved");

    FloatBuffer states = floats(file, 0);
    FloatBuffer expected =
        floats(REFERENCE.resolve("expected_hidden.npy"), 128); // its header has 128 bytes
    assertThat(states.remaining()).isEqualTo(expected.remaining());
    while (states.hasRemaining()) {
      assertThat(states.get()).isCloseTo(expected.get(), within(5e-5f));
    }
  }

  @Test
  void run_ofSomeWindows_answersSecondsAndBytes() throws IOException {
    String[] answer = commands.answer("run 3 20 8").split(" ");

    assertThat(answer).hasSize(4).startsWith("ran");
    assertThat(Double.parseDouble(answer[1])).isPositive();
    assertThat(Double.parseDouble(answer[2])).isNotNegative();
    assertThat(Long.parseLong(answer[3])).isNotZero();
  }

  @Test
  void run_beyondTheLastWindow_isRefused() {
    assertThatThrownBy(() -> commands.answer("run 3 " + windows + " 8"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("windows 3 + " + windows);
  }

  @Test
  void gemm_answersAPositiveRate() throws IOException {
    assertThat(Double.parseDouble(commands.answer("gemm 0.05").replace("rate ", ""))).isPositive();
  }

  @Test
  void line_thatIsNoCommand_isRefused() {
    assertThatThrownBy(() -> commands.answer("run 3"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("run 3");
  }

  private static FloatBuffer floats(Path file, int header) throws IOException {
    return ByteBuffer.wrap(Files.readAllBytes(file))
        .order(ByteOrder.LITTLE_ENDIAN)
        .position(header)
        .slice()
        .order(ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer();
  }
}
