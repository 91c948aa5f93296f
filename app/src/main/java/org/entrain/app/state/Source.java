package org.entrain.app.state;

import java.nio.file.Files;
import java.nio.file.Path;
import org.entrain.common.Location;
import org.entrain.common.Locations;
import org.entrain.common.ObjectUrl;
import org.jspecify.annotations.Nullable;

/**
 * A folder that checkpoints come from.
 *
 * @param kind what the folder holds
 * @param path the folder, absolute, or its URL
 * @param name model's name the user gave, or null for the folder's own
 */
public record Source(Kind kind, String path, @Nullable String name) {

  /** What a folder holds. */
  public enum Kind {
    /** Weights in Hugging Face layout. */
    MODELS,
    /** Precomputed activations. */
    ACTIVATIONS
  }

  /** Reads {@code DIR} or {@code NAME=DIR}. A folder whose own name has a {@code =} wins. */
  public static Source parse(Kind kind, String text) {
    int equals = text.indexOf('=');
    boolean named = equals > 0 && !ObjectUrl.is(text) && !Files.isDirectory(Path.of(text));
    Location folder = Location.of(named ? text.substring(equals + 1) : text);
    return new Source(kind, folder.text(), named ? text.substring(0, equals) : null);
  }

  /**
   * Reads {@code DIR} or {@code NAME=DIR}; activations are recognised by their file.
   *
   * @param locations looks into the folder
   */
  public static Source named(String text, Locations locations) {
    Source models = parse(Kind.MODELS, text);
    return locations.list(Location.of(models.path())).has("representations.npy")
        ? parse(Kind.ACTIVATIONS, text)
        : models;
  }

  /** As users write it. */
  public String argument() {
    return name == null ? path : name + "=" + path;
  }
}
