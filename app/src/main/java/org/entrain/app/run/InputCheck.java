package org.entrain.app.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.entrain.app.Environment;
import org.entrain.app.Refusal;
import org.entrain.app.run.Inputs.RecordingSize;
import org.entrain.app.settings.Preset;
import org.entrain.app.settings.SettingResolver;
import org.entrain.app.settings.Settings;
import org.entrain.app.state.Place;
import org.entrain.app.state.Source;
import org.entrain.app.state.StateFolder;
import org.entrain.app.state.StateMatch;
import org.entrain.app.state.StoredState;
import org.entrain.common.LocalCopy;
import org.entrain.common.Location;
import org.entrain.common.Locations;
import org.entrain.producers.annotations.AnnotationTable;
import org.entrain.producers.annotations.Annotations;
import org.entrain.producers.dataset.Dataset;
import org.entrain.producers.recordings.Recording;
import org.entrain.properties.PropertySettings;
import org.entrain.schemas.avro.Checkpoint;
import org.entrain.schemas.avro.VoxelMapKind;
import org.jspecify.annotations.Nullable;

/**
 * Checks everything a run needs before any work, and writes nothing: settings, stimulus, every
 * recording asked for, every checkpoint, and whether they fit the state.
 */
public final class InputCheck {

  private static final String PROPERTIES = "properties";
  private static final String NONE = "none";

  private final Environment environment;
  private final StateFolder folder;
  private final Optional<StoredState> stored;
  private final Locations locations;
  private final CheckpointCheck.Report report;

  /**
   * @param stored what the state is about; empty for a new one
   * @param locations how what is named comes to this machine
   */
  public InputCheck(
      Environment environment,
      StateFolder folder,
      Optional<StoredState> stored,
      Locations locations) {
    this(environment, folder, stored, locations, CheckpointCheck.Report.NONE);
  }

  /**
   * @param stored what the state is about; empty for a new one
   * @param locations how what is named comes to this machine
   * @param report hears how far the weights are read
   */
  public InputCheck(
      Environment environment,
      StateFolder folder,
      Optional<StoredState> stored,
      Locations locations,
      CheckpointCheck.Report report) {
    this.environment = environment;
    this.folder = folder;
    this.stored = stored.map(InputCheck::complete);
    this.locations = locations;
    this.report = report;
  }

  /**
   * Checks a request.
   *
   * @throws org.entrain.app.Refusal that names every fault found
   */
  public Inputs check(RunRequest request) {
    Inputs inputs = checkSparing(request);
    if (!inputs.refused().isEmpty()) {
      throw Refusal.of(inputs.refused());
    }
    return inputs;
  }

  /**
   * Checks a request, and leaves damaged checkpoints out where others are good.
   *
   * @throws org.entrain.app.Refusal that names every fault found
   */
  public Inputs checkSparing(RunRequest request) {
    FaultList faults = new FaultList();
    @Nullable Settings settings = faults.attempt(() -> settings(request));
    Location path = dataset(request);
    @Nullable Location root = dataRoot(request);
    @Nullable Dataset dataset = faults.attempt(() -> Dataset.open(path, root, locations));
    List<RecordingSize> recordings = new ArrayList<>();
    @Nullable CheckedCheckpoints checkpoints = null;
    @Nullable List<Place> places = faults.attempt(() -> places(request));
    if (dataset != null) {
      List<String> asked = faults.attempt(() -> participants(request, dataset));
      for (String participant : asked == null ? List.<String>of() : asked) {
        @Nullable RecordingSize size = faults.attempt(() -> size(dataset.recording(participant)));
        if (size != null) {
          recordings.add(size);
        }
      }
      CheckpointCheck check =
          new CheckpointCheck(
              dataset.stimulus(),
              settings == null ? 0 : settings.context().tokens(),
              locations,
              report);
      checkpoints =
          places == null
              ? null
              : faults.attempt(() -> check.each(remaining(places, check)).requireSome());
      if (settings != null && checkpoints != null) {
        List<Checkpoint> found = checkpoints.good();
        faults.attempt(() -> CheckpointCheck.requireLayers(found, settings.layers()));
        faults.attempt(() -> SettingsCheck.requireComponents(settings, found));
      }
      if (settings != null) {
        faults.attempt(() -> SettingsCheck.requireFolds(settings, dataset.stimulus()));
        faults.attempt(() -> SettingsCheck.requireRegions(settings, recordings));
      }
    }
    @Nullable Location table = dataset == null ? null : table(request, dataset);
    @Nullable Annotations annotations =
        dataset == null || settings == null
            ? null
            : faults.attempt(() -> annotations(settings, table, dataset));
    faults.addToOthers(checkpoints == null ? List.of() : checkpoints.refused());
    Settings resolved = faults.require(settings);
    Dataset checked = faults.require(dataset);
    return inputs(
        checked, path, root, annotations, table, recordings, faults.require(checkpoints), resolved);
  }

  private Inputs inputs(
      Dataset dataset,
      Location path,
      @Nullable Location root,
      @Nullable Annotations annotations,
      @Nullable Location table,
      List<RecordingSize> recordings,
      CheckedCheckpoints checkpoints,
      Settings settings) {
    List<Place> places = checkpoints.places();
    Map<String, String> hashes = new TreeMap<>();
    recordings.forEach(size -> hashes.put(size.participant(), size.hash()));
    String stimulus = dataset.stimulus().id();
    @Nullable String annotationsHash = annotations == null ? null : annotations.id();
    stored.ifPresent(
        before ->
            StateMatch.require(
                folder, before, stimulus, annotationsHash, settings.pinned(), hashes));
    StoredState fresh =
        new StoredState(
            StoredState.FORMAT,
            path.toString(),
            root == null ? null : root.toString(),
            table == null || annotations == null ? null : table.toString(),
            annotationsHash,
            stimulus,
            settings.preset(),
            settings.pinned(),
            places,
            hashes,
            Map.of());
    StoredState next =
        stored
            .map(before -> before.with(places, hashes).withLayers(settings.pinned()))
            .orElse(fresh);
    return new Inputs(
        dataset,
        annotations,
        recordings,
        checkpoints.good(),
        checkpoints.refused(),
        settings,
        next,
        locations);
  }

