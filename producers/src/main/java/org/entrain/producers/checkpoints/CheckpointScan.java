package org.entrain.producers.checkpoints;

import java.io.IOException;
import java.nio.file.DirectoryStream;
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
import org.entrain.common.Unreadable;
import org.entrain.producers.yaml.Section;
import org.jspecify.annotations.Nullable;

/**
 * Finds checkpoints in folders. An argument is {@code DIR} or {@code NAME=DIR}; DIR holds, in this
 * order of precedence,
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

  private final String marker;

  private CheckpointScan(String marker) {
    this.marker = marker;
  }

  /**
   * Finds checkpoints with weights.
   *
   * @return by model in the order of the arguments, then by step
   * @throws InvalidInputException if an argument holds none, a name cannot be used, or two folders
   *     are of the same model and step
   */
  public static List<CheckpointSource> find(List<String> arguments) {
    return new CheckpointScan("config.json").all(arguments);
  }

  /** Finds folders of precomputed activations, by the same rules. */
  public static List<CheckpointSource> findActivations(List<String> arguments) {
    return new CheckpointScan(ActivationsFolder.REPRESENTATIONS).all(arguments);
  }

  /** Refuses two sources for one model and step; for those of several scans together. */
  public static void requireDistinct(List<CheckpointSource> sources) {
    Map<String, CheckpointSource> seen = new HashMap<>();
    for (CheckpointSource source : sources) {
      CheckpointSource other = seen.put(source.key(), source);
      if (other != null) {
        throw new InvalidInputException(
            source.folder().toString(),
            "model and step",
            "one folder for %s step %d".formatted(source.model(), source.step()),
            "a second one beside " + other.folder(),
            "Leave one out, or name the models by NAME=DIR.");
      }
    }
  }

  static boolean isStepFolder(Path folder) {
    return STEP.matcher(name(folder)).matches();
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
    if (equals < 0 || Files.isDirectory(Path.of(argument))) {
      return of(argument, null, Path.of(argument));
    }
    return of(argument, argument.substring(0, equals), Path.of(argument.substring(equals + 1)));
  }

  private List<CheckpointSource> of(String argument, @Nullable String override, Path given) {
    Path folder = given.toAbsolutePath().normalize();
    if (Files.isRegularFile(folder.resolve(MANIFEST))) {
      return named(argument, override, folder);
    }
    Map<Path, Long> steps = stepFolders(folder);
    if (!steps.isEmpty()) {
      String model = override == null ? name(folder) : override;
      List<CheckpointSource> sources = new ArrayList<>();
      steps.forEach((path, step) -> sources.add(source(argument, model, step, path)));
      return sources;
    }
    if (!Files.exists(folder.resolve(marker))) {
      throw new InvalidInputException(
          argument,
          "folder",
          "%s, step<N> or checkpoint-<N> folders, or %s".formatted(marker, MANIFEST),
          Files.isDirectory(folder) ? "a folder without any of them" : "no folder",
          "Check the path.");
    }
    Matcher step = STEP.matcher(name(folder));
    Path parent = folder.getParent();
    if (step.matches() && parent != null) {
      String model = override == null ? name(parent) : override;
      return List.of(source(argument, model, Long.parseLong(step.group(1)), folder));
    }
    return List.of(source(argument, override == null ? name(folder) : override, 0, folder));
  }

  private List<CheckpointSource> named(String argument, @Nullable String override, Path folder) {
    Section manifest = Section.read(folder.resolve(MANIFEST));
    String stated = manifest.optionalText("name");
    Map<String, String> steps = manifest.optionalMap("steps");
    if (steps == null || steps.isEmpty()) {
      manifest.fault("steps", "a mapping from steps to folders", "nothing");
      steps = Map.of();
    }
    String model = override != null ? override : stated != null ? stated : name(folder);
    Map<Long, Path> paths = new LinkedHashMap<>();
    for (Map.Entry<String, String> step : steps.entrySet()) {
      if (!step.getKey().matches("\\d{1,18}")) {
        manifest.fault("steps", "whole numbers from 0", "'" + step.getKey() + "'");
      } else {
        Path path = folder.resolve(step.getValue()).normalize();
        if (!Files.isDirectory(path)) {
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

  private static Map<Path, Long> stepFolders(Path folder) {
    Map<Path, Long> steps = new LinkedHashMap<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> children = Files.newDirectoryStream(folder, Files::isDirectory)) {
        for (Path child : children) {
          Matcher step = STEP.matcher(name(child));
          if (step.matches()) {
            steps.put(child, Long.parseLong(step.group(1)));
          }
        }
      } catch (IOException e) {
        throw Unreadable.refusal(folder, "a folder of checkpoints", e);
      }
    }
    return steps;
  }

  private static CheckpointSource source(String argument, String model, long step, Path folder) {
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

  private static String name(Path folder) {
    Path name = folder.getFileName();
    return name == null ? "" : name.toString();
  }
}
