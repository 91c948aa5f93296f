package org.entrain.producers.dataset;

import java.util.List;
import org.entrain.common.InvalidInputException;
import org.entrain.producers.stimulus.TimedWords;
import org.entrain.producers.stimulus.TimedWords.TimedWord;

/** Whether participants of a BIDS folder can share one stimulus and one clock. */
final class BidsAgreement {

  /** Onsets of one stimulus differ between sessions by the precision of a log, seconds. */
  private static final double SAME_ONSET = 0.05;

  private static final double SAME_INTERVAL = 1e-3;

  private BidsAgreement() {}

  /** A participant has one recording a run. */
  static void checkDistinct(List<BidsName> ordered) {
    for (int i = 1; i < ordered.size(); i++) {
      if (ordered.get(i).run() == ordered.get(i - 1).run()) {
        throw new InvalidInputException(
            ordered.get(i).path().toString(),
            "run",
            "one recording a run",
            String.valueOf(ordered.get(i - 1).path().getFileName()) + " beside it",
            "Remove one of them.");
      }
    }
  }

  /** Everybody's runs have the same names, volumes and TR, because there is one clock. */
  static void checkRuns(List<BidsRun> first, List<BidsRun> other) {
    BidsName one = first.get(0).recording();
    BidsName two = other.get(0).recording();
    if (!labels(first).equals(labels(other))) {
      throw new InvalidInputException(
          String.valueOf(two.path().getParent()),
          "runs",
          "%s, as sub-%s has".formatted(labels(first), one.label("sub")),
          labels(other).toString(),
          "Name participants with the same runs in a manifest.");
    }
    double interval = first.get(0).interval();
    for (int r = 0; r < first.size(); r++) {
      BidsRun mine = first.get(r);
      BidsRun theirs = other.get(r);
      if (mine.volumes() != theirs.volumes()
          || Math.abs(interval - theirs.interval()) > SAME_INTERVAL * interval) {
        throw new InvalidInputException(
            theirs.recording().path().toString(),
            "volumes",
            "%d every %s s, as %s has"
                .formatted(mine.volumes(), interval, mine.recording().path().getFileName()),
            "%d every %s s".formatted(theirs.volumes(), theirs.interval()),
            "Give all participants the same volumes, or name some in a manifest.");
      }
    }
  }

  /** Everybody's words are the same, and begin at the same time of the run. */
  static void checkWords(List<TimedWords> first, List<TimedWords> other) {
    for (int r = 0; r < first.size(); r++) {
      TimedWords mine = first.get(r);
      TimedWords theirs = other.get(r);
      if (mine.words().size() != theirs.words().size()) {
        throw new InvalidInputException(
            theirs.file(),
            "words",
            "%d, as %s has".formatted(mine.words().size(), mine.file()),
            Integer.toString(theirs.words().size()),
            "Give all participants of a data set the same words.");
      }
      for (int w = 0; w < mine.words().size(); w++) {
        TimedWord one = mine.words().get(w);
        TimedWord two = theirs.words().get(w);
        if (!one.text().equals(two.text()) || Math.abs(one.onset() - two.onset()) > SAME_ONSET) {
          throw new InvalidInputException(
              theirs.file(),
              two.place(),
              "'%s' at %s s, as %s has".formatted(one.text(), one.onset(), mine.file()),
              "'%s' at %s s".formatted(two.text(), two.onset()),
              "Give all participants of a data set the same words.");
        }
      }
    }
  }

  private static List<String> labels(List<BidsRun> runs) {
    return runs.stream().map(run -> "run-" + run.recording().run()).toList();
  }
}
