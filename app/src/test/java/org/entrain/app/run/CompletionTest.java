package org.entrain.app.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.entrain.producers.checkpoints.Announcements;
import org.entrain.results.CheckpointSummary;
import org.entrain.results.LayerScore;
import org.entrain.results.ProbeScore;
import org.entrain.results.Summary;
import org.entrain.schemas.Topic;
import org.entrain.schemas.Topics;
import org.entrain.schemas.avro.Checkpoint;
import org.entrain.schemas.avro.Plan;
import org.entrain.schemas.avro.Progress;
import org.entrain.schemas.avro.SourceKind;
import org.entrain.schemas.avro.SteeringTarget;
import org.entrain.schemas.avro.WantedState;
import org.entrain.schemas.avro.WorkState;
import org.entrain.transport.KafkaConnection;
import org.entrain.transport.SteeringBoard;
import org.junit.jupiter.api.Test;

/** What is told of a stream that is followed without a broker. */
class CompletionTest {

  private static final long MINUTE = 60_000;

  private final Topics topics = new Topics(1);
  private long now;
  private final StreamTracker tracker =
      new StreamTracker(new KafkaConnection("unused:1", Map.of()), topics, () -> now);

  private final SteeringBoard board = new SteeringBoard();

  @Test
  void windows_areThoseOfAllThatWasAnnounced_laterOnesToo() {
    Completion completion = new Completion(tracker, List.of("A"), List.of(), List.of(), board);
    take(topics.plans(), plan("a", 100));
    take(topics.plans(), plan("b", 20));
    take(topics.plans(), plan("of another run", 3));
    completion.expect(List.of(checkpoint(0, "a"), checkpoint(1, "a")));
    assertThat(completion.windows()).isEqualTo(100);

    completion.expect(List.of(checkpoint(2, "b")));

    assertThat(completion.windows()).isEqualTo(120);
  }

  @Test
  void running_ofAWorkerThatIsGone_isForgottenAfterAMinute() {
    take(topics.progress(), running("loading", 50, 0.1));
    take(topics.progress(), running("embedding", 60, 0));
    take(topics.progress(), running("features", 60, 0));
    now = MINUTE;
    assertThat(tracker.progress()).hasSize(3);
    now = MINUTE + 1;
    assertThat(tracker.progress()).extracting(Progress::getStage).containsExactly("features");
  }

  @Test
  void running_ofASlowModel_holdsAsLongAsItTookBefore() {
    // A pass of 32 windows in 200 s.
    take(topics.progress(), running("embedding", 32, 0.16));
    now = 200_000;
    assertThat(tracker.progress()).hasSize(1);
    now = 200_001;
    assertThat(tracker.progress()).isEmpty();
  }

  @Test
  void outcome_isNeverForgotten() {
    for (WorkState state : List.of(WorkState.DONE, WorkState.FAILED, WorkState.WAITING)) {
      Progress event = Progress.newBuilder(running("embedding", 1, 0)).setState(state).build();
      take(topics.progress(), event);
      now += 1_000 * MINUTE;
      assertThat(tracker.progress()).containsExactly(event);
    }
  }

  @Test
  void outcome_ofAFit_replacesThoseOfOtherNumbersOfShares() {
    Progress second = fitted("0/initial/2-of-2/A", WorkState.FAILED);
    Progress another = fitted("0/initial/B", WorkState.FAILED);
    take(topics.progress(), fitted("0/initial/1-of-2/A", WorkState.DONE));
    take(topics.progress(), second);
    take(topics.progress(), another);
    take(topics.progress(), fitted("0/initial/A", WorkState.RUNNING));
    assertThat(tracker.progress()).hasSize(4).contains(second);

    Progress whole = fitted("0/initial/A", WorkState.DONE);
    take(topics.progress(), whole);

    assertThat(tracker.progress()).containsExactlyInAnyOrder(whole, another);
  }

