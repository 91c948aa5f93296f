package org.entrain.producers.dataset;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.entrain.common.InvalidInputException;
import org.entrain.formats.nifti.NiftiImage;
import org.entrain.producers.recordings.RecordingFile;
import org.entrain.producers.recordings.RecordingReader;
import org.entrain.producers.recordings.RecordingSource;
import org.entrain.producers.recordings.Trend;
import org.entrain.producers.recordings.VoxelSource;
import org.entrain.producers.stimulus.EventsTable;
import org.entrain.producers.stimulus.Stimulus;
import org.entrain.producers.stimulus.TimedWords;
import org.entrain.producers.stimulus.VolumeClock;
import org.entrain.producers.stimulus.VolumeClock.Run;
import org.entrain.producers.stimulus.VolumeClock.Trim;

/**
 * Reads a BIDS folder: the recordings of one task with their masks, a sidecar's TR, and the words
 * in the events. All participants have the same runs and heard or read the same words.
 */
final class BidsDataset {

  /** Entities that tell files of one task apart as they should. */
  private static final Set<String> OWN = Set.of("sub", "run");

  /** Onsets of one stimulus differ between sessions by the precision of a log, seconds. */
  private static final double SAME_ONSET = 0.05;

  private static final double SAME_INTERVAL = 1e-3;

  private final Path folder;
  private final BidsChoice choice;
  private final BidsTree tree;

  private BidsDataset(Path folder, BidsChoice choice) {
    this.folder = folder;
    this.choice = choice;
    this.tree = BidsTree.find(folder, choice);
  }

  /** A run of one participant. */
  private record BidsRun(BidsName recording, Path mask, int volumes, double interval) {}

  /** A folder in which nothing is left open; recordings are taken as they are. */
  static Dataset open(Path folder) {
    DatasetParts parts = read(folder, BidsChoice.NONE, Trim.NONE);
    RecordingReader reader =
        new RecordingReader(parts.stimulus().clock(), false, Trend.NONE, false);
    return new Dataset(
        folder.toString(),
        BidsTree.name(folder),
        false,
        parts.stimulus(),
        RecordingFiles.of(reader, parts.recordings()),
        null);
  }

  /**
   * Reads words, clock and where the recordings lie.
   *
   * @throws InvalidInputException if something is missing or ambiguous
   */
  static DatasetParts read(Path folder, BidsChoice choice, Trim trim) {
    return new BidsDataset(folder, choice).read(trim);
  }

  private DatasetParts read(Trim trim) {
    Map<String, List<BidsRun>> runs = new LinkedHashMap<>();
    recordings().forEach((participant, files) -> runs.put(participant, runs(files)));
    List<BidsRun> first = runs.values().iterator().next();
    runs.values().forEach(other -> checkSameRuns(first, other));
    List<TimedWords> events = events(first);
    for (List<BidsRun> other : runs.values()) {
      checkSameWords(events, events(other));
    }
    List<Run> clock = clock(first, events);
    Stimulus stimulus =
        Stimulus.of(
            EventsTable.onClock(events, clock),
            VolumeClock.regular(folder.toString(), first.get(0).interval(), clock, trim));
    Map<String, RecordingSource> sources = new LinkedHashMap<>();
    runs.forEach((participant, own) -> sources.put(participant, source(own)));
    return new DatasetParts(stimulus, sources);
  }

  /** Every participant's recordings of the task, in the order of the runs. */
  private Map<String, List<BidsName>> recordings() {
    List<String> subjects = tree.recorded().subjects();
    List<String> wanted = choice.participants() == null ? subjects : choice.participants();
    Map<String, List<BidsName>> all = new LinkedHashMap<>();
    for (String participant : wanted) {
      List<BidsName> fitting =
          tree.recorded().recordings(participant).stream()
              .filter(this::fits)
              .sorted(Comparator.comparingInt(BidsDataset::run))
              .toList();
      if (!fitting.isEmpty()) {
        all.put(participant, fitting);
      } else if (choice.participants() != null) {
        throw missing("sub-%s/func/*_bold.nii.gz".formatted(participant), "Check participants.");
      }
    }
    if (all.isEmpty()) {
      throw missing("sub-*/func/*_bold.nii.gz", "Check bids.task and bids.entities.");
    }
    refuseSeveral(all.values().stream().flatMap(List::stream).toList());
    return all;
  }

  private boolean fits(BidsName name) {
    return (choice.task() == null || name.label("task").equals(choice.task()))
        && choice.entities().entrySet().stream()
            .allMatch(entity -> name.label(entity.getKey()).equals(entity.getValue()));
  }

