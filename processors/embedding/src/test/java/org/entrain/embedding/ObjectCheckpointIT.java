package org.entrain.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.entrain.common.Location;
import org.entrain.models.CheckpointFolder;
import org.entrain.models.LanguageModels;
import org.entrain.objects.FetchListener;
import org.entrain.objects.Limits;
import org.entrain.objects.LoopbackStore;
import org.entrain.objects.ObjectLocations;
import org.entrain.schemas.avro.EmbeddingTask;
import org.entrain.schemas.avro.Progress;
import org.entrain.schemas.avro.WorkState;
import org.entrain.transport.ProgressReporter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tasks whose checkpoint lies in an object store. */
class ObjectCheckpointIT {

  private static final String URL = "s3://models/tiny/step7";

  private static LanguageModels models;
  private static Queue queue;

  @TempDir private Path folder;
  private LoopbackStore store;
  private Path checkpoint;

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

  @BeforeEach
  void fill() throws IOException {
    store = new LoopbackStore();
    checkpoint = TinyCheckpoint.write(folder.resolve("tiny"), 1);
    store.putFolder("models/tiny/step7", checkpoint);
    store.put("models/tiny/step7/optimizer.pt", new byte[100]);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void checkpoint_isFetchedOnce_byAWorkerAndByTheNextOne() {
    EmbeddingTask first = task("a", 0);
    EmbeddingTask second = task("a", 1);
    queue.publish(first);
    queue.publish(second);
    done(first, second);
    assertThat(store.gets()).isEqualTo(3);
    assertThat(store.gets("models/tiny/step7/model.safetensors")).isOne();

    // The cache outlives the worker.
    EmbeddingTask third = task("a", 2);
    queue.publish(third);
    done(third);
    assertThat(store.gets()).isEqualTo(3);
  }

  @Test
  void weights_replacedAfterTheAnnouncement_failTheTaskWithTheCause() throws IOException {
    EmbeddingTask task = task("b", 0);
    store.putFolder("models/tiny/step7", TinyCheckpoint.write(folder.resolve("other"), 2));
    queue.publish(task);
    try (ObjectLocations locations = locations();
        EmbeddingStage stage = queue.start(() -> models, locations, System::nanoTime)) {
      Progress failed = queue.awaitState(task, 1, stage);
      assertThat(failed.getState()).isEqualTo(WorkState.FAILED);
      assertThat(failed.getCause()).contains(URL, "changed after it was announced");
    }
  }

  @Test
  void store_thatDoesNotAnswer_givesTheTaskBackUntilItDoes() {
    EmbeddingTask task = task("c", 0);
    store.fail(503, 7); // more than the client tries in one attempt
    queue.publish(task);
    done(task);
  }

  @Test
  void cache_thatCannotBeWritten_keepsTheTaskUntilItCan() throws IOException {
    EmbeddingTask task = task("d", 0);
    Path inTheWay = Files.createFile(folder.resolve("cache"));
    queue.publish(task);
    try (ObjectLocations locations = locations();
        EmbeddingStage stage = queue.start(() -> models, locations, System::nanoTime)) {
      queue.await(
          "a load that was given up",
          () ->
              queue.states(task.getIdentity()).stream()
                  .anyMatch(
                      p ->
                          p.getStage().equals(ProgressReporter.LOADING)
                              && p.getState() == WorkState.WAITING),
          stage);
      Files.delete(inTheWay);
      queue.await(
          "the task",
          () -> queue.states("d").stream().anyMatch(p -> p.getState() == WorkState.DONE),
          stage);
    }
    assertThat(queue.states("d")).noneMatch(p -> p.getState() == WorkState.FAILED);
    assertThat(queue.activations("d")).isNotEmpty();
  }

  private void done(EmbeddingTask... tasks) {
    try (ObjectLocations locations = locations();
        EmbeddingStage stage = queue.start(() -> models, locations, System::nanoTime)) {
      for (EmbeddingTask task : tasks) {
        queue.await(
            "task " + task.getTask(),
            () ->
                queue.states(task.getUnit()).stream()
                    .anyMatch(
                        p ->
                            p.getPart().equals(Integer.toString(task.getTask()))
                                && p.getState() == WorkState.DONE),
            stage);
      }
    }
  }

  private EmbeddingTask task(String unit, int number) {
    String identity = CheckpointFolder.open(checkpoint).identity();
    return EmbeddingTask.newBuilder(Queue.task(unit, checkpoint, identity, number))
        .setLocation(Location.of(URL).text())
        .build();
  }

  private ObjectLocations locations() {
    return ObjectLocations.of(
        store.environment(), folder.resolve("cache"), Limits.USUAL, FetchListener.NONE);
  }
}
