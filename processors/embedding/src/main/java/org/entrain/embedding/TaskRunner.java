package org.entrain.embedding;

import java.util.OptionalLong;
import java.util.concurrent.CancellationException;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.SerializationException;
import org.entrain.common.Location;
import org.entrain.common.UnavailableException;
import org.entrain.models.LanguageModel;
import org.entrain.models.text.Passage;
import org.entrain.models.text.PassageListener;
import org.entrain.models.text.PassageReader;
import org.entrain.models.text.PassageStates;
import org.entrain.schemas.Topics;
import org.entrain.schemas.avro.EmbeddingTask;
import org.entrain.schemas.avro.WantedState;
import org.entrain.transport.DeadLetters;
import org.entrain.transport.EventDeliveryException;
import org.entrain.transport.LogContext;
import org.entrain.transport.StageListener;
import org.entrain.transport.SteeringBoard;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * One attempt at a task, from its record to published results, and what the queue is told.
 *
 * <p>A failure that another attempt would repeat (an unreadable checkpoint, a value that is not
 * finite) ends the task: dead letter, progress {@code FAILED}, accepted. A failure to deliver
 * events, a store of checkpoints that does not answer, or a disk here that is full, gives the task
 * back. The queue drops a task silently after its last permitted attempt, so the dead letter is
 * written before that attempt starts; if it then succeeds, {@code DONE} replaces {@code FAILED}.
 * Nothing else does: were it replaced by {@code RUNNING} and the worker then killed, nobody would
 * ever learn that the task is gone.
 *
 * <p>Only the task in hand tells that it is running or waiting: what an attempt told whose lock was
 * lost could replace the {@code DONE} of another worker.
 *
 * <p>A task that nobody wants now is handed over to be held, and accepted: a task that is given
 * back would spend an attempt.
 *
 * <p>Accounting: tasks taken = accepted with {@code DONE} + dead letters + held + given back.
 */
final class TaskRunner implements Attempts {

  private static final Logger LOG = LoggerFactory.getLogger(TaskRunner.class);
  private static final long NONE = -1;

  private final Topics topics;
  private final ModelCache models;
  private final PassageReader reader;
  private final TaskPublisher publisher;
  private final DeadLetters deadLetters;
  private final SteeringBoard board;
  private final int deliveries;
  private final StageListener listener;
  private volatile @Nullable Current current;

  /** Offset of the task in hand. */
  private volatile long inHand = NONE;

  /**
   * What is computed now.
   *
   * @param offset of its record
   */
  private record Current(long offset, EmbeddingTask task) {}

  /**
   * @param board what is wanted
   * @param deliveries attempts the queue permits
   * @param listener told of attempts, and of tasks given back
   */
  TaskRunner(
      Topics topics,
      ModelCache models,
      PassageReader reader,
      TaskPublisher publisher,
      DeadLetters deadLetters,
      SteeringBoard board,
      int deliveries,
      StageListener listener) {
    this.topics = topics;
    this.models = models;
    this.reader = reader;
    this.publisher = publisher;
    this.deadLetters = deadLetters;
    this.board = board;
    this.deliveries = deliveries;
    this.listener = listener;
  }

  @Override
  public boolean last(ConsumerRecord<byte[], byte[]> message) {
    return delivery(message) >= deliveries;
  }

  @Override
  public OptionalLong cutOff() {
    Current now = current;
    return now != null && SteeringBoard.cuts(wanted(now.task()))
        ? OptionalLong.of(now.offset())
        : OptionalLong.empty();
  }

  @Override
  public void inHand(long offset) {
    inHand = offset;
  }

  @Override
  public void lost() {
    inHand = NONE;
  }

  @Override
  public void givenBack(ConsumerRecord<byte[], byte[]> message) {
    inHand = NONE; // an attempt that is cut off may take a moment to end
    if (last(message) || message.value() == null) {
      return;
    }
    try {
      publisher.waiting(topics.embeddingTasks().values().decode(message.value()));
      publisher.settle();
    } catch (SerializationException e) {
      LOG.info("what is given back at {} is no task: {}", message.offset(), e.getMessage());
    }
  }

