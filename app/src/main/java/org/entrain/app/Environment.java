package org.entrain.app;

import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What the process's surroundings say; read in one place, once.
 *
 * @param home folder of the launcher, with the packaged sample
 * @param terminal whether messages go to a terminal that can be redrawn
 * @param colour whether escape codes for colour are welcome there
 * @param columns width of the terminal
 * @param commit commit that the program was built from; empty if the build did not know it
 * @param variables value of a variable of the environment, or null
 */
public record Environment(
    Path home,
    boolean terminal,
    boolean colour,
    int columns,
    String commit,
    UnaryOperator<@Nullable String> variables) {

  private static final int USUAL_COLUMNS = 80;

  /** An environment without variables, and no commit. */
  public Environment(Path home, boolean terminal, boolean colour, int columns) {
    this(home, terminal, colour, columns, "", name -> null);
  }

  /** As the launcher and the user's environment say. */
  public static Environment ofProcess() {
    boolean terminal = Boolean.getBoolean("entrain.terminal");
    String home = System.getProperty("entrain.home", "");
    @Nullable String noColour = System.getenv("NO_COLOR");
    boolean dumb = "dumb".equals(System.getenv("TERM"));
    return new Environment(
        Path.of(home).toAbsolutePath(),
        terminal && !dumb,
        terminal && !dumb && (noColour == null || noColour.isEmpty()),
        Integer.getInteger("entrain.columns", USUAL_COLUMNS),
        System.getProperty("entrain.commit", ""),
        System::getenv);
  }

  /** The packaged sample's manifest. */
  public Path sampleDataset() {
    return home.resolve("sample").resolve("dataset.yaml");
  }

  /** The packaged sample's checkpoints. */
  public Path sampleModels() {
    return home.resolve("sample").resolve("checkpoints").resolve("nano");
  }
}
