package org.entrain.math;

/**
 * Permutation test of every voxel's score: blocks of test rows change places within their run,
 * nothing is refitted.
 *
 * @param draws permutations; 0: no test
 * @param block rows of a block, TRs; long enough that blocks are about independent
 * @param seed seed of the permutations
 * @param maximum whether p is corrected for all voxels by the permutations' largest score
 */
public record Significance(int draws, int block, long seed, boolean maximum) {

  /** No test. */
  public static final Significance NONE = new Significance(0, 10, 1, false);

  public Significance {
    if (draws < 0 || block < 1) {
      throw new IllegalArgumentException(
          "%d permutations of blocks of %d rows".formatted(draws, block));
    }
  }
}