  @Test
  void fits_pausedAndCancelled_areNotWaitedForAndCountedApart() {
    Completion completion =
        new Completion(tracker, List.of("A", "B"), List.of("POS"), List.of(), board);
    completion.expect(List.of(checkpoint(0, "a"), checkpoint(1, "b"), checkpoint(2, "c")));
    take(topics.plans(), plan("a", 1));
    take(topics.plans(), plan("b", 1));
    wish(SteeringTarget.CHECKPOINT, "m@0", WantedState.PAUSED);
    wish(SteeringTarget.CHECKPOINT, "m@1", WantedState.CANCELLED);
    assertThat(completion.count(new Summary(List.of(), List.of(), List.of(), List.of())))
        .isEqualTo(new Fits(12, 0, 0, 4, 4, false));
    assertThat(completion.countProperties(List.of())).isEqualTo(new Fits(3, 0, 0, 1, 1, false));

    wish(SteeringTarget.CHECKPOINT, "m@2", WantedState.PAUSED);
    wish(SteeringTarget.PARTICIPANT, "B", WantedState.CANCELLED);
    assertThat(completion.count(new Summary(List.of(), List.of(), List.of(), List.of())).complete())
        .isTrue();
    assertThat(completion.countProperties(List.of()).complete()).isTrue();

    completion.forget(SteeringTarget.CHECKPOINT, "m@2");
    completion.forget(SteeringTarget.PARTICIPANT, "B");
    wish(SteeringTarget.CHECKPOINT, "m@0", WantedState.ACTIVE);
    assertThat(completion.count(new Summary(List.of(), List.of(), List.of(), List.of())))
        .isEqualTo(new Fits(4, 0, 0, 0, 2, false));
  }

  private void wish(SteeringTarget target, String name, WantedState state) {
    board.accept(board.next(target, name, state, 0));
  }

  @Test
  void properties_areCompleteWhenEveryNameHasThemOrTheyHaveFailed() {
    Completion completion =
        new Completion(tracker, List.of("A"), List.of("POS", "Tense"), List.of(), board);
    completion.expect(List.of(checkpoint(0, "a"), checkpoint(1, "a")));
    assertThat(completion.countProperties(List.of())).isEqualTo(new Fits(2, 0, 0, false));
    take(topics.plans(), plan("a", 1));
    assertThat(completion.countProperties(List.of(probe(0, "POS"), probe(0, "Tense"))))
        .isEqualTo(new Fits(2, 0, 0, false));
    assertThat(completion.countProperties(List.of(probe(0, "POS"), probe(1, "POS"))))
        .isEqualTo(new Fits(2, 1, 0, false));

    take(topics.progress(), failed("Tense"));

    assertThat(completion.countProperties(List.of(probe(0, "POS"), probe(1, "POS"))))
        .isEqualTo(new Fits(2, 1, 1, true));
  }

  @Test
  void features_areAwaitedBesideFitsThatDoNotNeedThem_unlessOneFailed() {
    Completion completion = new Completion(tracker, List.of("A"), List.of(), List.of(), board);
    completion.expect(List.of(checkpoint(0, "a")));
    take(topics.plans(), plan("a", 1));
    Progress aligning =
        Progress.newBuilder(running("features", 60, 0)).setUnit("unit of a").build();
    take(topics.progress(), aligning);
    assertThat(completion.count(summary("initial"))).isEqualTo(new Fits(1, 1, 0, false));
    take(topics.progress(), Progress.newBuilder(aligning).setState(WorkState.DONE).build());
    assertThat(completion.count(summary("initial"))).isEqualTo(new Fits(1, 1, 0, true));

    take(topics.progress(), aligning);
    take(topics.progress(), fitted("0/initial/A", WorkState.FAILED));
    assertThat(completion.count(new Summary(List.of(), List.of(), List.of(), List.of())))
        .isEqualTo(new Fits(1, 0, 1, true));
  }

  @Test
  void fits_ofWhichAShareFailed_haveFailed() {
    Completion completion = new Completion(tracker, List.of("A", "B"), List.of(), List.of(), board);
    completion.expect(List.of(checkpoint(0, "a")));
    take(topics.plans(), plan("a", 1));
    take(topics.progress(), fitted("0/initial/1-of-2/B", WorkState.DONE));
    assertThat(completion.count(summary("initial"))).isEqualTo(new Fits(2, 1, 0, false));
    take(topics.progress(), fitted("0/initial/2-of-2/B", WorkState.FAILED));
    assertThat(completion.count(summary("initial"))).isEqualTo(new Fits(2, 1, 1, true));
  }

  @Test
  void fits_ofAPropertyThatCannotBeRemoved_haveFailedWithIt() {
    Completion completion =
        new Completion(tracker, List.of("A"), List.of("POS", "Tense"), List.of(), board);
    completion.expect(List.of(checkpoint(0, "a")));
    take(topics.plans(), plan("a", 1));
    Summary initial = summary("initial");
    assertThat(completion.count(initial)).isEqualTo(new Fits(3, 1, 0, false));
    take(topics.progress(), failed("Tense"));
    assertThat(completion.count(initial)).isEqualTo(new Fits(3, 1, 1, false));
    assertThat(completion.count(summary("initial", "POS"))).isEqualTo(new Fits(3, 2, 1, true));
  }

