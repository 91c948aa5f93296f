package org.entrain.results;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.entrain.schemas.avro.Score;

/**
 * What the records of a fit say of all its voxels. Where workers fitted shares of the voxels, it is
 * put together from what each says of its share: counts are added up, and means are weighted by the
 * voxels of the shares.
 */
final class OverVoxels {

  /** A record of every share, in order of the voxels. */
  private final List<Score> shares;

  /** Part of each share in the voxels. */
  private final double[] weights;

  /**
   * @param blocks all blocks of a fit
   */
  OverVoxels(List<Score> blocks) {
    Map<Integer, Score> first = new LinkedHashMap<>();
    Map<Integer, Integer> voxels = new LinkedHashMap<>();
    for (Score block : blocks) {
      first.putIfAbsent(block.getShare(), block);
      voxels.merge(block.getShare(), block.getVoxels(), Integer::sum);
    }
    shares = List.copyOf(first.values());
    weights =
        voxels.values().stream()
            .mapToDouble(count -> count / (double) shares.get(0).getTotalVoxels())
            .toArray();
  }

  double[] lowEndShare() {
    return mean(Score::getLowEndShare);
  }

  double[] highEndShare() {
    return mean(Score::getHighEndShare);
  }

  /** Empty if not computed. */
  double[] innerR2() {
    return mean(Score::getInnerR2);
  }

  /** Empty if not computed. */
  double[] blockParts() {
    return mean(Score::getBlockParts);
  }

  int constantColumns() {
    return shares.stream().mapToInt(Score::getConstantColumns).sum();
  }

  /** What computed it, each once: machines may differ. */
  String texts(Function<Score, String> text) {
    return String.join("; ", shares.stream().map(text).distinct().toList());
  }

  /**
   * Empty too if the shares do not have as many values: then versions that computed them differ.
   */
  private double[] mean(Function<Score, List<Double>> values) {
    double[] mean = new double[values.apply(shares.get(0)).size()];
    for (int i = 0; i < shares.size(); i++) {
      List<Double> own = values.apply(shares.get(i));
      if (own.size() != mean.length) {
        return new double[0];
      }
      for (int at = 0; at < mean.length; at++) {
        mean[at] += weights[i] * own.get(at);
      }
    }
    return mean;
  }
}
