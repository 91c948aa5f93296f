package org.entrain.producers.stimulus;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.entrain.common.InvalidInputException;
import org.entrain.formats.npy.NpyArray;
import org.entrain.producers.stimulus.TimedWords.TimedWord;

/** Words and onsets (seconds) from two NumPy arrays of equal length; the clock gives the runs. */
public final class WordArrays {

  private WordArrays() {}

  public static TimedWords read(Path wordsFile, Path onsetsFile) {
    NpyArray words = NpyArray.open(wordsFile).texts("words");
    NpyArray onsets = NpyArray.open(onsetsFile).numbers("words");
    if (words.size() != onsets.size()) {
      throw new InvalidInputException(
          onsets.file(),
          "shape",
          words.size() + " words, as in " + words.file(),
          onsets.size() + " words",
          "Give the onset of every word.");
    }
    List<TimedWord> timed = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      timed.add(
          new TimedWord("word " + i, words.text(i), onsets.number(i), TimedWords.RUN_BY_CLOCK));
    }
    return new TimedWords(words.file(), timed);
  }
}
