package org.entrain.producers.dataset;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.entrain.common.InvalidInputException;
import org.entrain.common.Location;
import org.entrain.common.Locations;
import org.entrain.formats.nifti.VoxelSpace;
import org.entrain.producers.recordings.MeanRecording;
import org.entrain.producers.recordings.Recording;
import org.entrain.producers.stimulus.Stimulus;
import org.entrain.schemas.Persons;
import org.jspecify.annotations.Nullable;

/**
 * A stimulus and the recordings of those who heard or read it. The stimulus is read when the data
 * set is opened, a recording when it is asked for.
 */
public final class Dataset {

  /** Name of the manifest in a folder. */
  public static final String MANIFEST = "dataset.yaml";

  /** Participants are parts of keys and file names. */
  private static final Pattern PARTICIPANT = Pattern.compile("[\\p{L}\\p{N}._+-]+");

  private final String source;
  private final String name;
  private final boolean simulated;
  private final Stimulus stimulus;
  private final RecordingFiles files;
  private final List<String> participants;
  private final @Nullable Location annotations;

  /**
   * @param annotations table of linguistic properties; null if the data set names none
   */
  Dataset(
      String source,
      String name,
      boolean simulated,
      Stimulus stimulus,
      RecordingFiles files,
      @Nullable Location annotations) {
    this.source = source;
    this.name = name;
    this.simulated = simulated;
    this.stimulus = stimulus;
    this.files = files;
    this.annotations = annotations;
    this.participants = List.copyOf(files.recordings().keySet());
    if (participants.isEmpty()) {
      throw new InvalidInputException(
          source, "participants", "at least one", "none", "Check where the recordings lie.");
    }
    for (String participant : participants) {
      if (participant.equals(Persons.MEAN) || !PARTICIPANT.matcher(participant).matches()) {
        throw new InvalidInputException(
            source,
            "participant",
            "letters, digits and . _ + -, and not the reserved name " + Persons.MEAN,
            "'" + participant + "'",
            "Rename the participant.");
      }
    }
  }

  /**
   * Opens a manifest, a folder with a {@value #MANIFEST}, a folder in the published Harry Potter
   * layout, or a BIDS folder.
   *
   * @param folderOrManifest where it is
   * @param dataRoot what a manifest's paths are relative to; null for the manifest's folder
   * @throws InvalidInputException if anything about it cannot be used
   */
  public static Dataset open(Path folderOrManifest, @Nullable Path dataRoot) {
    return open(
        Location.of(folderOrManifest),
        dataRoot == null ? null : Location.of(dataRoot),
        Locations.local());
  }

  /**
   * As the other, wherever it lies. In an object store it is a manifest, or a folder with one.
   *
   * @param locations brings files here when they are read, and keeps them
   */
  public static Dataset open(Location place, @Nullable Location dataRoot, Locations locations) {
    HeldFiles held = new HeldFiles(locations);
    if (!place.isObject()) {
      return open(Path.of(place.text()), dataRoot, held);
    }
    boolean named = place.name().endsWith(".yaml") || place.name().endsWith(".yml");
    if (named || locations.list(place).has(MANIFEST)) {
      return Manifest.open(named ? place : place.resolve(MANIFEST), dataRoot, held);
    }
    throw new InvalidInputException(
        place.text(),
        "dataset",
        "a manifest (.yaml), or a folder with " + MANIFEST,
        "neither",
        "Write a manifest that names the files; other layouts are read on this machine only.");
  }

  private static Dataset open(
      Path folderOrManifest, @Nullable Location dataRoot, Locations locations) {
    Path manifest =
        Files.isDirectory(folderOrManifest) ? folderOrManifest.resolve(MANIFEST) : folderOrManifest;
    if (Files.isRegularFile(manifest)) {
      return Manifest.open(Location.of(manifest), dataRoot, locations);
    }
    if (Files.isRegularFile(folderOrManifest.resolve(HarryPotterLayout.WORDS))) {
      return HarryPotterLayout.open(folderOrManifest);
    }
    if (Files.isRegularFile(folderOrManifest.resolve(BidsFolder.DESCRIPTION))) {
      return BidsDataset.open(folderOrManifest);
    }
    throw new InvalidInputException(
        folderOrManifest.toString(),
        "dataset",
        "a manifest, or a folder with %s, %s or %s"
            .formatted(MANIFEST, HarryPotterLayout.WORDS, BidsFolder.DESCRIPTION),
        Files.isDirectory(folderOrManifest) ? "a folder without any of them" : "nothing there",
        "Check the path.");
  }

  public String name() {
    return name;
  }

  /** Whether the recordings are simulated, which is said wherever they show. */
  public boolean simulated() {
    return simulated;
  }

  /** Table of linguistic properties of the words; null if the data set names none. */
  public @Nullable Location annotations() {
    return annotations;
  }

  public Stimulus stimulus() {
    return stimulus;
  }

  /**
   * Everybody who has a recording, in the manifest's order or by name; never {@link Persons#MEAN}.
   */
  public List<String> participants() {
    return participants;
  }

  /**
   * Participants that were asked for, each once; nobody asked for means everybody.
   *
   * @throws InvalidInputException if one does not exist
   */
  public List<String> select(List<String> asked) {
    List<String> selected = new ArrayList<>(new LinkedHashSet<>(asked));
    selected.forEach(this::check);
    return selected.isEmpty() ? participants : List.copyOf(selected);
  }

  /**
   * Reads a participant's recording with its index arrays and repeats. {@link Persons#MEAN} is the
   * average over all participants of the data set, whoever else was selected, so that it means the
   * same in every run.
   */
  public Recording recording(String participant) {
    check(participant);
    if (participant.equals(Persons.MEAN)) {
      return MeanRecording.of(Persons.MEAN, participants, this::recording);
    }
    return files.read(participant);
  }

  /**
   * Where the columns of a participant's recording lie, if the data set says so. For {@link
   * Persons#MEAN} it does if all participants have the same voxels in the same space.
   *
   * @throws InvalidInputException if a mask or image cannot be used
   */
  public Optional<VoxelSpace> voxels(String participant) {
    check(participant);
    if (!participant.equals(Persons.MEAN)) {
      return files.voxels(participant);
    }
    Optional<VoxelSpace> first = files.voxels(participants.get(0));
    boolean common =
        first.isPresent()
            && participants.stream()
                .skip(1)
                .allMatch(other -> files.voxels(other).filter(first.get()::matches).isPresent());
    return common ? first : Optional.empty();
  }

  private void check(String participant) {
    if (!participant.equals(Persons.MEAN) && !participants.contains(participant)) {
      throw new InvalidInputException(
          source,
          "participants",
          String.join(", ", participants) + " or " + Persons.MEAN,
          participant,
          "Ask for participants of this data set.");
    }
  }
}