  @Test
  void properties_ofWordRateAndOfAUnitThatCannotBePlanned_areNotAwaited() {
    Completion completion = new Completion(tracker, List.of("A"), List.of("POS"), List.of(), board);
    completion.expect(List.of(checkpoint(0, "a"), checkpoint(1, "w", SourceKind.WORD_RATE)));
    take(topics.plans(), Plan.newBuilder(plan("a", 1)).setCause("no words").build());
    assertThat(completion.countProperties(List.of())).isEqualTo(new Fits(1, 0, 1, true));
  }

  @Test
  void properties_ofTheRandomBaseline_areAwaited_itsFitsWithoutThemAreNot() {
    Completion completion = new Completion(tracker, List.of("A"), List.of("POS"), List.of(), board);
    completion.expect(List.of(checkpoint(0, "a", SourceKind.RANDOM)));
    take(topics.plans(), plan("a", 1));
    assertThat(completion.countProperties(List.of())).isEqualTo(new Fits(1, 0, 0, false));
    assertThat(completion.countProperties(List.of(probe(0, "POS"))))
        .isEqualTo(new Fits(1, 1, 0, true));
    assertThat(completion.count(summary("initial"))).isEqualTo(new Fits(1, 1, 0, true));
  }

  @Test
  void fits_ofEarlierWeightsUnderTheName_doNotCount() {
    Completion completion = new Completion(tracker, List.of("A"), List.of(), List.of(), board);
    completion.expect(List.of(checkpoint(0, "other", SourceKind.RANDOM)));
    take(topics.plans(), plan("other", 1));
    assertThat(completion.count(summary("initial"))).isEqualTo(new Fits(1, 0, 0, false));
  }

  private static ProbeScore probe(long step, String property) {
    return new ProbeScore(
        "m", step, 0, property, 0.9, 0.4, 0.5, OptionalDouble.empty(), "ridge", 1, false, 8);
  }

  private static Progress failed(String property) {
    return Progress.newBuilder()
        .setStage("properties")
        .setUnit("unit of a")
        .setPart("0/" + property)
        .setState(WorkState.FAILED)
        .setCause("no")
        .build();
  }

  private static Progress fitted(String part, WorkState state) {
    return Progress.newBuilder()
        .setStage("encoding")
        .setUnit("unit of a")
        .setPart(part)
        .setState(state)
        .setCause(state == WorkState.FAILED ? "no" : null)
        .build();
  }

  private static Summary summary(String... variants) {
    List<CheckpointSummary> checkpoints =
        Stream.of(variants)
            .map(
                variant ->
                    new CheckpointSummary(
                        "m",
                        0,
                        "a",
                        SourceKind.WEIGHTS,
                        variant,
                        List.of(new LayerScore(0, 0.1, new TreeMap<>(Map.of("A", 0.1)))),
                        new TreeMap<>(),
                        OptionalDouble.empty()))
            .toList();
    return new Summary(checkpoints, List.of(), List.of(), List.of());
  }

  private <V extends SpecificRecord> void take(Topic<V> topic, V event) {
    byte[] value = topic.values().encode(event);
    TopicPartition place = new TopicPartition(topic.name(), 0);
    tracker.take(
        new ConsumerRecord<>(
            place.topic(),
            place.partition(),
            0,
            now,
            TimestampType.CREATE_TIME,
            0,
            value.length,
            null,
            value,
            new RecordHeaders(),
            Optional.empty()));
  }

  private static Plan plan(String identity, int windows) {
    ByteBuffer none = ByteBuffer.allocate(0);
    return Plan.newBuilder()
        .setUnit("unit of " + identity)
        .setModel("m")
        .setStep(0)
        .setStimulus("s")
        .setKind(SourceKind.WEIGHTS)
        .setIdentity(identity)
        .setLayers(List.of(0))
        .setHiddenSize(1)
        .setWords(1)
        .setSkippedWords(0)
        .setWordTrs(none)
        .setTrRuns(none)
        .setKeptTrs(none)
        .setLags(List.of(0))
        .setContext(1)
        .setWindows(windows)
        .setTasks(1)
        .setScoredTokens(0)
        .build();
  }

  private static Progress running(String stage, long done, double rate) {
    return Progress.newBuilder()
        .setStage(stage)
        .setUnit("u")
        .setState(WorkState.RUNNING)
        .setExpected(256)
        .setDone(done)
        .setRate(rate)
        .build();
  }

  private static Checkpoint checkpoint(long step, String identity) {
    return checkpoint(step, identity, SourceKind.WEIGHTS);
  }

  private static Checkpoint checkpoint(long step, String identity, SourceKind kind) {
    return Checkpoint.newBuilder(Announcements.wordRate())
        .setModel("m")
        .setKind(kind)
        .setStep(step)
        .setIdentity(identity)
        .build();
  }
}
