package org.entrain.encoding;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.entrain.math.EncodingEngine;

/**
 * One of several shares of every recording's voxels, of about equal size. Shares are whole panels
 * of the engine, so that a voxel's scores are the same bits however many shares there are; the last
 * panel's rest goes with the panel before it. Of recordings with fewer panels than shares, some
 * shares are empty.
 *
 * @param number which, from 1
 * @param shares how many there are; 1: all voxels
 */
public record VoxelShare(int number, int shares) {

  /** All voxels. */
  public static final VoxelShare ALL = new VoxelShare(1, 1);

  private static final Pattern TEXT = Pattern.compile("(\\d{1,4})/(\\d{1,4})");

  public VoxelShare {
    if (number < 1 || number > shares) {
      throw new IllegalArgumentException(
          "share %d of %d: expected 1 to the number of shares".formatted(number, shares));
    }
  }

  /**
   * Reads K/N.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static VoxelShare parse(String text) {
    Matcher share = TEXT.matcher(text);
    if (!share.matches()) {
      throw new IllegalArgumentException("no share K/N: " + text);
    }
    return new VoxelShare(Integer.parseInt(share.group(1)), Integer.parseInt(share.group(2)));
  }

  /** Whether it is all voxels. */
  public boolean all() {
    return shares == 1;
  }

  /** K-of-N. */
  public String name() {
    return number + "-of-" + shares;
  }

  /** A name with that of this share behind it, unless it is all voxels. */
  public String of(String base) {
    return all() ? base : base + "-" + name();
  }

  /** The shares of a recording of so many voxels that are not empty, this one among them or not. */
  List<VoxelShare> division(int voxels) {
    return IntStream.rangeClosed(1, shares)
        .mapToObj(other -> new VoxelShare(other, shares))
        .filter(other -> !other.of(voxels).isEmpty())
        .toList();
  }

  /** Its voxels of a recording. */
  VoxelRange of(int voxels) {
    long panels = Math.max(1, voxels / EncodingEngine.PANEL);
    int first = (int) (panels * (number - 1) / shares) * EncodingEngine.PANEL;
    long end = panels * number / shares;
    int last = end == panels ? voxels : (int) end * EncodingEngine.PANEL;
    return new VoxelRange(first, Math.max(0, last - first), voxels);
  }
}