  /** Files that differ in anything but participant and run are not one recording. */
  private void refuseSeveral(List<BidsName> files) {
    Set<String> keys = new LinkedHashSet<>(List.of("task"));
    files.forEach(file -> keys.addAll(file.entities().keySet()));
    keys.removeAll(OWN);
    for (String key : keys) {
      Set<String> labels = new TreeSet<>();
      files.forEach(file -> labels.add(file.label(key)));
      if (labels.size() > 1) {
        throw new InvalidInputException(
            tree.recorded().root().toString(),
            key,
            "recordings of one " + key,
            String.join(", ", labels.stream().map(l -> l.isEmpty() ? "none" : l).toList()),
            "Choose by a manifest with bids: {folder: %s, %s}."
                .formatted(
                    folder,
                    key.equals("task") ? "task: LABEL" : "entities: {%s: LABEL}".formatted(key)));
      }
    }
  }

  private List<BidsRun> runs(List<BidsName> files) {
    List<BidsRun> runs = new ArrayList<>();
    for (BidsName file : files) {
      NiftiImage image = NiftiImage.open(file.path());
      Path mask =
          tree.mask(file)
              .map(BidsName::path)
              .orElseThrow(
                  () ->
                      missing(
                          stem(file) + "_desc-brain_mask.nii.gz (or _mask.nii.gz)",
                          "Give the mask of %s.".formatted(file.path().getFileName())));
      runs.add(new BidsRun(file, mask, image.volumes(), tree.interval(file, image)));
    }
    return runs;
  }

  private List<TimedWords> events(List<BidsRun> runs) {
    return runs.stream()
        .map(
            run ->
                tree.events(run.recording())
                    .orElseThrow(
                        () ->
                            missing(
                                stem(run.recording()) + "_events.tsv, or one above it",
                                "Give the words' onsets as events.")))
        .map(events -> EventsTable.read(events.path(), choice.column()))
        .toList();
  }

  /** Everybody's runs have the same names, volumes and TR, because there is one clock. */
  private static void checkSameRuns(List<BidsRun> first, List<BidsRun> other) {
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
    for (int r = 0; r < first.size(); r++) {
      BidsRun mine = first.get(r);
      BidsRun theirs = other.get(r);
      if (mine.volumes() != theirs.volumes()
          || Math.abs(mine.interval() - theirs.interval()) > SAME_INTERVAL * mine.interval()) {
        throw new InvalidInputException(
            theirs.recording().path().toString(),
            "volumes",
            "%d every %s s, as %s has"
                .formatted(mine.volumes(), mine.interval(), mine.recording().path().getFileName()),
            "%d every %s s".formatted(theirs.volumes(), theirs.interval()),
            "Give all participants the same volumes, or name some in a manifest.");
      }
    }
  }

  private static void checkSameWords(List<TimedWords> first, List<TimedWords> other) {
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
        TimedWords.TimedWord one = mine.words().get(w);
        TimedWords.TimedWord two = theirs.words().get(w);
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

  /** Runs follow each other on one clock, whole TRs apart and clear of each other's words. */
  private static List<Run> clock(List<BidsRun> runs, List<TimedWords> events) {
    double interval = runs.get(0).interval();
    List<Run> clock = new ArrayList<>();
    long first = 0;
    for (int r = 0; r < runs.size(); r++) {
      double lead = events.get(r).words().stream().mapToDouble(w -> -w.onset()).max().orElse(0);
      first += r == 0 ? 0 : (long) Math.ceil(Math.max(0, lead) / interval);
      clock.add(new Run(first * interval, runs.get(r).volumes()));
      double last =
          events.get(r).words().stream().mapToDouble(TimedWords.TimedWord::onset).max().orElse(0);
      first += Math.max(runs.get(r).volumes(), (long) Math.ceil(last / interval)) + 1;
    }
    return clock;
  }

  private static RecordingSource source(List<BidsRun> runs) {
    List<RecordingFile> files =
        runs.stream().map(run -> new RecordingFile(run.recording().path(), null)).toList();
    List<Path> masks = runs.stream().map(BidsRun::mask).distinct().toList();
    return new RecordingSource(files, VoxelSource.masks(masks));
  }

  private static List<String> labels(List<BidsRun> runs) {
    return runs.stream().map(run -> "run-" + run.recording().label("run")).toList();
  }

  private static int run(BidsName name) {
    String label = name.label("run");
    try {
      return label.isEmpty() ? 0 : Integer.parseInt(label);
    } catch (NumberFormatException e) {
      throw new InvalidInputException(
          name.path().toString(), "run", "a number after run-", label, "Correct the name.", e);
    }
  }

  /** Name of a recording's file without what says that it is one. */
  private static String stem(BidsName recording) {
    String name = recording.path().toString();
    String end = "_bold" + recording.extension();
    return name.substring(0, name.length() - end.length()).replaceAll("_desc-[^_]*$", "");
  }

  private InvalidInputException missing(String pattern, String remedy) {
    return new InvalidInputException(folder.toString(), "files", pattern, "none", remedy);
  }
}
