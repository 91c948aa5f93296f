package org.entrain.math;

import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * A design ready to score recordings, one after the other or several at once. Holds memory outside
 * the heap until {@link #close()}, which must not be called while a recording is being scored.
 */
public final class PreparedDesign implements AutoCloseable {

  private final LinearAlgebra algebra;
  private final int threads;
  private final int tileWidth;
  private final int rows;
  private final double[] lambdas;
  private final List<PreparedFold> folds;

  PreparedDesign(
      LinearAlgebra algebra,
      int threads,
      int tileWidth,
      int rows,
      double[] lambdas,
      List<PreparedFold> folds) {
    this.algebra = algebra;
    this.threads = threads;
    this.tileWidth = tileWidth;
    this.rows = rows;
    this.lambdas = lambdas;
    this.folds = List.copyOf(folds);
  }

  /** Number of kept rows a recording must have, T. */
  public int rows() {
    return rows;
  }

  /** Outer folds, in order. */
  public List<Fold> folds() {
    return folds.stream().map(PreparedFold::fold).toList();
  }

  /**
   * Scores every voxel in every fold.
   *
   * @throws IllegalArgumentException if rows differ, there is no voxel, or a value is not finite
   * @throws java.util.concurrent.CancellationException if the calling thread is interrupted
   */
  public EncodingScores score(VoxelSource y) {
    Shapes.same("rows of features and of recording", rows, y.rows());
    int voxels = y.voxels();
    if (voxels < 1) {
      throw new IllegalArgumentException("recording has no voxels: " + voxels);
    }
    int cells = Math.multiplyExact(folds.size(), voxels);
    double[] r = new double[cells];
    double[] r2 = new double[cells];
    byte[] chosen = new byte[cells];
    AtomicInteger constant = new AtomicInteger();
    // A scorer owns the buffer of a tile: one per thread, handed on from tile to tile.
    ConcurrentLinkedQueue<TileScorer> scorers = new ConcurrentLinkedQueue<>();
    Parallel.run(
        threads,
        (voxels + tileWidth - 1) / tileWidth,
        tile -> {
          TileScorer scorer = scorers.poll();
          if (scorer == null) {
            scorer = new TileScorer(algebra, tileWidth, rows, folds, lambdas.length);
          }
          constant.addAndGet(scorer.score(y, tile * tileWidth, r, r2, chosen));
          scorers.add(scorer);
        });
    return new EncodingScores(
        folds.size(),
        voxels,
        r,
        r2,
        chosen,
        lambdas.clone(),
        shares(chosen, voxels, 0),
        shares(chosen, voxels, lambdas.length - 1),
        constant.get(),
        new double[folds.size()],
        new double[0],
        algebra.name());
  }

  @Override
  public void close() {
    folds.forEach(PreparedFold::close);
  }

  private double[] shares(byte[] chosen, int voxels, int index) {
    int[] counts = new int[folds.size()];
    for (int i = 0; i < chosen.length; i++) {
      counts[i / voxels] += chosen[i] == index ? 1 : 0;
    }
    return IntStream.of(counts).mapToDouble(count -> (double) count / voxels).toArray();
  }
}
