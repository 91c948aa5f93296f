package org.entrain.app.extract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.entrain.common.InvalidInputException;
import org.entrain.models.CheckpointFolder;
import org.entrain.models.ModelException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Works through the checkpoints one after the other: leaves out what is finished, copies what has
 * equal weights, computes the rest. One that fails does not keep the others from their turn.
 *
 * <p>Accounting: checkpoints = computed + copied + finished before + failed.
 */
final class Extractor {

  private static final Logger LOG = LoggerFactory.getLogger(Extractor.class);

  private final ExtractInputs inputs;
  private final Finished finished;
  private final CheckpointExtraction extraction;
  private final ExtractProgress progress;

  /** Finished folders by the identity of their checkpoint. */
  private final Map<String, Target> byIdentity = new HashMap<>();

  private int computed;
  private int copied;
  private int before;
  private int failed;
  private int refused;

  Extractor(
      ExtractInputs inputs,
      Finished finished,
      CheckpointExtraction extraction,
      ExtractProgress progress) {
    this.inputs = inputs;
    this.finished = finished;
    this.extraction = extraction;
    this.progress = progress;
  }

  /**
   * Does all of them.
   *
   * @throws CancellationException when the thread is interrupted; nothing half-done is left
   * @throws OutputException if results cannot be written
   */
  ExtractOutcome all() {
    for (Target target : inputs.targets()) {
      progress.begin(target.name());
      try {
        Optional<Extracted> found = finished.find(target);
        CheckpointFolder folder =
            CheckpointFolder.open(target.source().folder(), progress::opening);
        progress.end(true, one(target, folder, found));
      } catch (IOException | RuntimeException e) {
        clear(target);
        if (Thread.currentThread().isInterrupted() || e instanceof CancellationException) {
          // Reading and writing files end so too when the thread is interrupted.
          throw new CancellationException("stopped at " + target.name() + ": " + e);
        }
        if (e instanceof IOException cause) {
          throw new OutputException(target.folder().toString(), cause);
        }
        failed++;
        refused += e instanceof InvalidInputException ? 1 : 0;
        progress.end(false, "failed: " + target.name() + ": " + cause(e));
        LOG.error("{}", target.name(), e);
      }
    }
    boolean begun = refused < inputs.targets().size();
    return new ExtractOutcome(computed, copied, before, failed, begun);
  }

  /** Does one, and says what was done. */
  private String one(Target target, CheckpointFolder folder, Optional<Extracted> found)
      throws IOException {
    if (found.isPresent()) {
      Finished.requireIdentity(target, found.get(), folder.identity());
      byIdentity.putIfAbsent(folder.identity(), target);
      before++;
      return target.name() + ": finished before, left as it is";
    }
    @Nullable Target equal = byIdentity.get(folder.identity());
    if (equal != null) {
      progress.phase("copying");
      Finished.copy(equal.folder(), target);
      Extracted same = Extracted.read(equal.folder()).orElseThrow();
      Finished.finish(target, same.named(target.source().model(), target.source().step()));
      copied++;
      return "%s: equal weights to %s, copied".formatted(target.name(), equal.name());
    }
    Extracted extracted = extraction.run(target, folder);
    Finished.finish(target, extracted);
    byIdentity.put(folder.identity(), target);
    computed++;
    return describe(target, extracted);
  }

  private static String describe(Target target, Extracted extracted) {
    return String.format(
        Locale.ROOT,
        "%s: %,d words, %,d windows in %.1f s (%.1f/s), perplexity %s",
        target.name(),
        extracted.words() - extracted.wordsSkipped(),
        extracted.windows(),
        extracted.seconds(),
        extracted.windowsPerSecond(),
        extracted.perplexity() == null
            ? "unknown"
            : String.format(Locale.ROOT, "%.2f", extracted.perplexity()));
  }

  private static String cause(Exception e) {
    return e instanceof InvalidInputException || e instanceof ModelException
        ? String.valueOf(e.getMessage())
        : "unexpected: " + e;
  }

  /** Leaves nothing half-done behind; where even that fails the next extraction removes it. */
  private static void clear(Target target) {
    boolean interrupted = Thread.interrupted();
    try {
      Finished.discard(target);
    } catch (IOException | UncheckedIOException e) {
      LOG.warn("{} stays", target.partial(), e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
