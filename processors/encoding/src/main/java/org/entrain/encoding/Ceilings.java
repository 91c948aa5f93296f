package org.entrain.encoding;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.common.KafkaException;
import org.entrain.schemas.avro.CeilingKind;
import org.entrain.schemas.avro.WantedState;
import org.entrain.transport.EventDeliveryException;
import org.entrain.transport.SteeringBoard;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which noise ceilings are due, and their way through the executor. They are asked for before a
 * fit, and when nothing arrives and there is nothing to fit; not with every recording: while many
 * arrive, each would change everybody's. Several workers may compute the same; the outcome is the
 * same. Used by the worker's thread of decisions alone.
 */
final class Ceilings {

  private static final Logger LOG = LoggerFactory.getLogger(Ceilings.class);

  private final RecordingStore recordings;
  private final CeilingLedger ledger;
  private final SteeringBoard board;
  private final CeilingPublisher publisher;

  /** In the order they were handed over. */
  private final Deque<Future<?>> running = new ArrayDeque<>();

  /**
   * @param board what is wanted; a removed participant is compared with nobody
   */
  Ceilings(
      RecordingStore recordings,
      CeilingLedger ledger,
      SteeringBoard board,
      CeilingPublisher publisher) {
    this.recordings = recordings;
    this.ledger = ledger;
    this.board = board;
    this.publisher = publisher;
  }

  /**
   * Hands what is due to the executor, ahead of whatever it is given afterwards.
   *
   * @throws ExecutionException as {@link #check} does
   */
  void start(ExecutorService executor) throws ExecutionException, InterruptedException {
    check();
    List<CeilingWork> due = due();
    if (!due.isEmpty()) {
      due.forEach(ledger::start);
      running.add(executor.submit(() -> due.forEach(publisher::publish)));
    }
  }

  /**
   * Takes notice of what has ended, and returns whether anything has; what was not accepted is due
   * again.
   *
   * @throws ExecutionException when it ended by an error that is not the delivery's
   */
  boolean check() throws ExecutionException, InterruptedException {
    boolean ended = false;
    Future<?> first = running.peek();
    while (first != null && first.isDone()) {
      running.remove();
      end(first);
      ended = true;
      first = running.peek();
    }
    return ended;
  }

  /** Work that the topic lacks, by stimulus and participant. */
  List<CeilingWork> due() {
    List<CeilingWork> all = new ArrayList<>();
    Map<String, List<Recording>> comparable = new TreeMap<>();
    List<Recording> sorted = new ArrayList<>(recordings.newest());
    sorted.removeIf(r -> board.ofParticipant(r.participant()) == WantedState.REMOVED);
    sorted.sort(Comparator.comparing(Recording::stimulus).thenComparing(Recording::participant));
    for (Recording recording : sorted) {
      // An average holds everybody: what it has in common with them is no ceiling.
      if (!recordings.average(recording) && recordings.runs(recording).isPresent()) {
        comparable.computeIfAbsent(space(recording), s -> new ArrayList<>()).add(recording);
        List<Recording> own = new ArrayList<>(List.of(recording));
        recordings.repeats(recording).stream()
            .filter(repeat -> space(repeat).equals(space(recording)))
            .forEach(own::add);
        add(all, CeilingKind.REPEATS, own);
      }
    }
    comparable.values().forEach(group -> add(all, CeilingKind.ACROSS, group));
    all.removeIf(work -> !ledger.due(work));
    return all;
  }

  private void end(Future<?> future) throws ExecutionException, InterruptedException {
    try {
      future.get();
    } catch (CancellationException e) {
      ledger.abandon();
    } catch (ExecutionException e) {
      ledger.abandon();
      Throwable cause = e.getCause();
      if (!(cause instanceof CancellationException
          || cause instanceof EventDeliveryException
          || cause instanceof KafkaException)) {
        throw e;
      }
      LOG.warn("noise ceilings are not published, they stay due: {}", String.valueOf(cause));
    }
  }

  private void add(List<CeilingWork> all, CeilingKind kind, List<Recording> sources) {
    if (sources.size() > 1) {
      int[] runs = recordings.runs(sources.get(0)).orElseThrow();
      List<int[]> rows = new ArrayList<>();
      IntStream.of(runs)
          .distinct()
          .forEach(
              run ->
                  rows.add(
                      IntStream.range(0, runs.length).filter(row -> runs[row] == run).toArray()));
      all.add(new CeilingWork(kind, sources, rows));
    }
  }

  /**
   * What recordings must share to be compared voxel by voxel. Equal numbers of voxels are taken for
   * a common space; participants in spaces of their own hardly ever have them.
   */
  private static String space(Recording recording) {
    return "%s/%d/%d".formatted(recording.stimulus(), recording.rows(), recording.range().total());
  }
}