  @Override
  public AcknowledgeType attempt(ConsumerRecord<byte[], byte[]> message) {
    @Nullable EmbeddingTask task;
    try {
      task = Patience.with(() -> deadLetters.decode(topics.embeddingTasks(), message));
    } catch (CancellationException e) {
      return AcknowledgeType.RELEASE;
    }
    if (task == null) {
      return AcknowledgeType.ACCEPT;
    }
    listener.begun();
    try (MDC.MDCCloseable unit = MDC.putCloseable(LogContext.UNIT, task.getUnit())) {
      return attempt(message, task);
    } finally {
      listener.ended();
    }
  }

  private AcknowledgeType attempt(ConsumerRecord<byte[], byte[]> message, EmbeddingTask task) {
    boolean last = last(message);
    try {
      if (wanted(task) != WantedState.ACTIVE) {
        publisher.held(task);
        if (speaks(message)) {
          publisher.waiting(task);
        }
        LOG.info("{} task {} is held", TaskPublisher.name(task), task.getTask() + 1);
        return AcknowledgeType.ACCEPT;
      }
      current = new Current(message.offset(), task);
      if (last) {
        IllegalStateException cause =
            new IllegalStateException(
                "attempt %d of %d begins; earlier ones gave no result"
                    .formatted(delivery(message), deliveries));
        fail(message, task, cause);
      }
      return run(message, task);
    } catch (CancellationException e) {
      LOG.info("task {}/{} is given back: stopped", task.getUnit(), task.getTask());
    } catch (EventDeliveryException | KafkaException | UnavailableException e) {
      LOG.warn("task {}/{} is given back: {}", task.getUnit(), task.getTask(), e.getMessage());
    } finally {
      current = null;
    }
    listener.returned();
    return AcknowledgeType.RELEASE;
  }

  private AcknowledgeType run(ConsumerRecord<byte[], byte[]> message, EmbeddingTask task) {
    Passage passage;
    PassageStates states;
    try {
      passage = TaskPassage.of(task);
      LanguageModel model =
          Patience.with(
              () ->
                  models.get(
                      Location.of(task.getLocation()),
                      task.getIdentity(),
                      () -> publisher.loading(task)));
      states = reader.read(model, passage, TaskPassage.layers(task), listener(message, task));
    } catch (CancellationException | KafkaException | UnavailableException e) {
      throw e;
    } catch (RuntimeException e) {
      if (Thread.currentThread().isInterrupted()) {
        // Reading a file ends so when the worker stops: the checkpoint is not to blame.
        throw new CancellationException("interrupted: " + e);
      }
      // The brokers are not to blame: whatever failed would fail again.
      fail(message, task, e);
      return AcknowledgeType.ACCEPT;
    }
    current = null; // what is computed is published, whether wanted or not
    publisher.done(task, passage, states);
    LOG.info(
        "{} task {}/{}: {} windows in {} s",
        TaskPublisher.name(task),
        task.getTask() + 1,
        task.getTasks(),
        task.getWindows(),
        "%.2f".formatted(states.seconds()));
    return AcknowledgeType.ACCEPT;
  }

  private WantedState wanted(EmbeddingTask task) {
    return board.ofWeights(task.getIdentity(), task.getModel(), task.getStep());
  }

  private PassageListener listener(ConsumerRecord<byte[], byte[]> message, EmbeddingTask task) {
    if (last(message)) {
      return PassageListener.NONE;
    }
    Pace pace = publisher.pace(task);
    return (done, of, seconds) -> {
      if (speaks(message)) {
        pace.at(done, of);
      }
    };
  }

  private boolean speaks(ConsumerRecord<byte[], byte[]> message) {
    return inHand == message.offset();
  }

  private static short delivery(ConsumerRecord<byte[], byte[]> message) {
    return message.deliveryCount().orElse((short) 1);
  }

  private void fail(
      ConsumerRecord<byte[], byte[]> message, EmbeddingTask task, RuntimeException cause) {
    Patience.with(
        () -> {
          deadLetters.bury(message, cause);
          publisher.failed(task, String.valueOf(cause.getMessage()));
          return task;
        });
  }
}
