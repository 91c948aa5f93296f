package org.entrain.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.entrain.schemas.Topic;
import org.entrain.schemas.Topics;
import org.entrain.schemas.avro.Progress;
import org.entrain.schemas.avro.WorkState;
import org.entrain.transport.EventSink;
import org.entrain.transport.ProgressReporter;
import org.junit.jupiter.api.Test;

class LoadingReportTest {

  private final List<Progress> sent = new ArrayList<>();
  private long now;

  private final EventSink sink =
      new EventSink() {
        @Override
        public <V extends SpecificRecord> void offer(Topic<V> topic, String key, V event) {
          assertThat(key).isEqualTo("loading/identity/w1");
          sent.add((Progress) event);
        }

        @Override
        public <V extends SpecificRecord> void send(Topic<V> topic, String key, V event) {
          throw new AssertionError("nothing waits for the loading to be told");
        }

        @Override
        public void flush() {}
      };

  private final LoadingReport report =
      new LoadingReport(
          new ProgressReporter(sink, new Topics(1).progress()), "m@3", "identity", "w1", () -> now);

  @Test
  void loading_slowly_tellsBytesRateAndTimeLeft() {
    loadedAfter(1, 10);
    loadedAfter(3, 30);
    loadedAfter(1, 100);
    report.done();

    assertThat(sent)
        .extracting(Progress::getState)
        .containsExactly(WorkState.RUNNING, WorkState.DONE);
    Progress running = sent.get(0);
    assertThat(running.getName()).isEqualTo("m@3");
    assertThat(running.getDone()).isEqualTo(30);
    assertThat(running.getExpected()).isEqualTo(100);
    assertThat(running.getRate()).isEqualTo(7.5);
    assertThat(running.getSecondsLeft()).isEqualTo(70 / 7.5);
    assertThat(sent.get(1).getDone()).isEqualTo(100);
    assertThat(sent.get(1).getSeconds()).isEqualTo(5);
    assertThat(sent.get(1).getSecondsLeft()).isEqualTo(-1);
  }

  @Test
  void loading_thatFails_accountsForEveryByte() {
    loadedAfter(1, 40);
    report.failed("torn");

    Progress failed = sent.get(0);
    assertThat(failed.getState()).isEqualTo(WorkState.FAILED);
    assertThat(failed.getCause()).isEqualTo("torn");
    assertThat(failed.getDone() + failed.getFailed()).isEqualTo(failed.getExpected());
  }

  @Test
  void loading_stopped_waitsForAnotherAttempt() {
    loadedAfter(1, 40);
    report.stopped();

    assertThat(sent).extracting(Progress::getState).containsExactly(WorkState.WAITING);
    assertThat(sent.get(0).getDone()).isZero();
  }

  private void loadedAfter(long seconds, long bytes) {
    now += seconds * 1_000_000_000L;
    report.loaded(bytes, 100);
  }
}
