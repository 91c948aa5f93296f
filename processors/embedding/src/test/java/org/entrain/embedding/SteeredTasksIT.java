package org.entrain.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.entrain.models.CheckpointFolder;
import org.entrain.models.LanguageModels;
import org.entrain.schemas.Vectors;
import org.entrain.schemas.avro.Activation;
import org.entrain.schemas.avro.EmbeddingTask;
import org.entrain.schemas.avro.WantedState;
import org.entrain.schemas.avro.WorkState;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tasks that are paused and cancelled while a worker has them, or before. */
class SteeredTasksIT {

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
  void tasks_ofAPausedCheckpoint_areHandedOverAndComputedOnceWhenTheyComeBack() throws Exception {
    Path checkpoint = TinyCheckpoint.write(folder, 1);
    List<EmbeddingTask> tasks =
        IntStream.range(0, 3)
            .mapToObj(i -> Queue.task("paused", checkpoint, identity(checkpoint), i))
            .toList();
    queue.steer(tasks.get(0), WantedState.PAUSED);
    tasks.forEach(queue::publish);
    try (EmbeddingStage stage = queue.start(() -> models)) {
      queue.await("held tasks", () -> queue.held("paused").size() == 3, stage);
      assertThat(queue.activations("paused")).isEmpty();
      assertThat(queue.deadTasks()).noneMatch(task -> task.getUnit().equals("paused"));

      queue.steer(tasks.get(0), WantedState.ACTIVE);
      // As the planner does; a worker that does not know yet hands a task over once more.
      AtomicInteger back = new AtomicInteger();
      queue.await(
          "tasks done",
          () -> {
            List<EmbeddingTask> held = queue.held("paused");
            held.subList(back.getAndSet(held.size()), held.size()).forEach(queue::publish);
            return tasks.stream().allMatch(SteeredTasksIT::done);
          },
          stage);
    }
    assertThat(queue.activations("paused"))
        .extracting(Activation::getWord)
        .doesNotHaveDuplicates()
        .hasSize(tasks.stream().mapToInt(t -> Vectors.ints(t.getWords()).length).sum());
  }

  @Test
  void task_cancelledWhileItIsComputed_isCutOffAndHandedOver() throws Exception {
    Path checkpoint = TinyCheckpoint.write(folder, 2);
    EmbeddingTask warmUp = Queue.task("before", checkpoint, identity(checkpoint), 0);
    queue.publish(warmUp);
    AtomicReference<CountDownLatch> gate = new AtomicReference<>(new CountDownLatch(0));
    CountDownLatch reached = new CountDownLatch(1);
    AtomicBoolean cutOff = new AtomicBoolean();
    try (EmbeddingStage stage =
        queue.start(
            () -> {
              CountDownLatch held = gate.get();
              if (held.getCount() > 0) {
                reached.countDown();
                try {
                  held.await();
                } catch (InterruptedException e) {
                  cutOff.set(true);
                  Thread.currentThread().interrupt();
                  throw new IllegalStateException(e);
                }
              }
              return models;
            })) {
      queue.await("a warm worker", () -> done(warmUp), stage);
      gate.set(new CountDownLatch(1));
      Path other = TinyCheckpoint.write(folder.resolve("other"), 3);
      EmbeddingTask task = Queue.task("cancelled", other, identity(other), 0);
      queue.publish(task);
      reached.await();
      queue.steer(task, WantedState.CANCELLED);
      queue.await("a task handed over", () -> !queue.held("cancelled").isEmpty(), stage);
      assertThat(cutOff).isTrue();
    }
    assertThat(queue.activations("cancelled")).isEmpty();
    assertThat(queue.states("cancelled")).noneMatch(s -> s.getState() == WorkState.FAILED);
  }

  private static boolean done(EmbeddingTask task) {
    return queue.states(task.getUnit()).stream()
        .anyMatch(
            state ->
                state.getPart().equals(Integer.toString(task.getTask()))
                    && state.getState() == WorkState.DONE);
  }

  private static String identity(Path checkpoint) {
    return CheckpointFolder.open(checkpoint).identity();
  }
}
