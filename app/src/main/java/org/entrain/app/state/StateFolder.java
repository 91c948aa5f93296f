package org.entrain.app.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.entrain.common.InvalidInputException;

/**
 * Places within a state folder.
 *
 * @param root the folder, absolute
 */
public record StateFolder(Path root) {

  /** Name of the file that says that the rest is being deleted. */
  public static final String WIPED = "wiped";

  /** Name of {@link #exports()}. */
  public static final String EXPORTS = "exports";

  /** Name of {@link #earlierExport()}. */
  public static final String EARLIER_EXPORT = "results.csv.part";

  public StateFolder {
    root = root.toAbsolutePath().normalize();
  }

  /** Log of the embedded broker. */
  public Path broker() {
    return root.resolve("broker");
  }

  /** The results database. */
  public Path results() {
    return root.resolve("results.duckdb");
  }

  /** Local stores of a stage. */
  public Path stage(String name) {
    return root.resolve("stages").resolve(name);
  }

  /** Log file of the process. */
  public Path log() {
    return root.resolve("logs").resolve("entrain.log");
  }

  /** Address and token of the running process. */
  public Path control() {
    return root.resolve("control.json");
  }

  /** Rows that commands have asked the running process for, until they are sent. */
  public Path exports() {
    return root.resolve(EXPORTS);
  }

  /** Where earlier versions had such rows. */
  public Path earlierExport() {
    return root.resolve(EARLIER_EXPORT);
  }

  /** Counts of dead letters, as they were last seen. */
  public Path deadLetters() {
    return root.resolve("dead-letters.json");
  }

  /** There while the state is being deleted, and for good if that was cut off. */
  public Path wiped() {
    return root.resolve(WIPED);
  }

  Path lock() {
    return root.resolve("lock");
  }

  Path description() {
    return root.resolve("state.json");
  }

  /** Whether a run has been accepted here before. */
  public boolean exists() {
    return Files.exists(description());
  }

  /**
   * Makes the folder.
   *
   * @throws InvalidInputException if it cannot be written
   */
  public void create() {
    try {
      Files.createDirectories(root);
      Files.delete(Files.createTempFile(root, "probe", ".tmp"));
    } catch (IOException e) {
      throw notWritable(root, e);
    }
  }

  static InvalidInputException notWritable(Path path, IOException e) {
    return new InvalidInputException(
        "--state",
        path.toString(),
        "a folder that can be written",
        e.toString(),
        "Name another folder with --state, or make room and allow writing.",
        e);
  }
}
