package org.entrain.producers.dataset;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.entrain.common.Location;
import org.entrain.common.Locations;
import org.entrain.producers.recordings.RecordingFile;
import org.entrain.producers.recordings.RecordingReader;
import org.entrain.producers.recordings.RecordingSource;
import org.entrain.producers.recordings.Trend;
import org.entrain.producers.stimulus.EventsTable;
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

  private final Location file;
  private final DataRoot root;
  private final Locations locations;

  private Manifest(Location file, Location root, Locations locations) {
    this.file = file;
    this.root = new DataRoot(file, root, locations);
    this.locations = locations;
  }

  static Dataset open(Location file, @Nullable Location dataRoot, Locations locations) {
    return new Manifest(file, dataRoot == null ? file.parent() : dataRoot, locations).read();
  }

  /** What the files of a data set hold, read once its manifest is known to be right. */
  private interface Contents {
    DatasetParts read();
  }

  private Dataset read() {
    Section top = Section.read(locations.file(file).path());
    boolean ofBids = top.has("bids");
    String name = top.text("name");
    boolean simulated = top.flag("simulated");
    Section trimming = top.optionalSection("trim");
    Trim trim = new Trim(trimming.optionalCount("first"), trimming.optionalCount("last"));
    Section recordings = ofBids ? top.optionalSection("recordings") : top.section("recordings");
    String annotations = top.optionalSection("annotations").optionalText("file");
    boolean trimmed = recordings.flag("trimmed");
    Trend trend =
        Trend.valueOf(
            recordings.choice("detrend", "none", "linear", "quadratic").toUpperCase(Locale.ROOT));
    boolean zscore = recordings.flag("zscore");
    BesideRecordings beside = BesideRecordings.read(root, recordings);
    List<String> participants = top.optionalTexts("participants");
    Contents contents =
        ofBids
            ? bids(top.section("bids"), participants, trim)
            : files(top, recordings, participants, trim);
    top.finish();
    DatasetParts parts = contents.read();
    RecordingReader reader = new RecordingReader(parts.stimulus().clock(), trimmed, trend, zscore);
    beside.check(file.toString(), parts.recordings().keySet());
    Map<String, RecordingSource> sources = new LinkedHashMap<>();
    parts.recordings().forEach((who, source) -> sources.put(who, beside.placed(who, source)));
    RecordingFiles all =
        new RecordingFiles(reader, locations, sources, beside.maps(), beside.repeats(sources));
    Location table = annotations == null ? null : root.resolve(annotations);
    return new Dataset(file.toString(), name, simulated, parts.stimulus(), all, table);
  }

  /** A BIDS folder with choices that its names leave open. */
  private Contents bids(Section bids, @Nullable List<String> participants, Trim trim) {
    String folder = bids.optionalText("folder");
    String derivatives = bids.optionalText("derivatives");
    BidsChoice choice =
        new BidsChoice(
            bids.optionalText("task"),
            derivatives,
            Objects.requireNonNullElse(bids.optionalMap("entities"), Map.<String, String>of()),
            bids.optionalText("column"),
            participants);
    Location place = folder == null ? root.folder() : root.resolve(folder);
    if (place.isObject()) {
      bids.fault("folder", "a folder of this machine", "'" + place + "'");
    } else if (derivatives != null) {
      new DataRoot(file, place.resolve(BidsTree.DERIVATIVES), locations).resolve(derivatives);
    }
    return () -> BidsDataset.read(Path.of(place.text()), choice, trim);
  }

  private Contents files(
      Section top, Section recordings, @Nullable List<String> participants, Trim trim) {
    Function<VolumeClock, TimedWords> words = words(top.section("words"));
    Supplier<VolumeClock> clock = clock(top.section("clock"), trim);
    Supplier<Map<String, List<RecordingFile>>> files =
        new ManifestFiles(root, recordings, top).read(participants);
    return () -> {
      VolumeClock volumes = clock.get();
      Stimulus stimulus = Stimulus.of(words.apply(volumes), volumes);
      Map<String, RecordingSource> sources = new LinkedHashMap<>();
      files.get().forEach((who, list) -> sources.put(who, new RecordingSource(list, null)));
      return new DatasetParts(stimulus, sources);
    };
  }

  private Function<VolumeClock, TimedWords> words(Section words) {
    List<String> names = Objects.requireNonNullElse(words.optionalTextOrTexts("file"), List.of());
    if (names.isEmpty()) {
      words.fault("file", "a text", "nothing");
      return clock -> new TimedWords(file.toString(), List.of());
    }
    if (names.stream().allMatch(name -> name.endsWith(EventsTable.ENDING))) {
      String column = words.optionalText("column");
      return clock -> RunEvents.read(names.stream().map(this::path).toList(), column, clock.runs());
    }
    if (names.size() > 1) {
      words.fault("file", "one file, or a *%s a run".formatted(EventsTable.ENDING), names + "");
    }
    String name = names.get(0);
    String ending = name.toLowerCase(Locale.ROOT);
    if (ending.endsWith(".textgrid")) {
      String tier = words.optionalText("tier");
      List<String> drop = Objects.requireNonNullElse(words.optionalTexts("drop"), TextGrid.PAUSES);
      return clock -> TextGrid.read(path(name), tier, drop);
    }
    if (ending.endsWith(".npy")) {
      String onsets = words.text("onsets");
      return clock -> WordArrays.read(path(name), path(onsets));
    }
    if (!ending.endsWith(".tsv") && !ending.endsWith(".csv")) {
      words.fault(
          "file", "a .tsv, .csv, .TextGrid or .npy file", "'" + root.resolve(name).name() + "'");
    }
    return clock -> WordTable.read(path(name));
  }

  /** A file that the manifest names, on this machine. */
  private Path path(String name) {
    return locations.file(root.resolve(name)).path();
  }

  private Supplier<VolumeClock> clock(Section clock, Trim trim) {
    if (clock.has("times")) {
      String times = clock.text("times");
      String runs = clock.text("runs");
      return () -> VolumeClock.read(path(times), path(runs), trim);
    }
    double interval = clock.number("tr", true);
    List<Run> runs = new ArrayList<>();
    for (Section run : clock.sections("runs")) {
      runs.add(new Run(run.number("first", false), run.count("volumes", 1)));
    }
    return () -> VolumeClock.regular(file.toString(), interval, runs, trim);
  }
}
