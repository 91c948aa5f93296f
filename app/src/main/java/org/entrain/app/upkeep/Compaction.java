package org.entrain.app.upkeep;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.entrain.app.state.StateFolder;
import org.entrain.common.FolderTree;
import org.entrain.results.DuckDbCompaction;
import org.entrain.results.DuckDbOptions;

/**
 * Gives back room that nobody needs: spools and half-gathered recordings, which are read from their
 * topics again, older logs, and what replaced rows have left in the database. The broker's log is
 * left alone: everything else can be made of it.
 */
public final class Compaction {

  private static final String PROBE = "probe";

  private final StateFolder folder;

  /**
   * Room before and after.
   *
   * @param part what it is about
   */
  public record Saving(String part, long before, long after) {}

  /**
   * @param folder a state that this process holds
   */
  public Compaction(StateFolder folder) {
    this.folder = folder;
  }

  /** Gives back what can be, and says what came of it. */
  public List<Saving> run() throws IOException {
    List<Saving> savings = new ArrayList<>();
    for (String stage : List.of("encoding", "properties")) {
      Path place = folder.stage(stage);
      savings.add(drop("stages/" + stage + "/spool", list(place.resolve("spool"), file -> true)));
      savings.add(
          drop(
              "stages/" + stage + "/recordings, incomplete",
              list(place.resolve("recordings"), Compaction::incomplete)));
    }
    savings.add(
        drop(
            "logs, older parts",
            list(folder.root().resolve("logs"), file -> !file.equals(folder.log()))));
    savings.add(drop("what killed processes left", list(folder.root(), this::leftover)));
    if (Files.exists(folder.results())) {
      long before = Files.size(folder.results());
      new DuckDbCompaction(folder.results()).run(DuckDbOptions.DEFAULT);
      savings.add(new Saving("results.duckdb", before, Files.size(folder.results())));
    }
    return savings;
  }

  private static Saving drop(String part, List<Path> files) throws IOException {
    long bytes = 0;
    for (Path file : files) {
      bytes += FolderTree.bytes(file);
      FolderTree.delete(file);
    }
    return new Saving(part, bytes, 0);
  }

  private static boolean incomplete(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.endsWith(RecordingsCheck.VALUES)
            && !Files.exists(file.resolveSibling(name + RecordingsCheck.COMPLETE))
        || name.endsWith(".draft");
  }

  private boolean leftover(Path file) {
    if (file.equals(folder.exports())) {
      return true;
    }
    String name = String.valueOf(file.getFileName());
    return !Files.isDirectory(file)
        && (name.startsWith(PROBE) && name.endsWith(".tmp")
            || name.endsWith(".json.new")
            || file.equals(folder.earlierExport()));
  }

  private static List<Path> list(Path folder, Predicate<Path> which) throws IOException {
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.filter(which).sorted().toList();
    }
  }
}
