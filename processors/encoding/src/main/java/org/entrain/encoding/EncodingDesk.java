package org.entrain.encoding;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.entrain.gathering.Desk;
import org.entrain.gathering.InputRow;
import org.entrain.gathering.Job;
import org.entrain.schemas.avro.Progress;
import org.entrain.transport.DeadLetters;
import org.jspecify.annotations.Nullable;

/** Decides which fit is next: of a gathered layer, otherwise of a baseline; ceilings before it. */
final class EncodingDesk implements Desk {

  private final RowInput input;
  private final Broadcasts broadcasts;
  private final Ledger ledger;
  private final DueWork dueWork;
  private final Gatherer gatherer;
  private final BaselineFits baselines;
  private final Ceilings ceilings;
  private final Rewinds rewinds;
  private final DeadLetters deadLetters;
  private final ExecutorService executor;
  private final Function<Work, Fit> fits;

  /**
   * @param executor computes the ceilings, before whatever it is given afterwards
   * @param fits makes the fit of a piece of work
   */
  EncodingDesk(
      RowInput input,
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
    this.dueWork = dueWork;
    this.gatherer = gatherer;
    this.baselines = baselines;
    this.ceilings = ceilings;
    this.deadLetters = deadLetters;
    this.executor = executor;
    this.fits = fits;
    rewinds = new Rewinds(dueWork, ledger, gatherer);
  }

  @Override
  public void open() throws ExecutionException, InterruptedException {
    broadcasts.readToEnd();
    ceilings.start(executor);
  }

  @Override
  public boolean listen() {
    return broadcasts.poll();
  }

  @Override
  public boolean changed() throws ExecutionException, InterruptedException {
    boolean ended = ceilings.check();
    return broadcasts.changed() || ended;
  }

  @Override
  public void accept(ConsumerRecord<byte[], byte[]> message) {
    InputRow row = input.row(message, deadLetters);
    if (row != null) {
      gatherer.accept(row, message.partition(), message.offset());
    }
  }

  @Override
  public void tidy() {
    gatherer.closeSettled();
  }

  @Override
  public Map<Integer, Long> rewinds(Collection<Integer> owned) {
    return rewinds.needed(owned);
  }

  @Override
  public @Nullable Job next(Collection<Integer> owned) {
    Work work = gatherer.next();
    if (work == null) {
      work = baselines.next(owned);
    }
    return work == null ? null : fits.apply(work);
  }

  @Override
  public boolean cutOff(Job job) {
    return job instanceof Fit fit && dueWork.cutOff(fit.work());
  }

  @Override
  public void pause() throws ExecutionException, InterruptedException {
    ceilings.start(executor);
  }

  @Override
  public void settled(Progress progress) {
    ledger.accept(progress);
  }

  @Override
  public void gained() {
    rewinds.forget();
  }

  @Override
  public void lost(Collection<Integer> partitions) {
    gatherer.drop(partitions);
  }

  @Override
  public long pin(int partition, long position) {
    return gatherer.pin(partition, position);
  }
}
