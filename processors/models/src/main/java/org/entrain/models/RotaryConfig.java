package org.entrain.models;

import java.util.List;
import org.entrain.models.layers.Rotary;

/**
 * Reads rotary positions, which {@code config.json} has under {@code rope_parameters} (newer files)
 * or under {@code rope_theta} and {@code rope_scaling} (older ones; GPT-NeoX {@code
 * rotary_emb_base}).
 */
public final class RotaryConfig {

  private static final double USUAL_BASE = 10_000;
  private static final List<String> TYPES = List.of("default", "linear", "llama3");

  private RotaryConfig() {}

  /**
   * @param dimensions of a head that are rotated
   * @throws org.entrain.common.InvalidInputException if the scaling is another than default, linear
   *     or llama3, or one of its values is missing or impossible
   */
  public static Rotary read(ConfigFile file, int dimensions) {
    double base =
        file.positiveOr(USUAL_BASE, "rope_parameters.rope_theta", "rope_theta", "rotary_emb_base");
    Rotary rotary = Rotary.of(dimensions, base);
    String type =
        file.choiceOr(
            "default",
            TYPES,
            "rope_parameters.rope_type",
            "rope_scaling.rope_type",
            "rope_scaling.type");
    return switch (type) {
      case "linear" -> rotary.stretched(scaling(file, "factor"));
      case "llama3" -> llama3(file, rotary);
      default -> rotary;
    };
  }

  private static Rotary llama3(ConfigFile file, Rotary rotary) {
    double low = scaling(file, "low_freq_factor");
    double high = scaling(file, "high_freq_factor");
    if (high <= low) {
      throw file.refuse(
          file.key(keys("high_freq_factor")), "more than low_freq_factor, " + low, "" + high);
    }
    double trained = scaling(file, "original_max_position_embeddings");
    return rotary.llama3(scaling(file, "factor"), low, high, trained);
  }

  private static double scaling(ConfigFile file, String key) {
    return file.positive(keys(key));
  }

  private static String[] keys(String key) {
    return new String[] {"rope_parameters." + key, "rope_scaling." + key};
  }
}
