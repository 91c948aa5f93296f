package org.entrain.dashboard;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a run stands.
 *
 * @param dataset name of the dataset
 * @param simulated whether its recordings are simulated
 * @param live whether a run is seen, not what one has left
 * @param complete whether all that was announced is scored or failed
 * @param seconds time since the run began, s
 * @param stages stages in the order of the stream
 * @param work what workers do right now
 * @param reading the word that is being published; null unless replay keeps a pace
 * @param deadLetters records that could not be used, by dead-letter topic, re-driven ones left out;
 *     null if they are not known
 */
public record StreamView(
    String dataset,
    boolean simulated,
    boolean live,
    boolean complete,
    double seconds,
    List<StageView> stages,
    List<WorkView> work,
    @Nullable WordView reading,
    @Nullable Map<String, Long> deadLetters) {

  public StreamView {
    stages = List.copyOf(stages);
    work = List.copyOf(work);
    deadLetters = deadLetters == null ? null : Map.copyOf(deadLetters);
  }

  /**
   * A stage.
   *
   * @param unit what it counts, plural
   * @param done pieces done, those left out and failed included
   * @param expected pieces expected as far as is known; 0 while nothing is known
   * @param rate pieces per second over the last half minute; null while nothing moves
   * @param secondsLeft time left at that rate, s; null while nothing is known
   * @param note what goes on right now; may be empty
   * @param lag records that it has not read yet; null if it is not known
   */
  public record StageView(
      String name,
      String unit,
      long done,
      long expected,
      long failed,
      @Nullable Double rate,
      @Nullable Double secondsLeft,
      String note,
      @Nullable Long lag) {

    StageView withLag(@Nullable Long records) {
      return new StageView(name, unit, done, expected, failed, rate, secondsLeft, note, records);
    }
  }

  /**
   * A piece of work under way.
   *
   * @param name what it is of, for people: model@step, participant
   * @param part task, or layer and participant
   * @param done items (windows, rows, bytes) done
   * @param expected items in all; 0 unknown
   * @param rate items per second; 0 unknown
   * @param secondsLeft s; −1 unknown
   */
  public record WorkView(
      String stage,
      String name,
      String part,
      long done,
      long expected,
      double rate,
      double secondsLeft) {}

  /**
   * A word of the story.
   *
   * @param run index of the run
   * @param index index of the word in the stimulus
   * @param words words of the stimulus
   * @param tr TRs published so far, over all runs
   * @param trs TRs of the stimulus
   * @param before the words before it
   */
  public record WordView(
      String text, int run, long index, long words, long tr, long trs, String before) {}

  StreamView withLags(Map<String, Long> lags) {
    return new StreamView(
        dataset,
        simulated,
        live,
        complete,
        seconds,
        stages.stream().map(stage -> stage.withLag(lags.get(stage.name()))).toList(),
        work,
        reading,
        deadLetters);
  }
}
