package org.entrain.app.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.entrain.common.InvalidInputException;

/** Folders that the page may name. */
final class AllowedFolders {

  private AllowedFolders() {}

  /**
   * Refuses a folder outside them.
   *
   * @param otherwise what to do instead
   * @throws InvalidInputException if it is outside, also by a link
   */
  static void require(List<Path> allowed, Path folder, String otherwise) {
    if (allowed.stream().noneMatch(root -> within(root, folder))) {
      throw new InvalidInputException(
          folder.toString(),
          "folder",
          "a folder within one that the page may name: "
              + String.join(", ", allowed.stream().map(Path::toString).toList()),
          "another",
          "Start with --allow DIR, or %s on this machine.".formatted(otherwise));
    }
  }

  private static boolean within(Path root, Path folder) {
    try {
      return folder.toRealPath().startsWith(root.toRealPath());
    } catch (IOException e) {
      // Nothing there: whoever reads it says so.
      return folder.normalize().startsWith(root);
    }
  }
}
