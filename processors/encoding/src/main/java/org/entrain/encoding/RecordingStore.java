package org.entrain.encoding;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.entrain.schemas.avro.Volume;
import org.entrain.schemas.avro.VoxelMap;
import org.jspecify.annotations.Nullable;

/**
 * Every participant's recordings on this worker's disk, or its share of their voxels, and the maps
 * that belong to them. A recording counts once its values and its maps are there; of several of a
 * participant and stimulus the one announced last. One without voxels in the share never counts. A
 * file completed by an earlier run is used as it is, yet only once the topic has announced it
 * again: a folder may outlive its topics. Not thread-safe.
 */
final class RecordingStore implements AutoCloseable {

  /** The same values are another recording where other drifts were subtracted from them. */
  private record Id(String participant, String stimulus, String hash, int drifts) {

    static Id of(Volume volume) {
      return new Id(
          volume.getParticipant(), volume.getStimulus(), volume.getRecording(), volume.getDrifts());
    }
  }

  /** Whose recording, and which of the repeats; 0 is the one that is fitted. */
  private record Listener(String participant, String stimulus, int repeat) {}

  /** A recording on its way or complete. */
  private static final class Entry {
    private final int rows;
    private final VoxelRange range;
    private final int maps;
    private final int repeats;
    private final boolean average;
    private final int[] runs;
    private int rowsToCome;
    private @Nullable RecordingFile arriving;
    private @Nullable Recording complete;
    private long announced;

    Entry(Volume volume, VoxelShare share) {
      rows = volume.getRows();
      range = share.of(volume.getVoxels());
      RecordingFile.requireShape(rows, range);
      maps = volume.getMaps();
      repeats = volume.getRepeats();
      average = volume.getAverage();
      runs = new int[rows];
      Arrays.fill(runs, UNKNOWN);
      rowsToCome = rows;
    }

    void take(Volume volume) {
      int row = volume.getRow();
      if (row >= 0 && row < rows && runs[row] == UNKNOWN) {
        runs[row] = volume.getRun();
        rowsToCome--;
      }
    }
  }

  private static final int UNKNOWN = -1;

  private final Path folder;
  private final VoxelShare share;
  private final Map<Id, Entry> entries = new HashMap<>();
  private final Map<Listener, Entry> newest = new HashMap<>();
  private final VoxelMaps maps = new VoxelMaps();
  private long volumes;

  /**
   * @param folder folder of the files, made when it is new
   * @param share voxels to keep of every recording
   */
  RecordingStore(Path folder, VoxelShare share) {
    this.folder = folder;
    this.share = share;
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Takes in a block and returns whether another recording of its participant counts from now on.
   *
   * @throws IllegalArgumentException when the block contradicts its recording, or no recording has
   *     its shape
   */
  boolean accept(Volume volume) {
    try {
      Id id = Id.of(volume);
      Entry known = entries.get(id);
      Entry entry = known == null ? open(id, volume) : known;
      if (entry.rows != volume.getRows() || entry.range.total() != volume.getVoxels()) {
        throw new IllegalArgumentException(
            "recording %s of %s: %d × %d values != %d × %d"
                .formatted(
                    id.hash,
                    id.participant,
                    volume.getRows(),
                    volume.getVoxels(),
                    entry.rows,
                    entry.range.total()));
      }
      if (entry.arriving != null) {
        write(entry, entry.arriving, id, volume);
      }
      entries.put(id, entry);
      entry.take(volume);
      entry.announced = ++volumes;
      return counts(id, entry, volume.getRepeat());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Takes in a block of a map and returns whether another recording of its participant counts from
   * now on.
   *
   * @throws IllegalArgumentException when the block contradicts its map
   */
  boolean accept(VoxelMap map) {
    boolean changed = false;
    if (maps.accept(map)) {
      for (Map.Entry<Id, Entry> known : entries.entrySet()) {
        Id id = known.getKey();
        if (id.participant.equals(map.getParticipant()) && id.hash.equals(map.getRecording())) {
          changed |= counts(id, known.getValue(), 0);
        }
      }
    }
    return changed;
  }

  /** The recording of every participant and stimulus that counts. */
  List<Recording> newest() {
    List<Recording> counting = new ArrayList<>();
    newest.forEach(
        (listener, entry) -> {
          if (listener.repeat == 0 && entry.complete != null) {
            counting.add(entry.complete);
          }
        });
    return counting;
  }

  /** Index arrays of the recordings. */
  VoxelMaps maps() {
    return maps;
  }

  /** Whether a recording that counts is an average over participants, and nobody's own. */
  boolean average(Recording recording) {
    Entry own = newest.get(new Listener(recording.participant(), recording.stimulus(), 0));
    return own != null && own.average;
  }

  /** Run of every row of a recording that counts; empty until all its rows have been read. */
  Optional<int[]> runs(Recording recording) {
    Entry own = newest.get(new Listener(recording.participant(), recording.stimulus(), 0));
    return own == null || own.rowsToCome > 0 ? Optional.empty() : Optional.of(own.runs.clone());
  }

  /** Repeats of a recording that counts, in order; none while some are on their way. */
  List<Recording> repeats(Recording recording) {
    String participant = recording.participant();
    String stimulus = recording.stimulus();
    Entry own = newest.get(new Listener(participant, stimulus, 0));
    List<Recording> repeats = new ArrayList<>();
    for (int repeat = 1; own != null && repeat <= own.repeats; repeat++) {
      Entry other = newest.get(new Listener(participant, stimulus, repeat));
      if (other == null || other.complete == null) {
        return List.of();
      }
      repeats.add(other.complete);
    }
    return repeats;
  }

  @Override
  public void close() {
    for (Entry entry : entries.values()) {
      if (entry.arriving != null) {
        try {
          entry.arriving.close();
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  /** Lets a recording count if it is whole, and none announced later does. */
  private boolean counts(Id id, Entry entry, int repeat) {
    Listener listener = new Listener(id.participant, id.stimulus, repeat);
    Entry before = newest.get(listener);
    if (entry.complete == null
        || !maps.have(id.participant, id.hash, entry.maps)
        || before == entry
        || before != null && before.announced > entry.announced) {
      return false;
    }
    newest.put(listener, entry);
    return true;
  }

  private Entry open(Id id, Volume volume) throws IOException {
    Entry entry = new Entry(volume, share);
    if (entry.range.isEmpty()) {
      return entry; // another share's alone
    }
    if (RecordingFile.complete(file(id), entry.rows, entry.range)) {
      entry.complete = Recording.map(file(id), volume, entry.range);
    } else {
      entry.arriving = new RecordingFile(file(id), entry.rows, entry.range);
    }
    return entry;
  }

  private void write(Entry entry, RecordingFile arriving, Id id, Volume volume) throws IOException {
    if (arriving.write(volume.getRow(), volume.getFirstVoxel(), volume.getValues())) {
      arriving.seal();
      entry.arriving = null;
      entry.complete = Recording.map(file(id), volume, entry.range);
    }
  }

  /** Names come from events: encoded, they cannot leave the folder. */
  private Path file(Id id) {
    String drifts = id.drifts == 0 ? "" : "-drifts" + id.drifts;
    String name =
        "%s-%s-%s%s"
            .formatted(encoded(id.participant), encoded(id.stimulus), encoded(id.hash), drifts);
    return folder.resolve(share.of(name) + ".f32");
  }

  private static String encoded(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8);
  }
}
