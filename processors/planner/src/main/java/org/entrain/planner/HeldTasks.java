package org.entrain.planner;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.entrain.schemas.avro.Checkpoint;
import org.entrain.schemas.avro.EmbeddingTask;
import org.entrain.schemas.avro.Steering;
import org.entrain.schemas.avro.WantedState;
import org.entrain.transport.SteeringBoard;

/**
 * Embedding tasks that nobody wants now. A queue cannot hold a task back: to give it back counts as
 * an attempt. So workers hand such tasks over, and they wait here until they are wanted.
 *
 * <p>Accounting: tasks planned = tasks on the queue + tasks held here, but for those on their way.
 */
final class HeldTasks {

  private final KeyValueStore<String, EmbeddingTask> held;
  private final KeyValueStore<String, Steering> steering;
  private final SteeringBoard board = new SteeringBoard();

  /**
   * @param checkpoints what is announced so far
   */
  HeldTasks(ProcessorContext<?, ?> context, KeyValueStore<String, Checkpoint> checkpoints) {
    held = context.getStateStore(PlannerTopology.HELD);
    steering = context.getStateStore(PlannerTopology.STEERING);
    try (KeyValueIterator<String, Steering> all = steering.all()) {
      all.forEachRemaining(entry -> board.accept(entry.value));
    }
    try (KeyValueIterator<String, Checkpoint> all = checkpoints.all()) {
      all.forEachRemaining(entry -> board.accept(entry.value));
    }
  }

  /** Puts a task on the queue if it is wanted, and holds it otherwise. */
  void offer(EmbeddingTask task, Consumer<EmbeddingTask> queue) {
    if (wanted(task)) {
      queue.accept(task);
    } else {
      held.put(task.getUnit() + "/" + task.getTask(), task);
    }
  }

  /** Takes in what is wanted, and puts on the queue what may go there now. */
  void steer(Steering wanted, Consumer<EmbeddingTask> queue) {
    if (board.accept(wanted)) {
      steering.put(SteeringBoard.key(wanted), wanted);
      release(queue);
    }
  }

  /** Takes in a name of weights, and puts on the queue what may go there now. */
  void announce(Checkpoint checkpoint, Consumer<EmbeddingTask> queue) {
    if (board.accept(checkpoint)) {
      release(queue);
    }
  }

  private void release(Consumer<EmbeddingTask> queue) {
    List<KeyValue<String, EmbeddingTask>> free = new ArrayList<>();
    try (KeyValueIterator<String, EmbeddingTask> all = held.all()) {
      while (all.hasNext()) {
        KeyValue<String, EmbeddingTask> entry = all.next();
        if (wanted(entry.value)) {
          free.add(entry);
        }
      }
    }
    for (KeyValue<String, EmbeddingTask> entry : free) {
      held.delete(entry.key);
      queue.accept(entry.value);
    }
  }

  private boolean wanted(EmbeddingTask task) {
    return board.ofWeights(task.getIdentity(), task.getModel(), task.getStep())
        == WantedState.ACTIVE;
  }
}
