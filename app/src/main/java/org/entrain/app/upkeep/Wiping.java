package org.entrain.app.upkeep;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.entrain.app.Refusal;
import org.entrain.app.state.StateFolder;
import org.entrain.common.FolderTree;

/** Deletes a state, or its results. Links are deleted, never what they point to. */
public final class Wiping {

  /** What a state folder consists of; whatever else lies there is somebody's own. */
  private static final List<String> PARTS =
      List.of(
          "broker",
          "stages",
          "logs",
          "results.duckdb",
          "results.duckdb.wal",
          "results.duckdb.compacting",
          "results.duckdb.compacting.wal",
          "control.json",
          "control.json.new",
          StateFolder.EXPORTS,
          StateFolder.EARLIER_EXPORT,
          "dead-letters.json",
          "dead-letters.json.new",
          "state.json",
          "state.json.new",
          "lock",
          StateFolder.WIPED);

  private final StateFolder folder;

  public Wiping(StateFolder folder) {
    this.folder = folder;
  }

  /**
   * Refuses a folder that is no state.
   *
   * @throws Refusal that says what it is
   */
  public static void requireState(StateFolder folder) throws IOException {
    Path root = folder.root();
    if (Files.isSymbolicLink(root)) {
      throw refusal(
          folder,
          "a folder",
          "a link to " + Files.readSymbolicLink(root),
          "Name the folder itself.");
    }
    if (!Files.isDirectory(root, LinkOption.NOFOLLOW_LINKS)) {
      throw refusal(folder, "the state of a run or a worker", "none", "Name the right folder.");
    }
    if (Stream.of("lock", StateFolder.WIPED).noneMatch(name -> Files.exists(root.resolve(name)))) {
      throw refusal(folder, "the state of a run or a worker", "none", "Name the right folder.");
    }
  }

  /**
   * Refuses a folder with something else in it.
   *
   * @throws Refusal that says what is in the way
   */
  public static void requireNothingElse(StateFolder folder) throws IOException {
    Path root = folder.root();
    List<String> foreign;
    try (Stream<Path> entries = Files.list(root)) {
      foreign = entries.map(Wiping::name).filter(name -> !isPart(name)).sorted().toList();
    }
    if (!foreign.isEmpty()) {
      throw refusal(
          folder,
          "nothing but a state",
          String.join(", ", foreign.subList(0, Math.min(foreign.size(), 5))),
          "Move it away, or name the right folder.");
    }
  }

  /** Deletes the database; the next run makes it again from the topics, without computing. */
  public void results() throws IOException {
    // Its log first: the file alone is an earlier state of it, the log alone would be nonsense.
    Path file = folder.results();
    FolderTree.delete(file.resolveSibling(file.getFileName() + ".wal"));
    FolderTree.delete(file);
    FolderTree.delete(file.resolveSibling(file.getFileName() + ".compacting"));
    FolderTree.delete(file.resolveSibling(file.getFileName() + ".compacting.wal"));
  }

  /** Deletes everything, the folder last; one that was left half-way is used by nobody any more. */
  public void all() throws IOException {
    Path mark = folder.wiped();
    if (!Files.exists(mark)) {
      Files.createFile(mark);
    }
    try (Stream<Path> entries = Files.list(folder.root())) {
      for (Path entry : entries.sorted().toList()) {
        if (!entry.equals(mark)) {
          FolderTree.delete(entry);
        }
      }
    }
    Files.delete(mark);
    try {
      Files.delete(folder.root());
    } catch (IOException e) {
      // A mounted folder stays, empty.
      try (Stream<Path> entries = Files.list(folder.root())) {
        if (entries.findAny().isPresent()) {
          throw e;
        }
      }
    }
  }

  private static boolean isPart(String name) {
    return PARTS.contains(name) || name.startsWith("probe") && name.endsWith(".tmp");
  }

  private static String name(Path path) {
    return String.valueOf(path.getFileName());
  }

  private static Refusal refusal(StateFolder folder, String expected, String found, String remedy) {
    return new Refusal(Refusal.fault("--state", folder.root().toString(), expected, found, remedy));
  }
}