  /**
   * A state of an earlier program lacks the settings that came later: they are as usual, but for
   * those that say what that program did.
   */
  private static StoredState complete(StoredState before) {
    if (!Preset.names().contains(before.preset())) {
      return before;
    }
    Map<String, String> missing = new TreeMap<>(Preset.pinned(before.preset()));
    missing.put("removal", "ridge");
    return before.withMissing(missing);
  }

  private Settings settings(RunRequest request) {
    Map<String, String> before = stored.map(StoredState::settings).orElse(Map.of());
    List<String> assignments = new ArrayList<>(request.assignments());
    // A table that is named is meant to be used, unless something says how.
    if (request.annotations() != null
        && before.getOrDefault(PROPERTIES, NONE).equals(NONE)
        && assignments.stream().noneMatch(a -> a.startsWith(PROPERTIES + "="))) {
      assignments.add(PROPERTIES + "=all");
    }
    return SettingResolver.resolve(
        request.preset(), stored.map(StoredState::preset).orElse(null), before, assignments);
  }

  private Location dataset(RunRequest request) {
    if (request.dataset() != null) {
      return request.dataset();
    }
    return stored
        .map(state -> Location.of(state.dataset()))
        .orElseGet(() -> Location.of(environment.sampleDataset()));
  }

  private @Nullable Location dataRoot(RunRequest request) {
    if (request.dataRoot() != null) {
      return request.dataRoot();
    }
    @Nullable String before =
        request.dataset() != null ? null : stored.map(StoredState::dataRoot).orElse(null);
    return before == null ? null : Location.of(before);
  }

  private @Nullable Location table(RunRequest request, Dataset dataset) {
    if (request.annotations() != null) {
      return request.annotations();
    }
    @Nullable String before = stored.map(StoredState::annotations).orElse(null);
    return before == null ? dataset.annotations() : Location.of(before);
  }

  /** Properties that the settings ask for; null if they ask for none. */
  private @Nullable Annotations annotations(
      Settings settings, @Nullable Location table, Dataset dataset) {
    @Nullable PropertySettings asked = settings.properties();
    if (asked == null) {
      return null;
    }
    if (table == null) {
      throw new Refusal(
          Refusal.fault(
              PROPERTIES,
              "annotations",
              "a table of properties",
              "none",
              "Name one with --annotations, or as annotations: {file: FILE} in the manifest."));
    }
    Annotations annotations;
    try (LocalCopy file = locations.file(table)) {
      annotations = AnnotationTable.read(file.path(), dataset.stimulus());
    }
    for (String name : asked.properties()) {
      if (!annotations.properties().contains(name) && !name.equals(PropertySettings.RANDOM)) {
        throw new Refusal(
            Refusal.fault(
                table.toString(),
                PROPERTIES,
                name,
                String.join(", ", annotations.properties()),
                "Ask for properties of the table."));
      }
    }
    return annotations;
  }

  /** Those of the state and those asked for; the sample's where there is neither. */
  private List<Place> places(RunRequest request) {
    List<Place> all = new ArrayList<>(stored.map(StoredState::places).orElse(List.of()));
    boolean sample = all.isEmpty() && request.sources().isEmpty() && request.dataset() == null;
    List<Source> asked =
        sample
            ? List.of(
                Source.parse(Source.Kind.MODELS, environment.sampleModels().normalize().toString()))
            : request.sources();
    CheckpointCheck.find(asked, locations).stream()
        .filter(place -> !all.contains(place))
        .forEach(all::add);
    return List.copyOf(all);
  }

  /**
   * Without places of the state that are damaged and whose name a later place has: that one takes
   * theirs. Two good ones of a name stay, and are refused.
   */
  private List<Place> remaining(List<Place> places, CheckpointCheck check) {
    Set<Place> before = Set.copyOf(stored.map(StoredState::places).orElse(List.of()));
    List<Place> remaining = new ArrayList<>();
    for (int i = 0; i < places.size(); i++) {
      Place place = places.get(i);
      boolean succeeded =
          before.contains(place)
              && places.subList(i + 1, places.size()).stream()
                  .anyMatch(later -> later.named().equals(place.named()));
      if (!succeeded || check.usable(place)) {
        remaining.add(place);
      }
    }
    return remaining;
  }

  private List<String> participants(RunRequest request, Dataset dataset) {
    List<String> before = stored.map(s -> List.copyOf(s.recordings().keySet())).orElse(List.of());
    List<String> asked = new ArrayList<>(before);
    asked.addAll(request.participants());
    return dataset.select(asked);
  }

  private static RecordingSize size(Recording recording) {
    return new RecordingSize(
        recording.participant(),
        recording.hash(),
        recording.rows(),
        recording.voxels(),
        recording.drifts(),
        has(recording, VoxelMapKind.REGIONS),
        has(recording, VoxelMapKind.NEIGHBOURS));
  }

  private static boolean has(Recording recording, VoxelMapKind kind) {
    return recording.maps().stream().anyMatch(map -> map.kind() == kind);
  }
}
