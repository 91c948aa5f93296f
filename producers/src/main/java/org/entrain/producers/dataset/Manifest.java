package org.entrain.producers.dataset;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.entrain.producers.recordings.RecordingReader;
import org.entrain.producers.recordings.Trend;
import org.entrain.producers.stimulus.Stimulus;
import org.entrain.producers.stimulus.TextGrid;
import org.entrain.producers.stimulus.TimedWords;
import org.entrain.producers.stimulus.VolumeClock;
import org.entrain.producers.stimulus.VolumeClock.Run;
import org.entrain.producers.stimulus.VolumeClock.Trim;
import org.entrain.producers.stimulus.WordArrays;
import org.entrain.producers.stimulus.WordTable;
import org.entrain.producers.yaml.Section;
import org.jspecify.annotations.Nullable;

/**
 * Reads a data set's manifest. All faults of the manifest itself are gathered before any file it
 * names is opened: every part first reads its keys and returns what opens the files.
 */
final class Manifest {

  private final Path file;
  private final Path root;

  private Manifest(Path file, Path root) {
    this.file = file;
    this.root = root;
  }

  static Dataset open(Path file, @Nullable Path dataRoot) {
    Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
    return new Manifest(file, dataRoot == null ? folder : dataRoot).read();
  }

  private Dataset read() {
    Section top = Section.read(file);
    String name = top.text("name");
    boolean simulated = top.flag("simulated");
    Supplier<TimedWords> words = words(top.section("words"));
    Section trimming = top.optionalSection("trim");
    Trim trim = new Trim(trimming.optionalCount("first"), trimming.optionalCount("last"));
    Supplier<VolumeClock> clock = clock(top.section("clock"), trim);
    Section recordings = top.section("recordings");
    String annotations = top.optionalSection("annotations").optionalText("file");
    boolean trimmed = recordings.flag("trimmed");
    Trend trend =
        Trend.valueOf(
            recordings.choice("detrend", "none", "linear", "quadratic").toUpperCase(Locale.ROOT));
    boolean zscore = recordings.flag("zscore");
    Supplier<Map<String, Path>> files = files(recordings, top);
    BesideRecordings beside = BesideRecordings.read(root, recordings);
    top.finish();
    Stimulus stimulus = Stimulus.of(words.get(), clock.get());
    RecordingReader reader = new RecordingReader(stimulus.clock(), trimmed, trend, zscore);
    Map<String, Path> found = files.get();
    beside.check(file.toString(), found.keySet());
    RecordingFiles all = new RecordingFiles(reader, found, beside.maps(), beside.repeats());
    Path table = annotations == null ? null : root.resolve(annotations);
    return new Dataset(file.toString(), name, simulated, stimulus, all, table);
  }

  private Supplier<TimedWords> words(Section words) {
    Path path = root.resolve(words.text("file"));
    String ending = path.toString().toLowerCase(Locale.ROOT);
    if (ending.endsWith(".textgrid")) {
      String tier = words.optionalText("tier");
      List<String> drop = Objects.requireNonNullElse(words.optionalTexts("drop"), TextGrid.PAUSES);
      return () -> TextGrid.read(path, tier, drop);
    }
    if (ending.endsWith(".npy")) {
      Path onsets = root.resolve(words.text("onsets"));
      return () -> WordArrays.read(path, onsets);
    }
    if (words.has("file") && !ending.endsWith(".tsv") && !ending.endsWith(".csv")) {
      words.fault("file", "a .tsv, .csv, .TextGrid or .npy file", "'" + path.getFileName() + "'");
    }
    return () -> WordTable.read(path);
  }

  private Supplier<VolumeClock> clock(Section clock, Trim trim) {
    if (clock.has("times")) {
      Path times = root.resolve(clock.text("times"));
      Path runs = root.resolve(clock.text("runs"));
      return () -> VolumeClock.read(times, runs, trim);
    }
    double interval = clock.number("tr", true);
    List<Run> runs = new ArrayList<>();
    for (Section run : clock.sections("runs")) {
      runs.add(new Run(run.number("first", false), run.count("volumes", 1)));
    }
    return () -> VolumeClock.regular(file.toString(), interval, runs, trim);
  }

  private Supplier<Map<String, Path>> files(Section recordings, Section top) {
    Map<String, String> named = recordings.optionalMap("files");
    String pattern = recordings.optionalText("pattern");
    List<String> participants = top.optionalTexts("participants");
    if ((named == null) == (pattern == null)) {
      recordings.fault(
          "files", "either files or pattern", named == null ? "neither" : "both of them");
      return Map::of;
    }
    if (named != null) {
      return namedFiles(named, participants, top);
    }
    if (!ParticipantPattern.isValid(pattern)) {
      recordings.fault("pattern", "{participant} once, in the file's name", "'" + pattern + "'");
    }
    ParticipantPattern files = new ParticipantPattern(root, pattern);
    if (participants == null) {
      return files::find;
    }
    Map<String, Path> listed = new LinkedHashMap<>();
    participants.forEach(p -> listed.put(p, files.file(p)));
    return () -> listed;
  }

  private Supplier<Map<String, Path>> namedFiles(
      Map<String, String> named, @Nullable List<String> participants, Section top) {
    Map<String, Path> files = new LinkedHashMap<>();
    for (String participant : participants == null ? named.keySet() : participants) {
      String path = named.get(participant);
      if (path == null) {
        top.fault("participants", "keys of recordings.files", "'" + participant + "'");
      } else {
        files.put(participant, root.resolve(path));
      }
    }
    return () -> files;
  }
}
