package org.entrain.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.entrain.models.CheckpointFolder;
import org.entrain.models.LanguageModel;
import org.entrain.models.LanguageModels;
import org.entrain.models.Pass;
import org.entrain.models.TokenizedText;
import org.entrain.models.text.ContextPolicy;
import org.entrain.models.text.Passage;
import org.entrain.models.text.PassageListener;
import org.entrain.models.text.PassagePlanner;
import org.entrain.models.text.PassageReader;
import org.entrain.models.text.PassageStates;
import org.entrain.models.text.Representation;
import org.entrain.schemas.Vectors;
import org.entrain.schemas.avro.Activation;
import org.entrain.schemas.avro.EmbeddingTask;
import org.entrain.schemas.avro.Perplexity;
import org.entrain.schemas.avro.Progress;
import org.entrain.schemas.avro.WorkState;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmbeddingStageIT {

  private static LanguageModels models;
  private static Queue queue;
  @TempDir private Path folder;

  @BeforeAll
  static void start(@TempDir Path broker) {
    models = new LanguageModels();
    queue = new Queue(broker);
  }

  @AfterAll
  static void stop() {
    queue.close();
    models.close();
  }

  @Test
  void task_done_givesTheModelsHiddenStatesAndPerplexity() throws IOException {
    Path checkpoint = TinyCheckpoint.write(folder, 1);
    EmbeddingTask task = Queue.task("numbers", checkpoint, identity(checkpoint), 0);
    queue.publish(task);
    try (EmbeddingStage stage = queue.start(() -> models)) {
      assertThat(queue.awaitState(task, 1, stage).getState()).isEqualTo(WorkState.DONE);
    }
    PassageStates expected = expected(checkpoint, task);
    int[] words = Vectors.ints(task.getWords());
    List<Activation> activations = queue.activations("numbers");
    assertThat(activations)
        .extracting(Activation::getWord)
        .containsExactly(IntStream.of(words).boxed().toArray(Integer[]::new));
    for (int word = 0; word < words.length; word++) {
      for (int layer = 0; layer < task.getLayers().size(); layer++) {
        assertThat(Vectors.floats(activations.get(word).getVectors().get(layer)))
            .containsExactly(expected.vectors()[word][layer]);
      }
    }
    Perplexity part = queue.perplexities("numbers").get(0);
    assertThat(part.getFirstToken()).isEqualTo(task.getFirstEnd());
    assertThat(part.getTokens()).isEqualTo(Queue.WINDOWS);
    assertThat(part.getLogProbabilitySum()).isEqualTo(expected.logProbabilitySum());
  }

  @Test
  void task_ofWindowsThatBeginTogether_givesTheMeansOverItsWords() throws IOException {
    Path checkpoint = TinyCheckpoint.write(folder, 1);
    EmbeddingTask task =
        EmbeddingTask.newBuilder(Queue.task("together", checkpoint, identity(checkpoint), 0))
            .setBegins(Vectors.ofInts(new int[] {0, 0, 0, 2, 2, 2, 2, 2, 9, 9}))
            .setWordTokens(Vectors.ofInts(new int[] {1, 2, 3, 4, 1}))
            .build();
    queue.publish(task);
    try (EmbeddingStage stage = queue.start(() -> models)) {
      assertThat(queue.awaitState(task, 1, stage).getState()).isEqualTo(WorkState.DONE);
    }
    PassageStates expected = expected(checkpoint, task);
    List<Activation> activations = queue.activations("together");
    assertThat(activations).hasSize(5);
    for (int word = 0; word < 5; word++) {
      for (int layer = 0; layer < 2; layer++) {
        assertThat(Vectors.floats(activations.get(word).getVectors().get(layer)))
            .containsExactly(expected.vectors()[word][layer]);
      }
    }
    assertThat(queue.perplexities("together").get(0).getLogProbabilitySum())
        .isEqualTo(expected.logProbabilitySum());
  }

  @Test
  void workers_oneHeldUp_shareTheTasksAndKeepTheirLocks() throws Exception {
    Path first = TinyCheckpoint.write(folder.resolve("first"), 1);
    Path second = TinyCheckpoint.write(folder.resolve("second"), 2);
    AtomicReference<CountDownLatch> gate = new AtomicReference<>(new CountDownLatch(0));
    Supplier<LanguageModels> gated =
        () -> {
          try {
            gate.get().await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          return models;
        };
    EmbeddingTask warmUp = Queue.task("warm-up", first, identity(first), 0);
    queue.publish(warmUp);
    try (EmbeddingStage slow = queue.start(gated)) {
      queue.awaitState(warmUp, 1, slow);
      CountDownLatch held = new CountDownLatch(1);
      gate.set(held);
      // The slow worker needs the engine for the second checkpoint and waits with one task in hand.
      List<EmbeddingTask> tasks =
          IntStream.range(0, 8)
              .mapToObj(i -> Queue.task("shared", second, identity(second), i))
              .toList();
      tasks.forEach(queue::publish);
      try (EmbeddingStage fast = queue.start(() -> models)) {
        queue.await("all but one", () -> queue.states("shared").size() == 7, slow, fast);
        // Past two locks, the task is still the slow worker's.
        long until = System.nanoTime() + 2 * Queue.SETTINGS.lock().toNanos();
        queue.await("two locks", () -> System.nanoTime() > until, slow, fast);
        assertThat(queue.states("shared")).hasSize(7);
        held.countDown();
        queue.await("the last", () -> queue.states("shared").size() == 8, slow, fast);
      }
    }
    assertThat(queue.states("shared")).extracting(Progress::getPart).doesNotHaveDuplicates();
    assertThat(queue.states("shared")).extracting(Progress::getState).containsOnly(WorkState.DONE);
  }

  @Test
  void checkpoint_truncated_failsItsUnitAndOthersGoOn() throws IOException {
    // Weights of no other test: loading is reported by their identity.
    Path broken = TinyCheckpoint.write(folder.resolve("broken"), 71);
    Path whole = TinyCheckpoint.write(folder.resolve("whole"), 72);
    EmbeddingTask failing = Queue.task("broken", broken, identity(broken), 0);
    EmbeddingTask working = Queue.task("whole", whole, identity(whole), 0);
    TinyCheckpoint.truncate(broken);
    queue.publish(failing);
    queue.publish(working);
    try (EmbeddingStage stage = queue.start(() -> models)) {
      assertThat(queue.awaitState(working, 1, stage).getState()).isEqualTo(WorkState.DONE);
      Progress failed = queue.awaitState(failing, 1, stage);
      assertThat(failed.getState()).isEqualTo(WorkState.FAILED);
      assertThat(failed.getCause()).contains("model.safetensors");
      Progress unread = queue.states(failing.getIdentity()).get(0);
      assertThat(unread.getStage()).isEqualTo("loading");
      assertThat(unread.getState()).isEqualTo(WorkState.FAILED);
      assertThat(unread.getCause()).contains("model.safetensors");
      assertThat(queue.states(working.getIdentity()))
          .extracting(Progress::getStage, Progress::getName, Progress::getState)
          .containsExactly(tuple("loading", "model-whole@7", WorkState.DONE));
    }
    assertThat(queue.deadTasks()).contains(failing);
  }

  @Test
  void checkpoint_changedSinceItWasAnnounced_failsInWordsThatSaySo() throws IOException {
    Path changed = TinyCheckpoint.write(folder, 1);
    EmbeddingTask task = Queue.task("changed", changed, identity(changed), 0);
    TinyCheckpoint.write(folder, 2);
    queue.publish(task);
    try (EmbeddingStage stage = queue.start(() -> models)) {
      assertThat(queue.awaitState(task, 1, stage).getCause()).contains("changed after it was");
    }
  }

  @Test
  void poison_inTheQueue_goesToDeadLettersAndTheRestGoesOn() throws Exception {
    Path checkpoint = TinyCheckpoint.write(folder, 1);
    byte[] poison = "no task".getBytes(StandardCharsets.UTF_8);
    EmbeddingTask task = Queue.task("poison", checkpoint, identity(checkpoint), 0);
    queue.poison(poison);
    queue.publish(task);
    try (EmbeddingStage stage = queue.start(() -> models)) {
      assertThat(queue.awaitState(task, 1, stage).getState()).isEqualTo(WorkState.DONE);
    }
    assertThat(queue.deadLetters()).contains(poison);
  }

  @Test
  void task_atItsLastAttempt_isBuriedBeforeItIsTried() throws IOException {
    Path checkpoint = TinyCheckpoint.write(folder, 1);
    EmbeddingTask warmUp = Queue.task("before-last", checkpoint, identity(checkpoint), 0);
    EmbeddingTask task = Queue.task("last", checkpoint, identity(checkpoint), 0);
    queue.publish(warmUp);
    try (EmbeddingStage stage = queue.start(() -> models)) {
      queue.awaitState(warmUp, 1, stage);
    }
    queue.publish(task);
    queue.release(Queue.SETTINGS.deliveries() - 1);
    try (EmbeddingStage stage = queue.start(() -> models, slowly())) {
      queue.await("done", () -> isDone("last"), stage);
    }
    // Were RUNNING told too, a worker killed then would leave it for ever.
    assertThat(queue.states("last"))
        .extracting(Progress::getState)
        .containsExactly(WorkState.FAILED, WorkState.DONE);
    assertThat(queue.deadTasks()).contains(task);
  }

  @Test
  void task_thatTakesLong_tellsHowFarItIs() throws IOException {
    Path checkpoint = TinyCheckpoint.write(folder, 1);
    EmbeddingTask task = Queue.task("slow", checkpoint, identity(checkpoint), 0);
    queue.publish(task);
    try (EmbeddingStage stage = queue.start(() -> models, slowly())) {
      queue.await("done", () -> isDone("slow"), stage);
    }
    assertThat(queue.states("slow"))
        .extracting(Progress::getState)
        .startsWith(WorkState.RUNNING)
        .endsWith(WorkState.DONE);
  }

  @Test
  void loading_interrupted_waitsAndGoesOnInAnotherWorker() throws Exception {
    Path first = TinyCheckpoint.write(folder.resolve("first"), 1);
    Path second = TinyCheckpoint.write(folder.resolve("second"), 73);
    CountDownLatch loading = new CountDownLatch(1);
    AtomicBoolean held = new AtomicBoolean();
    Supplier<LanguageModels> gated =
        () -> {
          if (held.get()) {
            loading.countDown();
            awaitInterrupt();
          }
          return models;
        };
    EmbeddingTask warmUp = Queue.task("before-interrupt", first, identity(first), 0);
    EmbeddingTask task = Queue.task("interrupted", second, identity(second), 0);
    queue.publish(warmUp);
    try (EmbeddingStage stage = queue.start(gated)) {
      queue.awaitState(warmUp, 1, stage);
      held.set(true);
      queue.publish(task);
      queue.await("loading", () -> loading.getCount() == 0, stage);
    }
    try (EmbeddingStage stage = queue.start(() -> models)) {
      queue.await("done", () -> isDone("interrupted"), stage);
    }
    assertThat(queue.states("interrupted"))
        .extracting(Progress::getState)
        .containsExactly(WorkState.WAITING, WorkState.DONE);
    List<Progress> loads = queue.states(task.getIdentity());
    assertThat(loads)
        .extracting(Progress::getState)
        .containsExactly(WorkState.WAITING, WorkState.DONE);
    assertThat(loads).extracting(Progress::getPart).doesNotHaveDuplicates();
    assertThat(queue.deadTasks()).doesNotContain(task);
  }

  @ParameterizedTest
  @CsvSource({"full, LAST", "full, MEAN", "words:3, LAST", "words:3, MEAN"})
  void unit_ofAContextThatVaries_givesWhatSingleWindowsGive(
      String context, Representation representation) throws IOException {
    Path checkpoint = TinyCheckpoint.write(folder, 1);
    String unit = context + representation;
    int[] ids = new Random(5).ints(90, 0, TinyCheckpoint.VOCABULARY).toArray();
    int[] wordEnd = IntStream.rangeClosed(1, 45).map(word -> 2 * word - word % 2).toArray();
    wordEnd[44] = 90;
    TokenizedText text = new TokenizedText(ids, wordEnd);
    ContextPolicy policy = ContextPolicy.parse(context);
    List<Passage> passages =
        new PassagePlanner(policy, representation, 16).plan(text, 0, "config", 64);
    for (int i = 0; i < passages.size(); i++) {
      queue.publish(Queue.task(unit, checkpoint, identity(checkpoint), i, passages.get(i)));
    }
    try (EmbeddingStage stage = queue.start(() -> models)) {
      queue.await("all tasks", () -> queue.states(unit).size() == passages.size(), stage);
    }
    List<Activation> activations = queue.activations(unit);
    assertThat(activations).hasSize(45);
    double logProbability = 0;
    try (LanguageModel model = models.open(CheckpointFolder.open(checkpoint))) {
      for (Activation activation : activations) {
        int word = activation.getWord();
        int begin = policy.begin(text, wordEnd[word], 64);
        int own = wordEnd[word] - Math.max(begin, text.wordStart(word));
        int width = representation == Representation.LAST ? 1 : own;
        float[][] alone = alone(model, Arrays.copyOfRange(ids, begin, wordEnd[word]), width);
        for (int layer = 0; layer < 2; layer++) {
          assertThat(Vectors.floats(activation.getVectors().get(layer)))
              .as("word %d layer %d", word, layer)
              .containsExactly(alone[layer], within(1e-5f));
        }
      }
      for (int end = 1; end < ids.length; end++) {
        int[] window = Arrays.copyOfRange(ids, policy.begin(text, end, 64), end);
        Pass pass = Pass.ofWindows(window, 1, window.length, new int[0], new int[] {ids[end]});
        logProbability += model.run(pass).logProbabilities()[0];
      }
    }
    double sum = 0;
    for (Perplexity part : queue.perplexities(unit)) {
      sum += part.getLogProbabilitySum();
    }
    assertThat(sum).isCloseTo(logProbability, within(1e-3));
  }

  /** Mean of the last hidden states of one window, per layer. */
  private static float[][] alone(LanguageModel model, int[] window, int width) {
    int[] none = new int[0];
    int[] states = IntStream.range(window.length - width, window.length).toArray();
    int[] ones = new int[width];
    Arrays.fill(ones, 1);
    float[][] hidden =
        model
            .run(new Pass(window, 1, window.length, new int[] {0, 1}, states, ones, none, none))
            .hidden();
    float[][] means = new float[2][TinyCheckpoint.HIDDEN];
    for (int layer = 0; layer < 2; layer++) {
      for (int i = 0; i < hidden[layer].length; i++) {
        means[layer][i % TinyCheckpoint.HIDDEN] += hidden[layer][i] / width;
      }
    }
    return means;
  }

  private static boolean isDone(String unit) {
    return queue.states(unit).stream().anyMatch(state -> state.getState() == WorkState.DONE);
  }

  /** A clock that is read every three seconds. */
  private static LongSupplier slowly() {
    AtomicLong now = new AtomicLong();
    return () -> now.addAndGet(3_000_000_000L);
  }

  private static void awaitInterrupt() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static PassageStates expected(Path checkpoint, EmbeddingTask task) {
    try (LanguageModel model = models.open(CheckpointFolder.open(checkpoint))) {
      return new PassageReader(Queue.SETTINGS.batch(), 1, Runnable::run)
          .read(model, TaskPassage.of(task), TaskPassage.layers(task), PassageListener.NONE);
    }
  }

  private static String identity(Path checkpoint) {
    return CheckpointFolder.open(checkpoint).identity();
  }
}
