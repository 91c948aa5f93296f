package org.entrain.producers.stimulus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.entrain.producers.CollectingSink;
import org.entrain.producers.PublicationListener;
import org.entrain.producers.stimulus.TimedWords.TimedWord;
import org.entrain.producers.stimulus.VolumeClock.Run;
import org.entrain.producers.stimulus.VolumeClock.Trim;
import org.entrain.schemas.Topics;
import org.entrain.schemas.avro.ClockKind;
import org.entrain.schemas.avro.ClockTick;
import org.junit.jupiter.api.Test;

class StimulusPublisherTest {

  private static final long SECOND = 1_000_000_000L;

  private final Topics topics = new Topics(4);
  private final CollectingSink sink = new CollectingSink();

  /** TRs at 0, 2, 4 and 10, 12, 14 s; the first of each run is trimmed. */
  private final Stimulus stimulus =
      Stimulus.of(
          words(-1, 0, 0.5, 2, 2.5, 9, 11, 17),
          VolumeClock.regular("m", 2, List.of(new Run(0, 3), new Run(10, 3)), new Trim(1, 0)));

  @Test
  void publish_atFullSpeed_interleavesWordsAndTicksByTime() throws InterruptedException {
    publisher(PublicationListener.NONE).publish(stimulus, Pace.FULL_SPEED);

    assertThat(described())
        .containsExactly(
            "word 0",
            "word 1",
            "word 2",
            "word 3",
            "TR 0:2",
            "word 4",
            "TR 1:1",
            "word 5",
            "TR 2:1",
            "END_OF_RUN 3:6",
            "word 6",
            "TR 3:1",
            "TR 4:0",
            "word 7",
            "TR 5:1",
            "END_OF_RUN 6:8",
            "END_OF_STIMULUS 6:8");
    assertThat(sink.sent()).allMatch(s -> s.key().equals(stimulus.id()));
    assertThat(sink.isFlushed()).isTrue();
  }

  @Test
  void publish_anyStimulus_accountsForEveryWordAndTr() throws InterruptedException {
    List<String> reports = new ArrayList<>();

    publisher((topic, sent, total) -> reports.add(topic.name() + " " + sent + "/" + total))
        .publish(stimulus, Pace.FULL_SPEED);

    List<ClockTick> ticks = sink.of(topics.clock(), ClockTick.class);
    List<ClockTick> trs = ticks.stream().filter(t -> t.getKind() == ClockKind.TR).toList();
    long before = stimulus.words().stream().filter(w -> w.onset() <= 0).count();
    int inTrs = trs.stream().mapToInt(ClockTick::getWords).sum();
    assertThat(before + inTrs).isEqualTo(stimulus.words().size());
    long kept = trs.stream().filter(ClockTick::getKept).count();
    long trimmed = trs.stream().filter(t -> !t.getKept()).count();
    assertThat(kept).isEqualTo(stimulus.keptRows().size());
    assertThat(kept + trimmed).isEqualTo(stimulus.clock().size());
    ClockTick end = ticks.get(ticks.size() - 1);
    assertThat(end.getRun()).isEqualTo(2);
    assertThat(end.getWords()).isEqualTo(8);
    assertThat(reports).hasSize(17).contains("entrain.words 8/8", "entrain.clock 9/9");
  }

  @Test
  void publish_paced_waitsForOnsetsAndForTheEndOfEachTr() throws InterruptedException {
    List<Double> times = new ArrayList<>();
    long[] now = {77 * SECOND};
    Pace pace = Pace.times(2, -2, () -> now[0], nanos -> now[0] += nanos);

    publisher((topic, sent, total) -> times.add((now[0] - 77 * SECOND) / 1e9))
        .publish(stimulus, pace);

    // At twice the speed from −2 s on: time t is due after (t + 2) / 2 s.
    assertThat(times)
        .containsExactly(
            0.5, 1.0, 1.25, 2.0, 2.0, 2.25, 3.0, 5.5, 6.0, 6.0, 6.5, 7.0, 8.0, 9.5, 9.5, 9.5, 9.5);
  }

  @Test
  void pace_sleeperThatWakesEarly_isSentToSleepAgain() throws InterruptedException {
    long[] now = {0};
    int[] naps = {0};
    Pace pace =
        Pace.times(
            1,
            0,
            () -> now[0],
            nanos -> {
              naps[0]++;
              now[0] += Math.min(nanos, SECOND);
            });

    pace.await(3);

    assertThat(now[0]).isEqualTo(3 * SECOND);
    assertThat(naps[0]).isEqualTo(3);
    assertThatThrownBy(() -> Pace.times(0, 0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void publish_interrupted_stopsBetweenEvents() {
    StimulusPublisher publisher =
        publisher(
            (topic, sent, total) -> {
              if (sink.sent().size() == 3) {
                Thread.currentThread().interrupt();
              }
            });

    assertThatThrownBy(() -> publisher.publish(stimulus, Pace.FULL_SPEED))
        .isInstanceOf(InterruptedException.class);
    assertThat(sink.sent()).hasSize(3);
  }

  private StimulusPublisher publisher(PublicationListener listener) {
    return new StimulusPublisher(sink, topics, listener);
  }

  private List<String> described() {
    return sink.sent().stream()
        .map(
            s ->
                s.event() instanceof ClockTick tick
                    ? "%s %d:%d".formatted(tick.getKind(), tick.getIndex(), tick.getWords())
                    : "word " + ((org.entrain.schemas.avro.Word) s.event()).getIndex())
        .toList();
  }

  private static TimedWords words(double... onsets) {
    List<TimedWord> words = new ArrayList<>();
    for (double onset : onsets) {
      words.add(new TimedWord("w", "w", onset, TimedWords.RUN_BY_CLOCK));
    }
    return new TimedWords("w", words);
  }
}
