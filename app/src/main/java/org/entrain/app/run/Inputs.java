package org.entrain.app.run;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.entrain.app.settings.Settings;
import org.entrain.app.state.StoredState;
import org.entrain.common.Locations;
import org.entrain.producers.annotations.Annotations;
import org.entrain.producers.dataset.Dataset;
import org.entrain.properties.PropertySettings;
import org.entrain.results.StoredKeys;
import org.entrain.schemas.avro.Checkpoint;
import org.jspecify.annotations.Nullable;

/**
 * Everything a run works on, checked.
 *
 * @param dataset the dataset, its stimulus read
 * @param annotations linguistic properties to remove; null: none
 * @param recordings recordings to score, each read and checked once
 * @param checkpoints checkpoints and activations to score, without baselines
 * @param refused a message per checkpoint that is damaged and left out
 * @param settings settings of the run
 * @param state the state after this run was accepted
 * @param locations how what it reads comes to this machine
 */
public record Inputs(
    Dataset dataset,
    @Nullable Annotations annotations,
    List<RecordingSize> recordings,
    List<Checkpoint> checkpoints,
    List<String> refused,
    Settings settings,
    StoredState state,
    Locations locations) {

  public Inputs {
    recordings = List.copyOf(recordings);
    checkpoints = List.copyOf(checkpoints);
    refused = List.copyOf(refused);
  }

  /**
   * What is kept of a recording until it is published; its values stay on disk.
   *
   * @param hash content hash
   * @param drifts degree of the polynomials subtracted from every run as a whole; 0: none
   * @param regions whether the region of every voxel is known
   * @param neighbours whether the voxels around every voxel are known
   */
  public record RecordingSize(
      String participant,
      String hash,
      int rows,
      int voxels,
      int drifts,
      boolean regions,
      boolean neighbours) {

    /** What makes it another publication: values, what was subtracted from them, and the story. */
    String published(String stimulus) {
      return hash + (drifts == 0 ? "" : "-drifts" + drifts) + stimulus;
    }
  }

  /** Names of the properties that are removed and probed, the random one included. */
  public List<String> properties() {
    PropertySettings asked = settings.properties();
    if (annotations == null || asked == null) {
      return List.of();
    }
    return Stream.concat(annotations.properties().stream(), Stream.of(PropertySettings.RANDOM))
        .distinct()
        .filter(asked::wants)
        .toList();
  }

  /** Says whose voxels are classified each by itself, where test rows are classified at all. */
  Optional<String> aloneNote() {
    List<String> alone =
        recordings.stream().filter(r -> !r.neighbours()).map(RecordingSize::participant).toList();
    return settings.fit().classification() == null || alone.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "Note: the dataset names no neighbours for %s: rows are classified by each voxel alone"
                .formatted(String.join(", ", alone)));
  }

  /** What is stored with the results: the settings, and what they are about. */
  Map<String, String> stored() {
    Map<String, String> stored = new TreeMap<>(settings.stored());
    stored.put(StoredKeys.DATASET, dataset.name());
    stored.put(StoredKeys.STIMULUS, dataset.stimulus().id());
    stored.put(StoredKeys.SIMULATED, Boolean.toString(dataset.simulated()));
    if (annotations != null) {
      stored.put(StoredKeys.ANNOTATIONS, annotations.id());
    }
    return stored;
  }

  /** Names of the participants. */
  public List<String> participants() {
    return recordings.stream().map(RecordingSize::participant).toList();
  }
}
