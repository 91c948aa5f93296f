package org.entrain.models.layers;

/**
 * Frequencies of rotary positions (Su et al. 2021, RoFormer): pair j of d rotated dimensions turns
 * by f(j) = θ^(−2j/d) per token. Values are float32, as in PyTorch, because an angle from float64
 * frequencies differs visibly at large positions.
 *
 * @param frequencies radians per token, [d/2]; empty where positions are not rotary
 */
public record Rotary(float[] frequencies) {

  private static final double TURN = 2 * Math.PI;

  /** Positions are learned, or none. */
  public static Rotary none() {
    return new Rotary(new float[0]);
  }

  /**
   * Frequencies as trained.
   *
   * @param dimensions d, even
   * @param base θ
   */
  public static Rotary of(int dimensions, double base) {
    float[] frequencies = new float[dimensions / 2];
    for (int j = 0; j < frequencies.length; j++) {
      frequencies[j] = 1f / (float) Math.pow(base, 2 * j / (double) dimensions);
    }
    return new Rotary(frequencies);
  }

  /** Positions divided by a factor (Chen et al. 2023, position interpolation). */
  public Rotary stretched(double factor) {
    float[] slower = new float[frequencies.length];
    for (int j = 0; j < slower.length; j++) {
      slower[j] = frequencies[j] / (float) factor;
    }
    return new Rotary(slower);
  }

  /**
   * The scaling of Llama 3.1 (Dubey et al. 2024): wavelengths longer than {@code trained / low} are
   * stretched by the factor, those shorter than {@code trained / high} kept, and those between
   * interpolated.
   *
   * @param factor stretch of long wavelengths
   * @param low turns within the trained length below which a pair is stretched whole
   * @param high turns above which it is kept; larger than {@code low}
   * @param trained positions of the original training
   */
  public Rotary llama3(double factor, double low, double high, double trained) {
    float[] scaled = new float[frequencies.length];
    for (int j = 0; j < scaled.length; j++) {
      double turns = trained * frequencies[j] / TURN;
      double kept = Math.min(1, Math.max(0, (turns - low) / (high - low)));
      scaled[j] = (float) ((1 - kept) * frequencies[j] / factor + kept * frequencies[j]);
    }
    return new Rotary(scaled);
  }
}
