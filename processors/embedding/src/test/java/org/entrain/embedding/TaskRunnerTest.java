package org.entrain.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.entrain.common.Locations;
import org.entrain.models.CheckpointConfig;
import org.entrain.models.CheckpointFolder;
import org.entrain.models.LanguageModel;
import org.entrain.models.Pass;
import org.entrain.models.PassOutputs;
import org.entrain.models.text.PassageReader;
import org.entrain.schemas.Topic;
import org.entrain.schemas.Topics;
import org.entrain.schemas.avro.EmbeddingTask;
import org.entrain.schemas.avro.Progress;
import org.entrain.schemas.avro.SteeringTarget;
import org.entrain.schemas.avro.WantedState;
import org.entrain.schemas.avro.WorkState;
import org.entrain.transport.DeadLetters;
import org.entrain.transport.EventSink;
import org.entrain.transport.KafkaConnection;
import org.entrain.transport.StageListener;
import org.entrain.transport.SteeringBoard;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an attempt tells of its task, and when. */
class TaskRunnerTest {

  private static final int DELIVERIES = 3;
  private static final int BATCH = 2;
  private static final long OFFSET = 5;
  private static final long THREE_SECONDS = 3_000_000_000L;

  @TempDir private Path folder;
  private final Topics topics = new Topics(1);
  private final SteeringBoard board = new SteeringBoard();
  private final DeadLetters deadLetters =
      new DeadLetters(new KafkaConnection("127.0.0.1:1", Map.of()), TaskPublisher.STAGE);
  private final Told told = new Told();
  private EmbeddingTask task;

  @BeforeEach
  void write() throws IOException {
    TinyCheckpoint.write(folder, 1);
    task = Queue.task("u", folder, CheckpointFolder.open(folder).identity(), 0);
  }

  @AfterEach
  void close() {
    deadLetters.close();
  }

  @Test
  void attempt_inVain_tellsNothing_untilItsTaskIsGivenBack() {
    TaskRunner runner =
        runner(
            pass -> {
              throw new KafkaException("away");
            });
    runner.inHand(OFFSET);
    assertThat(runner.attempt(message(1))).isEqualTo(AcknowledgeType.RELEASE);
    assertThat(told.states()).isEmpty();

    runner.givenBack(message(1));
    assertThat(told.states()).containsExactly(WorkState.WAITING);
    assertThat(told.settled).isTrue();
  }

  @Test
  void task_givenBackForTheLastTime_staysFailed() {
    runner(pass -> {}).givenBack(message(DELIVERIES));
    assertThat(told.states()).isEmpty();
  }

  @Test
  void poison_givenBackBeforeItIsBuried_tellsNothing() {
    runner(pass -> {}).givenBack(message(1, new byte[] {1}));
    runner(pass -> {}).givenBack(message(1, null));
    assertThat(told.states()).isEmpty();
  }

  @Test
  void attempt_whoseLockIsLost_isSilentUntilItsTaskIsInHandAgain() {
    TaskRunner[] runner = new TaskRunner[1];
    runner[0] =
        runner(
            pass -> {
              if (pass == 2) {
                runner[0].lost();
              } else if (pass == 4) {
                runner[0].inHand(OFFSET);
              }
            });
    runner[0].inHand(OFFSET);

    assertThat(runner[0].attempt(message(1))).isEqualTo(AcknowledgeType.ACCEPT);
    assertThat(told.progress)
        .filteredOn(p -> p.getState() == WorkState.RUNNING)
        .extracting(Progress::getDone)
        .containsExactly(1L * BATCH, 4L * BATCH);
    assertThat(told.states()).endsWith(WorkState.DONE);
  }

