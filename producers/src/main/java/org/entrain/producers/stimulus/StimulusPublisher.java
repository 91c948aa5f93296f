package org.entrain.producers.stimulus;

import java.util.List;
import org.entrain.producers.Publication;
import org.entrain.producers.PublicationListener;
import org.entrain.schemas.Topics;
import org.entrain.schemas.avro.ClockKind;
import org.entrain.schemas.avro.ClockTick;
import org.entrain.transport.EventSink;

/**
 * Publishes a stimulus: every word at its onset, and every TR when the next one begins, because
 * only then it is known which words it has. A TR's words are those with an onset after it and up to
 * the next TR, whatever their run; the last TR has all that remain.
 *
 * <p>Accounting: words sent = words of the stimulus = words before the first TR + Σ words of TRs;
 * ticks sent = TRs + runs + 1.
 */
public final class StimulusPublisher {

  private final EventSink sink;
  private final Topics topics;
  private final PublicationListener listener;

  public StimulusPublisher(EventSink sink, Topics topics, PublicationListener listener) {
    this.sink = sink;
    this.topics = topics;
    this.listener = listener;
  }

  /**
   * Publishes all of it and returns when it is acknowledged.
   *
   * @throws InterruptedException if the thread is interrupted; what was sent stays sent
   */
  public void publish(Stimulus stimulus, Pace pace) throws InterruptedException {
    new Replay(stimulus, pace).run();
    sink.flush();
  }

  private final class Replay {

    private final Stimulus stimulus;
    private final Pace pace;
    private final Publication<org.entrain.schemas.avro.Word> words;
    private final Publication<ClockTick> ticks;
    private int next;

    Replay(Stimulus stimulus, Pace pace) {
      this.stimulus = stimulus;
      this.pace = pace;
      this.words = new Publication<>(sink, topics.words(), listener, stimulus.words().size());
      long total = stimulus.clock().size() + stimulus.runs() + 1L;
      this.ticks = new Publication<>(sink, topics.clock(), listener, total);
    }

    void run() throws InterruptedException {
      List<Tr> clock = stimulus.clock();
      sendWords(clock.get(0).time());
      for (int i = 0; i < clock.size(); i++) {
        boolean last = i + 1 == clock.size();
        int before = next;
        sendWords(last ? Double.POSITIVE_INFINITY : clock.get(i + 1).time());
        pace.await(stimulus.endOf(i));
        Tr tr = clock.get(i);
        sendTick(ClockKind.TR, tr.run(), i, tr, next - before);
        if (last || clock.get(i + 1).run() != tr.run()) {
          sendTick(ClockKind.END_OF_RUN, tr.run(), i + 1, tr, next);
        }
        if (last) {
          sendTick(ClockKind.END_OF_STIMULUS, stimulus.runs(), i + 1, tr, next);
        }
      }
    }

    private void sendWords(double upTo) throws InterruptedException {
      while (next < stimulus.words().size() && stimulus.words().get(next).onset() <= upTo) {
        Word word = stimulus.words().get(next);
        pace.await(word.onset());
        words.send(
            stimulus.id(),
            org.entrain.schemas.avro.Word.newBuilder()
                .setStimulus(stimulus.id())
                .setIndex(word.index())
                .setRun(word.run())
                .setText(word.text())
                .setOnset(word.onset())
                .build());
        next++;
      }
    }

    private void sendTick(ClockKind kind, int run, int index, Tr tr, int count)
        throws InterruptedException {
      ticks.send(
          stimulus.id(),
          ClockTick.newBuilder()
              .setStimulus(stimulus.id())
              .setKind(kind)
              .setRun(run)
              .setIndex(index)
              .setTime(tr.time())
              .setKept(kind == ClockKind.TR && tr.kept())
              .setWords(count)
              .build());
    }
  }
}
