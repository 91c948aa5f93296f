package org.entrain.planner;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.entrain.schemas.avro.ClockKind;
import org.entrain.schemas.avro.ClockTick;
import org.entrain.schemas.avro.Word;
import org.jspecify.annotations.Nullable;

/**
 * A stimulus while its words and ticks arrive, in any order and any number of times. It is complete
 * when the end of the stimulus has told the totals and as many different words and TRs are here.
 */
final class StimulusAssembly {

  private final SortedMap<Integer, Word> words = new TreeMap<>();
  private final SortedMap<Integer, ClockTick> trs = new TreeMap<>();
  private @Nullable ClockTick end;

  /** Returns whether the word is new. */
  boolean add(Word word) {
    return words.putIfAbsent(word.getIndex(), word) == null;
  }

  /** Returns whether the tick is new. */
  boolean add(ClockTick tick) {
    if (tick.getKind() == ClockKind.TR) {
      return trs.putIfAbsent(tick.getIndex(), tick) == null;
    }
    boolean news = tick.getKind() == ClockKind.END_OF_STIMULUS && end == null;
    end = news ? tick : end;
    return news;
  }

  boolean complete() {
    return end != null && words.size() == end.getWords() && trs.size() == end.getIndex();
  }

  List<String> texts() {
    return words.values().stream().map(Word::getText).toList();
  }

  double[] onsets() {
    return words.values().stream().mapToDouble(Word::getOnset).toArray();
  }

  int[] wordRuns() {
    return words.values().stream().mapToInt(Word::getRun).toArray();
  }

  double[] times() {
    return trs.values().stream().mapToDouble(ClockTick::getTime).toArray();
  }

  int[] trRuns() {
    return trs.values().stream().mapToInt(ClockTick::getRun).toArray();
  }

  /** Index of the TR of every row of a recording. */
  int[] keptTrs() {
    return trs.values().stream().filter(ClockTick::getKept).mapToInt(ClockTick::getIndex).toArray();
  }
}
