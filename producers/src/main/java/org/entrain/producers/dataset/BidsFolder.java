package org.entrain.producers.dataset;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.entrain.common.InvalidInputException;
import org.entrain.common.Unreadable;

/**
 * A tree in BIDS layout, raw or derived: {@code sub-LABEL/[ses-LABEL/]func/}. By the inheritance
 * principle a file may lie higher up in the tree and then applies to all below whose names have its
 * entities.
 *
 * @param root the folder of the tree
 */
record BidsFolder(Path root) {

  static final String DESCRIPTION = "dataset_description.json";

  private static final String SUBJECT = "sub-";
  private static final String SESSION = "ses-";
  private static final String FUNCTIONAL = "func";

  /** Most entities, then a brain's mask. */
  private static final Comparator<BidsName> BEST_FIRST =
      Comparator.comparing((BidsName name) -> name.entities().size())
          .thenComparing(name -> name.label("desc").equals("brain"))
          .reversed();

  /** Labels of subjects, sorted. */
  List<String> subjects() {
    return list(root).stream()
        .filter(Files::isDirectory)
        .map(folder -> String.valueOf(folder.getFileName()))
        .filter(name -> name.startsWith(SUBJECT) && name.length() > SUBJECT.length())
        .map(name -> name.substring(SUBJECT.length()))
        .toList();
  }

  /** A subject's recordings. */
  List<BidsName> recordings(String subject) {
    Path own = root.resolve(SUBJECT + subject);
    List<Path> folders = new ArrayList<>(List.of(own));
    list(own).stream()
        .filter(path -> String.valueOf(path.getFileName()).startsWith(SESSION))
        .forEach(folders::add);
    return folders.stream()
        .map(folder -> folder.resolve(FUNCTIONAL))
        .flatMap(folder -> named(folder).stream())
        .filter(name -> name.suffix().equals("bold") && name.image())
        .toList();
  }

  /**
   * The file of a kind that applies to a recording: nearest to it, and there the one with most
   * entities in common.
   *
   * @param except entities that may differ
   */
  Optional<BidsName> inherited(
      BidsName recording, String suffix, Set<String> extensions, Set<String> except) {
    for (Path folder : upwards(recording)) {
      List<BidsName> found =
          named(folder).stream()
              .filter(name -> name.suffix().equals(suffix))
              .filter(name -> extensions.contains(name.extension()))
              .filter(name -> name.appliesTo(recording, except))
              .sorted(BEST_FIRST)
              .toList();
      if (found.size() > 1 && BEST_FIRST.compare(found.get(0), found.get(1)) == 0) {
        throw new InvalidInputException(
            recording.path().toString(),
            suffix,
            "one file that applies best",
            "%s and %s".formatted(found.get(0).path(), found.get(1).path()),
            "Keep one, or name what is meant in a manifest (recordings.mask).");
      }
      if (!found.isEmpty()) {
        return Optional.of(found.get(0));
      }
    }
    return Optional.empty();
  }

  /** All files of a kind that apply to a recording, the nearest first. */
  List<BidsName> inheritedAll(BidsName recording, String suffix, String extension) {
    return upwards(recording).stream()
        .flatMap(
            folder ->
                named(folder).stream()
                    .filter(name -> name.suffix().equals(suffix))
                    .filter(name -> name.extension().equals(extension))
                    .filter(name -> name.appliesTo(recording, Set.of()))
                    .sorted(Comparator.comparing((BidsName name) -> -name.entities().size())))
        .toList();
  }

  /** Folders of this tree in which a recording's files may lie, the nearest first. */
  private List<Path> upwards(BidsName recording) {
    List<Path> folders = new ArrayList<>();
    Path subject = root.resolve(SUBJECT + recording.label("sub"));
    String session = recording.label("ses");
    if (!session.isEmpty()) {
      folders.add(subject.resolve(SESSION + session).resolve(FUNCTIONAL));
      folders.add(subject.resolve(SESSION + session));
    }
    folders.add(subject.resolve(FUNCTIONAL));
    folders.add(subject);
    folders.add(root);
    return folders;
  }

  private static List<BidsName> named(Path folder) {
    return list(folder).stream().flatMap(path -> BidsName.of(path).stream()).toList();
  }

  /** What lies in a folder, sorted; nothing if there is no such folder. */
  static List<Path> list(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    List<Path> entries = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
      stream.forEach(entries::add);
    } catch (IOException e) {
      throw Unreadable.refusal(folder, "a folder", e);
    }
    entries.sort(Comparator.naturalOrder());
    return entries;
  }
}
