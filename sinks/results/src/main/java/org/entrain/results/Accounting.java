package org.entrain.results;

import java.util.List;

/**
 * What came in and what became of it. These hold at any time:
 *
 * <ul>
 *   <li>words = embedded + skipped + failed + open, over all units that have a plan;
 *   <li>TRs = kept + trimmed, over all stimuli;
 *   <li>units = scored + failed + open + paused + cancelled, over all weights that are announced;
 *       once the stream has come to rest, none is open.
 * </ul>
 *
 * @param words words of the stimulus, counted once for each unit
 * @param trs TRs of the stimuli
 * @param units units announced, equal weights counted once
 * @param stages counts of every stage, by name
 * @param failures what failed, and why
 * @param duplicates checkpoints with equal weights, computed once
 */
public record Accounting(
    Words words,
    Trs trs,
    Units units,
    List<StageCount> stages,
    List<Failure> failures,
    List<Duplicate> duplicates) {

  public Accounting {
    stages = List.copyOf(stages);
    failures = List.copyOf(failures);
    duplicates = List.copyOf(duplicates);
  }

  /**
   * Words.
   *
   * @param in words of the plans
   * @param embedded words with a representation
   * @param skipped leading words with too little context
   * @param failed words of units that failed
   * @param open words that are still to be embedded
   */
  public record Words(long in, long embedded, long skipped, long failed, long open) {}

  /**
   * TRs.
   *
   * @param in TRs of the clock
   * @param kept TRs that are rows of features and recordings
   * @param trimmed TRs at the ends of runs that are left out
   */
  public record Trs(long in, long kept, long trimmed) {}

  /**
   * Units.
   *
   * @param announced distinct weights announced
   * @param scored units all of whose layers are scored for every participant
   * @param failed units that end without (all of) their scores
   * @param open units that wait or are under way
   * @param paused units that nobody waits for until they are resumed, for themselves or for the
   *     participants they lack
   * @param cancelled units whose work was given up, for themselves or for the participants they
   *     lack
   */
  public record Units(
      long announced, long scored, long failed, long open, long paused, long cancelled) {}

  /**
   * Work of a stage.
   *
   * @param waiting pieces of work that wait
   * @param running pieces of work under way
   * @param done pieces of work done
   * @param failed pieces of work failed
   * @param expectedItems items (windows, rows, fits) expected in all of them
   * @param doneItems items done
   * @param skippedItems items left out on purpose
   * @param failedItems items failed
   * @param seconds time of the work itself, s
   */
  public record StageCount(
      String stage,
      long waiting,
      long running,
      long done,
      long failed,
      long expectedItems,
      long doneItems,
      long skippedItems,
      long failedItems,
      double seconds) {}

  /**
   * A failure.
   *
   * @param stage stage that reports it
   * @param name what failed, for people: model@step, participant
   * @param part part of it; empty for all
   * @param cause why
   */
  public record Failure(String stage, String name, String part, String cause) {}

  /**
   * Checkpoints that are the same.
   *
   * @param identity their common identity
   * @param names model@step of each, in order
   */
  public record Duplicate(String identity, List<String> names) {
    public Duplicate {
      names = List.copyOf(names);
    }
  }
}
