package org.entrain.encoding;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.entrain.schemas.avro.Volume;
import org.jspecify.annotations.Nullable;

/**
 * Every participant's recordings on this worker's disk. Of a participant's complete recordings of a
 * stimulus the one announced last counts. A file completed by an earlier run is used as it is, yet
 * only once the topic has announced it again: a folder may outlive its topics. Not thread-safe.
 */
final class RecordingStore implements AutoCloseable {

  /** The same values are another recording where other drifts were subtracted from them. */
  private record Id(String participant, String stimulus, String hash, int drifts) {

    static Id of(Volume volume) {
      return new Id(
          volume.getParticipant(), volume.getStimulus(), volume.getRecording(), volume.getDrifts());
    }
  }

  private record Listener(String participant, String stimulus) {}

  /** A recording on its way or complete. */
  private static final class Entry {
    private final int rows;
    private final int voxels;
    private @Nullable RecordingFile arriving;
    private @Nullable Recording complete;

    Entry(int rows, int voxels) {
      this.rows = rows;
      this.voxels = voxels;
    }
  }

  private final Path folder;
  private final Map<Id, Entry> entries = new HashMap<>();
  private final Map<Listener, Recording> newest = new HashMap<>();

  /**
   * @param folder folder of the files, made when it is new
   */
  RecordingStore(Path folder) {
    this.folder = folder;
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Takes in a block and returns whether another recording of its participant counts from now on.
   *
   * @throws IllegalArgumentException when the block contradicts its recording
   */
  boolean accept(Volume volume) {
    try {
      Id id = Id.of(volume);
      Entry known = entries.get(id);
      Entry entry = known == null ? open(id, volume) : known;
      if (entry.rows != volume.getRows() || entry.voxels != volume.getVoxels()) {
        throw new IllegalArgumentException(
            "recording %s of %s: %d × %d values != %d × %d"
                .formatted(
                    id.hash,
                    id.participant,
                    volume.getRows(),
                    volume.getVoxels(),
                    entry.rows,
                    entry.voxels));
      }
      if (entry.arriving != null) {
        write(entry, entry.arriving, id, volume);
      }
      entries.put(id, entry);
      // Only the record at hand has moved: its recording counts from now on if it is complete.
      Recording complete = entry.complete;
      return complete != null
          && newest.put(new Listener(id.participant, id.stimulus), complete) != complete;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The recording of every participant and stimulus that counts. */
  List<Recording> newest() {
    return new ArrayList<>(newest.values());
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

  private Entry open(Id id, Volume volume) throws IOException {
    Entry entry = new Entry(volume.getRows(), volume.getVoxels());
    if (RecordingFile.complete(file(id), entry.rows, entry.voxels)) {
      entry.complete = Recording.map(file(id), volume);
    } else {
      entry.arriving = new RecordingFile(file(id), entry.rows, entry.voxels);
    }
    return entry;
  }

  private void write(Entry entry, RecordingFile arriving, Id id, Volume volume) throws IOException {
    if (arriving.write(volume.getRow(), volume.getFirstVoxel(), volume.getValues())) {
      arriving.seal();
      entry.arriving = null;
      entry.complete = Recording.map(file(id), volume);
    }
  }

  /** Names come from events: encoded, they cannot leave the folder. */
  private Path file(Id id) {
    String drifts = id.drifts == 0 ? "" : "-drifts" + id.drifts;
    return folder.resolve(
        "%s-%s-%s%s.f32"
            .formatted(encoded(id.participant), encoded(id.stimulus), encoded(id.hash), drifts));
  }

  private static String encoded(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8);
  }
}