  @Test
  void task_heldByAnAttemptWhoseLockIsLost_isNotToldToWait() {
    board.accept(
        board.next(SteeringTarget.CHECKPOINT, TaskPublisher.name(task), WantedState.PAUSED, 0));
    TaskRunner runner = runner(pass -> {});
    runner.inHand(OFFSET + 1);
    assertThat(runner.attempt(message(1))).isEqualTo(AcknowledgeType.ACCEPT);
    assertThat(told.states()).isEmpty();

    runner.inHand(OFFSET);
    assertThat(runner.attempt(message(1))).isEqualTo(AcknowledgeType.ACCEPT);
    assertThat(told.states()).containsExactly(WorkState.WAITING);
  }

  @Test
  void attempt_isCutOffWhileItIsComputed_butNotWhileItIsPublished() {
    List<OptionalLong> cuts = new ArrayList<>();
    TaskRunner[] runner = new TaskRunner[1];
    runner[0] =
        runner(
            pass -> {
              if (pass == 1) {
                board.accept(
                    board.next(
                        SteeringTarget.CHECKPOINT,
                        TaskPublisher.name(task),
                        WantedState.CANCELLED,
                        0));
                cuts.add(runner[0].cutOff());
              }
            });
    told.onFlush = () -> cuts.add(runner[0].cutOff());

    assertThat(runner[0].attempt(message(1))).isEqualTo(AcknowledgeType.ACCEPT);
    assertThat(cuts)
        .startsWith(OptionalLong.of(OFFSET))
        .hasSizeGreaterThan(1)
        .filteredOn(OptionalLong::isPresent)
        .hasSize(1);
  }

  /** A runner whose passes do something first. */
  private TaskRunner runner(Before before) {
    AtomicLong now = new AtomicLong();
    return new TaskRunner(
        topics,
        new ModelCache(
            Locations.local(),
            CheckpointFolder::open,
            (checkpoint, listener) -> new Model(before),
            1,
            Long.MAX_VALUE),
        new PassageReader(BATCH, 1, Runnable::run),
        new TaskPublisher(
            topics, told, "w", () -> now.addAndGet(THREE_SECONDS), StageListener.NONE),
        deadLetters,
        board,
        DELIVERIES,
        StageListener.NONE);
  }

  private ConsumerRecord<byte[], byte[]> message(int delivery) {
    return message(delivery, topics.embeddingTasks().values().encode(task));
  }

  private static ConsumerRecord<byte[], byte[]> message(int delivery, byte[] value) {
    return new ConsumerRecord<>(
        "tasks",
        0,
        OFFSET,
        0,
        TimestampType.CREATE_TIME,
        0,
        0,
        new byte[0],
        value,
        new RecordHeaders(),
        Optional.empty(),
        Optional.of((short) delivery));
  }

  @FunctionalInterface
  private interface Before {
    /**
     * @param pass counted from 1
     */
    void pass(int pass);
  }

  /** States and probabilities that nobody looks at. */
  private static final class Model implements LanguageModel {
    private final Before before;
    private int passes;

    Model(Before before) {
      this.before = before;
    }

    @Override
    public CheckpointConfig config() {
      throw new UnsupportedOperationException();
    }

    @Override
    public PassOutputs run(Pass pass, BooleanSupplier cancelled) {
      before.pass(++passes);
      return new PassOutputs(new float[2][Queue.WINDOWS], new double[Queue.WINDOWS]);
    }

    @Override
    public void close() {}
  }

  /** Keeps what is told of tasks. */
  private static final class Told implements EventSink {
    private final List<Progress> progress = new ArrayList<>();
    private boolean settled;
    private Runnable onFlush = () -> {};

    List<WorkState> states() {
      return progress.stream().map(Progress::getState).toList();
    }

    @Override
    public <V extends SpecificRecord> void send(Topic<V> topic, String key, V event) {
      if (event instanceof Progress state && state.getStage().equals(TaskPublisher.STAGE)) {
        progress.add(state);
      }
    }

    @Override
    public <V extends SpecificRecord> void offer(Topic<V> topic, String key, V event) {
      send(topic, key, event);
    }

    @Override
    public void flush() {
      onFlush.run();
    }

    @Override
    public void settle() {
      settled = true;
    }
  }
}
