package org.entrain.app.extract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.entrain.common.InvalidInputException;
import org.entrain.common.LocalCopy;
import org.entrain.common.Location;
import org.entrain.models.CheckpointFiles;
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
        progress.end(true, one(target));
      } catch (RuntimeException | OutOfMemoryError e) {
        clear(target);
        if (Thread.currentThread().isInterrupted() || e instanceof CancellationException) {
          // Reading and writing files end so too when the thread is interrupted.
          throw new CancellationException("stopped at " + target.name() + ": " + e);
        }
        if (e instanceof OutputException failure) {
          throw failure;
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
  private String one(Target target) {
    Optional<Extracted> found = finished.find(target);
    // Before it is opened, so that files that change meanwhile differ the next time.
    Location location = target.source().location();
    List<SourceFile> files = SourceFile.of(inputs.locations().list(location));
    if (found.isPresent() && found.get().source().containsAll(files)) {
      List<String> gone =
          found.get().source().stream()
              .filter(file -> !files.contains(file))
              .map(SourceFile::name)
              .toList();
      return before(target, found.get().identity())
          + (gone.isEmpty() ? "" : " (gone from its checkpoint: " + String.join(", ", gone) + ")");
    }
    try (LocalCopy copy = inputs.locations().folder(location, CheckpointFiles.all())) {
      CheckpointFolder folder = CheckpointFolder.open(copy.path(), progress::opening);
      return one(target, found, files, folder);
    }
  }

  private String one(
      Target target, Optional<Extracted> found, List<SourceFile> files, CheckpointFolder folder) {
    if (found.isPresent()) {
      Finished.requireIdentity(target, found.get(), folder.identity());
      return before(target, folder.identity());
    }
    @Nullable Target equal = byIdentity.get(folder.identity());
    if (equal != null) {
      Extracted same = finished.find(equal).orElseThrow();
      progress.phase("copying");
      Finished.copy(equal.folder(), target);
      Finished.finish(target, same.of(target, files));
      copied++;
      return "%s: equal weights to %s, copied".formatted(target.name(), equal.name());
    }
    Extracted extracted = extraction.run(target, folder, files);
    Finished.finish(target, extracted);
    byIdentity.put(folder.identity(), target);
    computed++;
    return describe(target, extracted);
  }

  private String before(Target target, String identity) {
    byIdentity.putIfAbsent(identity, target);
    before++;
    return target.name() + ": finished before, left as it is";
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

  /** What lies at the bottom: libraries and threads wrap failures. */
  private static String cause(Throwable failure) {
    Throwable inner = failure;
    while (inner.getCause() != null
        && !(inner instanceof InvalidInputException || inner instanceof ModelException)) {
      inner = inner.getCause();
    }
    if (inner instanceof OutOfMemoryError) {
      return "needs more memory: ENTRAIN_JAVA_OPTS=-Xmx4g, or fewer --layers (" + inner + ")";
    }
    return inner instanceof InvalidInputException || inner instanceof ModelException
        ? String.valueOf(inner.getMessage())
        : "unexpected: " + inner;
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
