package org.entrain.encoding;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.entrain.math.RecordingMaps;
import org.entrain.schemas.Vectors;
import org.entrain.schemas.avro.VoxelMap;
import org.entrain.schemas.avro.VoxelMapKind;

/**
 * Index arrays that belong to recordings. They arrive in blocks, in any order and any number of
 * times, on one thread; those that are complete can be asked for from any.
 */
final class VoxelMaps {

  private record Id(String participant, String recording, VoxelMapKind kind) {}

  /** An array while its blocks arrive. */
  private static final class Arriving {
    private final int width;
    private final int[] indices;
    private final boolean[] present;
    private int missing;

    Arriving(int voxels, int width) {
      this.width = width;
      indices = new int[voxels * width];
      present = new boolean[voxels];
      missing = voxels;
    }
  }

  /** Most indices of one map, 256 MiB: a hundred thousand voxels with six hundred around each. */
  private static final long MOST_INDICES = 1L << 26;

  private final Map<Id, Arriving> arriving = new HashMap<>();

  /** Whole arrays, shape [voxels, width] row by row. */
  private final Map<Id, int[]> complete = new ConcurrentHashMap<>();

  /**
   * Takes in a block and returns whether its map is complete now and was not before.
   *
   * @throws IllegalArgumentException when the block contradicts its map, or an index cannot be
   */
  boolean accept(VoxelMap block) {
    Id id = new Id(block.getParticipant(), block.getRecording(), block.getKind());
    if (complete.containsKey(id)) {
      return false;
    }
    int voxels = block.getVoxels();
    int width = block.getWidth();
    int[] indices = Vectors.ints(block.getIndices());
    check(block, indices);
    Arriving map = arriving.computeIfAbsent(id, absent -> new Arriving(voxels, width));
    if (map.present.length != voxels || map.width != width) {
      throw new IllegalArgumentException(
          "%s of %s: %d × %d indices != %d × %d"
              .formatted(id.kind, id.participant, voxels, width, map.present.length, map.width));
    }
    int first = block.getFirstVoxel();
    System.arraycopy(indices, 0, map.indices, first * width, indices.length);
    for (int voxel = first; voxel < first + indices.length / width; voxel++) {
      map.missing -= map.present[voxel] ? 0 : 1;
      map.present[voxel] = true;
    }
    if (map.missing > 0) {
      return false;
    }
    complete.put(id, map.indices);
    arriving.remove(id);
    return true;
  }

  /**
   * Whether all of some maps of a recording are complete.
   *
   * @param kinds bit k for the kind of ordinal k
   */
  boolean have(String participant, String recording, int kinds) {
    int found = 0;
    for (VoxelMapKind kind : VoxelMapKind.values()) {
      if (complete.containsKey(new Id(participant, recording, kind))) {
        found |= 1 << kind.ordinal();
      }
    }
    return (kinds & ~found) == 0;
  }

  /** Regions and neighbours of a recording; empty where it has none. */
  RecordingMaps of(Recording recording) {
    return new RecordingMaps(
        indices(recording, VoxelMapKind.REGIONS), indices(recording, VoxelMapKind.NEIGHBOURS));
  }

  private int[] indices(Recording recording, VoxelMapKind kind) {
    Id id = new Id(recording.participant(), recording.hash(), kind);
    return complete.getOrDefault(id, new int[0]);
  }

  private static void check(VoxelMap block, int[] indices) {
    int voxels = block.getVoxels();
    int width = block.getWidth();
    int first = block.getFirstVoxel();
    boolean regions = block.getKind() == VoxelMapKind.REGIONS;
    if (voxels < 1
        || width < 1
        || width > (regions ? 1 : voxels)
        || (long) voxels * width > MOST_INDICES
        || indices.length == 0
        || indices.length % width != 0
        || first < 0
        || first > voxels - indices.length / width) {
      throw new IllegalArgumentException(
          "%s of %s: %d indices from voxel %d on, outside %d voxels × %d of 2^26 indices at most"
              .formatted(
                  block.getKind(), block.getParticipant(), indices.length, first, voxels, width));
    }
    int least = regions ? 0 : -1;
    int most = voxels - 1;
    for (int index : indices) {
      if (index < least || index > most) {
        throw new IllegalArgumentException(
            "%s of %s: index %d, not %d to %d"
                .formatted(block.getKind(), block.getParticipant(), index, least, most));
      }
    }
  }
}
