package org.entrain.results;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.entrain.schemas.avro.Annotation;
import org.entrain.schemas.avro.Checkpoint;
import org.entrain.schemas.avro.Perplexity;
import org.entrain.schemas.avro.Plan;
import org.entrain.schemas.avro.Probe;
import org.entrain.schemas.avro.Progress;
import org.entrain.schemas.avro.Removal;
import org.jspecify.annotations.Nullable;

/** Events as rows, columns in the order of {@code db/V*.sql}. */
final class EventRows {

  private EventRows() {}

  /**
   * @param origin where it was read, null if not known
   */
  static @Nullable Object[] of(Checkpoint checkpoint, @Nullable Origin origin) {
    return new @Nullable Object[] {
      checkpoint.getModel(),
      checkpoint.getStep(),
      checkpoint.getKind().name(),
      checkpoint.getIdentity(),
      checkpoint.getFingerprint(),
      checkpoint.getArchitecture(),
      checkpoint.getLayers(),
      checkpoint.getHiddenSize(),
      checkpoint.getLocation(),
      origin == null ? null : origin.topic(),
      origin == null ? null : origin.partition(),
      origin == null ? null : origin.offset()
    };
  }

  /**
   * @param position place in the order of announcement
   * @param origin where it was read, null if not known
   */
  static @Nullable Object[] of(Plan plan, long position, @Nullable Origin origin) {
    return new @Nullable Object[] {
      plan.getUnit(),
      plan.getModel(),
      plan.getStep(),
      plan.getIdentity(),
      plan.getStimulus(),
      plan.getKind().name(),
      plan.getCause(),
      plan.getWords(),
      plan.getSkippedWords(),
      plan.getTrRuns().remaining() / Integer.BYTES,
      plan.getKeptTrs().remaining() / Integer.BYTES,
      plan.getWindows(),
      plan.getTasks(),
      plan.getScoredTokens(),
      plan.getLayers().stream().map(String::valueOf).collect(Collectors.joining(",")),
      plan.getLayers().size(),
      position,
      origin == null ? null : origin.topic(),
      origin == null ? null : origin.partition(),
      origin == null ? null : origin.offset(),
      plan.getBaseUnit().isEmpty() ? null : plan.getBaseUnit()
    };
  }

  static @Nullable Object[] of(Perplexity part) {
    return new @Nullable Object[] {
      part.getUnit(),
      part.getFirstToken(),
      part.getTokens(),
      part.getLogProbabilitySum(),
      part.getScoredTokens()
    };
  }

  static @Nullable Object[] of(Progress progress) {
    return new @Nullable Object[] {
      progress.getStage(),
      progress.getUnit(),
      progress.getPart(),
      progress.getName(),
      progress.getState().name(),
      progress.getExpected(),
      progress.getDone(),
      progress.getSkipped(),
      progress.getFailed(),
      progress.getCause(),
      progress.getSeconds()
    };
  }

  static @Nullable Object[] of(Removal removal) {
    return new @Nullable Object[] {
      removal.getUnit(),
      removal.getLayer(),
      removal.getProperty(),
      removal.getCoding(),
      String.join(",", removal.getClasses()),
      removal.getLambda(),
      removal.getMethod()
    };
  }

  static @Nullable Object[] of(Probe probe) {
    return new @Nullable Object[] {
      probe.getUnit(),
      probe.getLayer(),
      probe.getProperty(),
      probe.getBefore(),
      probe.getAfter(),
      probe.getChance(),
      probe.getShuffled()
    };
  }

  /** A row per property of a word. */
  static List<@Nullable Object[]> of(Annotation annotation) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    annotation
        .getClasses()
        .forEach(
            (property, name) ->
                rows.add(
                    new @Nullable Object[] {
                      annotation.getStimulus(),
                      annotation.getWord(),
                      property,
                      name,
                      annotation.getRaw().get(property),
                      annotation.getSentence()
                    }));
    return rows;
  }
}
