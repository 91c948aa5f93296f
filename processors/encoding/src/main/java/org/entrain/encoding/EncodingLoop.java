package org.entrain.encoding;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.entrain.schemas.avro.Progress;
import org.entrain.transport.DeadLetters;
import org.entrain.transport.EventDeliveryException;
import org.entrain.transport.StageThread;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The worker's one thread of decisions: takes in rows and broadcasts, starts at most one fit at a
 * time on an executor, and commits offsets that nothing open needs. It polls at least five times a
 * second, so a fit of any length never costs the membership.
 */
final class EncodingLoop implements InputPartitions.Owner {

  private static final Logger LOG = LoggerFactory.getLogger(EncodingLoop.class);
  private static final Duration IDLE = Duration.ofMillis(100);
  private static final long WAIT_FOR_FIT_MS = 200;

  private final RowInput input;
  private final InputPartitions partitions;
  private final Broadcasts broadcasts;
  private final Ledger ledger;
  private final Gatherer gatherer;
  private final BaselineFits baselines;
  private final Ceilings ceilings;
  private final Rewinds rewinds;
  private final DeadLetters deadLetters;
  private final ExecutorService executor;
  private final Function<Work, Fit> fits;

  private @Nullable Fit fit;
  private @Nullable Future<List<Progress>> result;
  private boolean stale = true;
  private boolean busy;

  /**
   * @param fits makes the fit of a piece of work
   */
  EncodingLoop(
      RowInput input,
      Consumer<byte[], byte[]> consumer,
      Broadcasts broadcasts,
      Ledger ledger,
      DueWork dueWork,
      Gatherer gatherer,
      BaselineFits baselines,
      Ceilings ceilings,
      DeadLetters deadLetters,
      ExecutorService executor,
      Function<Work, Fit> fits) {
    this.input = input;
    this.broadcasts = broadcasts;
    this.ledger = ledger;
    this.gatherer = gatherer;
    this.baselines = baselines;
    this.ceilings = ceilings;
    this.deadLetters = deadLetters;
    this.executor = executor;
    this.fits = fits;
    partitions = new InputPartitions(consumer, input.topic().name(), this);
    rewinds = new Rewinds(dueWork, ledger, gatherer);
  }

  /**
   * Works until the signal says stop.
   *
   * @throws ExecutionException when a fit ends by an error that is not the data's
   */
  void run(StageThread.Signal signal) throws ExecutionException, InterruptedException {
    broadcasts.readToEnd();
    ceilings.start(executor);
    partitions.subscribe();
    while (!signal.stopped()) {
      Duration wait = result != null || busy ? Duration.ZERO : IDLE;
      List<ConsumerRecord<byte[], byte[]>> messages = partitions.poll(wait);
      messages.forEach(this::accept);
      busy = broadcasts.poll();
      stale |= broadcasts.changed() || !messages.isEmpty();
      stale |= ceilings.check();
      if (fit != null && result != null) {
        await(fit, result);
      }
      if (stale && fit == null) {
        decide();
      }
      partitions.commitSometimes();
    }
    if (fit != null) {
      fit.cancel();
    }
    partitions.commit();
  }

  @Override
  public void gained() {
    rewinds.forget();
    stale = true;
  }

  @Override
  public void lost(Collection<Integer> numbers) {
    if (fit != null && numbers.contains(fit.partition())) {
      fit.cancel();
      if (result != null) {
        result.cancel(true);
      }
    }
    gatherer.drop(numbers);
  }

  @Override
  public long pin(int partition, long position) {
    return gatherer.pin(partition, position);
  }

  private void accept(ConsumerRecord<byte[], byte[]> message) {
    try {
      InputRow row = input.row(message, deadLetters);
      if (row != null) {
        gatherer.accept(row, message.partition(), message.offset());
      }
    } catch (IllegalArgumentException e) {
      deadLetters.bury(message, e);
    }
  }

  /** Closes what is settled, goes back for what is due again, and starts the next fit. */
  private void decide() throws ExecutionException, InterruptedException {
    stale = false;
    gatherer.closeSettled();
    rewinds.needed(partitions.owned()).forEach(partitions::rewind);
    Work work = gatherer.next();
    if (work == null) {
      work = baselines.next(partitions.owned());
    }
    if (work == null) {
      partitions.resume();
      // What still arrives may be recordings that change everybody's ceilings.
      if (busy) {
        stale = true;
      } else {
        ceilings.start(executor);
      }
      return;
    }
    partitions.pause();
    ceilings.start(executor);
    fit = fits.apply(work);
    result = executor.submit(fit);
  }

  private void await(Fit running, Future<List<Progress>> future)
      throws ExecutionException, InterruptedException {
    try {
      future.get(WAIT_FOR_FIT_MS, TimeUnit.MILLISECONDS).forEach(ledger::accept);
      partitions.commitSometimes();
    } catch (TimeoutException e) {
      return;
    } catch (CancellationException e) {
      LOG.info("a fit was cancelled");
    } catch (ExecutionException e) {
      if (!running.cancelled() && !passes(e.getCause())) {
        throw e;
      }
      LOG.warn("a fit has no published result, it stays due: {}", String.valueOf(e.getCause()));
    }
    fit = null;
    result = null;
    stale = true;
  }

  /** Whether another attempt may succeed. */
  private static boolean passes(@Nullable Throwable cause) {
    return cause instanceof CancellationException
        || cause instanceof EventDeliveryException
        || cause instanceof KafkaException;
  }
}
