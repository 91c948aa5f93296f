package org.entrain.producers.checkpoints;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.entrain.common.InvalidInputException;
import org.entrain.common.Listing;
import org.entrain.common.LocalCopy;
import org.entrain.common.Location;
import org.entrain.common.Locations;
import org.entrain.common.ObjectUrl;
import org.entrain.producers.yaml.Section;
import org.jspecify.annotations.Nullable;

/**
 * Finds checkpoints in folders. An argument is {@code DIR} or {@code NAME=DIR}; DIR, a path or the
 * URL of a folder in an object store, holds, in this order of precedence,
 *
 * <ol>
 *   <li>a {@value #MANIFEST}: {@code name} (optional) and {@code steps: {N: folder}};
 *   <li>folders {@code step<N>} or {@code checkpoint-<N>} (a model beside them has no step and is
 *       passed over);
 *   <li>a checkpoint itself.
 * </ol>
 *
 * The model is called NAME, or as the manifest says, or as the folder that holds the step folders;
 * a folder without a step is called by its own name and is step 0.
 */
public final class CheckpointScan {

  /** Name of the manifest in a folder. */
  public static final String MANIFEST = "checkpoints.yaml";

  private static final Pattern STEP = Pattern.compile("(?:step|checkpoint)[-_]?(\\d{1,18})");

  /** Models are parts of keys and of columns. */
  private static final Pattern MODEL = Pattern.compile("(?!baseline-)[\\p{L}\\p{N}._+-]+");

  private final Locations locations;
  private final String marker;

  private CheckpointScan(Locations locations, String marker) {
    this.locations = locations;
    this.marker = marker;
  }

  /**
   * Finds checkpoints with weights.
   *
   * @param locations looks into folders
   * @return by model in the order of the arguments, then by step
   * @throws InvalidInputException if an argument holds none, a name cannot be used, or two folders
   *     are of the same model and step
   */
  public static List<CheckpointSource> find(List<String> arguments, Locations locations) {
    return new CheckpointScan(locations, "config.json").all(arguments);
  }

  /** Finds folders of precomputed activations, by the same rules. */
  public static List<CheckpointSource> findActivations(
      List<String> arguments, Locations locations) {
    return new CheckpointScan(locations, ActivationsFolder.REPRESENTATIONS).all(arguments);
  }

  /** Refuses two sources for one model and step; for those of several scans together. */
  public static void requireDistinct(List<CheckpointSource> sources) {
    Map<String, CheckpointSource> seen = new HashMap<>();
    for (CheckpointSource source : sources) {
      CheckpointSource other = seen.put(source.key(), source);
      if (other != null) {
        throw new InvalidInputException(
            source.location().text(),
            "model and step",
            "one folder for %s step %d".formatted(source.model(), source.step()),
            "a second one beside " + other.location(),
            "Leave one out, or name the models by NAME=DIR.");
      }
    }
  }

  static boolean isStepFolder(Location folder) {
    return STEP.matcher(folder.name()).matches();
  }

  private List<CheckpointSource> all(List<String> arguments) {
    Map<String, List<CheckpointSource>> byModel = new LinkedHashMap<>();
    for (String argument : arguments) {
      for (CheckpointSource source : of(argument)) {
        byModel.computeIfAbsent(source.model(), m -> new ArrayList<>()).add(source);
      }
    }
    List<CheckpointSource> sources = new ArrayList<>();
    for (List<CheckpointSource> model : byModel.values()) {
      model.sort(Comparator.comparingLong(CheckpointSource::step));
      sources.addAll(model);
    }
    requireDistinct(sources);
    return List.copyOf(sources);
  }

  private List<CheckpointSource> of(String argument) {
    int equals = argument.indexOf('=');
    boolean bare = equals < 0 || ObjectUrl.is(argument) || Files.isDirectory(Path.of(argument));
    return bare
        ? of(argument, null, Location.of(argument))
        : of(argument, argument.substring(0, equals), Location.of(argument.substring(equals + 1)));
  }

  private List<CheckpointSource> of(String argument, @Nullable String override, Location folder) {
    Listing listing = locations.list(folder);
    if (listing.has(MANIFEST)) {
      return named(argument, override, folder);
    }
    String given = override == null ? folder.name() : override;
    List<CheckpointSource> sources = new ArrayList<>();
    for (String child : listing.folders()) {
      Matcher step = STEP.matcher(child);
      if (step.matches()) {
        long number = Long.parseLong(step.group(1));
        sources.add(source(argument, given, number, folder.resolve(child)));
      }
    }
    if (!sources.isEmpty()) {
      return sources;
    }
    if (!listing.has(marker)) {
      throw new InvalidInputException(
          argument,
          "folder",
          "%s, step<N> or checkpoint-<N> folders, or %s".formatted(marker, MANIFEST),
          listing.isEmpty() ? "no folder, or nothing in it" : "a folder without any of them",
          "Check the path.");
    }
    Matcher step = STEP.matcher(folder.name());
    String parent = folder.parent().name();
    if (step.matches() && !parent.isEmpty()) {
      String model = override == null ? parent : override;
      return List.of(source(argument, model, Long.parseLong(step.group(1)), folder));
    }
    return List.of(source(argument, given, 0, folder));
  }

  private List<CheckpointSource> named(
      String argument, @Nullable String override, Location folder) {
    Section manifest;
    try (LocalCopy file = locations.file(folder.resolve(MANIFEST))) {
      manifest = Section.read(file.path());
    }
    String stated = manifest.optionalText("name");
    Map<String, String> steps = manifest.optionalMap("steps");
    if (steps == null || steps.isEmpty()) {
      manifest.fault("steps", "a mapping from steps to folders", "nothing");
      steps = Map.of();
    }
    String model = override != null ? override : stated != null ? stated : folder.name();
    Map<Long, Location> paths = new LinkedHashMap<>();
    for (Map.Entry<String, String> step : steps.entrySet()) {
      if (!step.getKey().matches("\\d{1,18}")) {
        manifest.fault("steps", "whole numbers from 0", "'" + step.getKey() + "'");
      } else {
        Location path = folder.resolve(step.getValue());
        if (locations.list(path).isEmpty()) {
          manifest.fault("steps." + step.getKey(), "a folder", "'" + step.getValue() + "'");
        } else if (paths.put(Long.parseLong(step.getKey()), path) != null) {
          manifest.fault("steps." + step.getKey(), "one folder a step", "a second one");
        }
      }
    }
    manifest.finish();
    List<CheckpointSource> sources = new ArrayList<>();
    paths.forEach((step, path) -> sources.add(source(argument, model, step, path)));
    return sources;
  }

  private static CheckpointSource source(
      String argument, String model, long step, Location folder) {
    if (!MODEL.matcher(model).matches()) {
      throw new InvalidInputException(
          argument,
          "name of the model",
          "letters, digits and . _ + -, not beginning with baseline-",
          "'" + model + "'",
          "Name it by NAME=DIR.");
    }
    return new CheckpointSource(model, step, folder);
  }
}
