package org.entrain.encoding;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.entrain.schemas.FitPart;
import org.entrain.schemas.avro.Progress;
import org.entrain.schemas.avro.WorkState;

/**
 * Which unit's layers are settled for which participants, as the progress topic has it: {@code
 * DONE} or {@code FAILED}, computed from which inputs, and where the rows stand. What was settled
 * of all voxels is settled of every share; and of every share, whatever their number, of all. Parts
 * of different numbers of shares are never put together: their records are not either.
 *
 * <p>Not thread-safe.
 */
final class Ledger {

  static final String STAGE = FitPart.STAGE;

  private static final String INPUTS_SEPARATOR = "/";

  private final VoxelShare share;

  /** By participant and share. */
  private final Map<UnitLayer, Map<String, Map<VoxelShare, Progress>>> entries = new HashMap<>();

  /**
   * @param share voxels that are to be settled
   */
  Ledger(VoxelShare share) {
    this.share = share;
  }

  /** Part of the unit that a fit is. */
  static String part(UnitLayer id, VoxelShare share, String participant) {
    return new FitPart(id.layer(), id.variant(), share.number(), share.shares(), participant)
        .text();
  }

  /**
   * What a fit of the variant is computed from.
   *
   * @param removed identity of the removal
   */
  static String inputs(String settings, String recording, String removed) {
    return inputs(settings, recording) + INPUTS_SEPARATOR + removed;
  }

  /**
   * What a fit is computed from. The settings stand first and readable, because places of rows are
   * comparable only between entries with the same settings: PCA reads another topic.
   *
   * @param recording identity of the recording
   */
  static String inputs(String settings, String recording) {
    return settings + INPUTS_SEPARATOR + recording;
  }

  /** Takes in a progress record and returns whether it changed anything. */
  boolean accept(Progress progress) {
    boolean settled =
        progress.getState() == WorkState.DONE || progress.getState() == WorkState.FAILED;
    Optional<FitPart> part = FitPart.of(progress);
    if (!settled || part.isEmpty()) {
      return false;
    }
    FitPart fit = part.get();
    Progress before =
        entries
            .computeIfAbsent(
                new UnitLayer(progress.getUnit(), fit.layer(), fit.variant()),
                id -> new HashMap<>())
            .computeIfAbsent(fit.participant(), participant -> new HashMap<>())
            .put(new VoxelShare(fit.share(), fit.shares()), progress);
    return !progress.equals(before);
  }

  /**
   * Whether the layer is settled for a participant from just these inputs.
   *
   * @param voxels voxels of the recording
   */
  boolean settled(UnitLayer id, String participant, int voxels, String inputs) {
    Map<VoxelShare, Progress> own =
        entries.getOrDefault(id, Map.of()).getOrDefault(participant, Map.of());
    return has(own, share, inputs)
        || has(own, VoxelShare.ALL, inputs)
        || own.keySet().stream()
            .map(VoxelShare::shares)
            .distinct()
            .filter(shares -> shares != share.shares())
            .map(shares -> new VoxelShare(1, shares).division(voxels))
            .anyMatch(division -> division.stream().allMatch(s -> has(own, s, inputs)));
  }

  private static boolean has(Map<VoxelShare, Progress> own, VoxelShare share, String inputs) {
    Progress entry = own.get(share);
    return entry != null && entry.getInputs().equals(inputs);
  }

  /** Whether the layer was ever settled for anyone. */
  boolean knows(UnitLayer id) {
    return entries.containsKey(id);
  }

  Set<UnitLayer> known() {
    return entries.keySet();
  }

  /** Where the layer's rows begin under these settings: the entry with the lowest offset. */
  Optional<Progress> place(UnitLayer id, String settings) {
    Optional<Progress> own = ownPlace(id, settings);
    return own.isPresent() || id.isInitial() ? own : ownPlace(id.initial(), settings);
  }

  private Optional<Progress> ownPlace(UnitLayer id, String settings) {
    return entries.getOrDefault(id, Map.of()).values().stream()
        .flatMap(shares -> shares.values().stream())
        .filter(entry -> entry.getPartition() >= 0 && entry.getOffset() >= 0)
        .filter(entry -> entry.getInputs().startsWith(settings + INPUTS_SEPARATOR))
        .min(Comparator.comparingLong(Progress::getOffset));
  }
}
