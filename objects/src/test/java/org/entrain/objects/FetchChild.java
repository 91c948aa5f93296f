package org.entrain.objects;

import java.nio.file.Path;
import java.util.Set;
import org.entrain.common.FileChoice;
import org.entrain.common.LocalCopy;
import org.entrain.common.Location;

/** A process that fetches a folder and can be killed meanwhile. */
final class FetchChild {

  private FetchChild() {}

  /**
   * @param arguments URL of the folder, folder of the cache, names of the files
   */
  public static void main(String[] arguments) {
    FileChoice choice = FileChoice.names(Set.of(arguments[2].split(",")));
    try (ObjectLocations locations =
            ObjectLocations.of(
                System::getenv, Path.of(arguments[1]), Limits.USUAL, FetchListener.NONE);
        LocalCopy copy = locations.folder(Location.of(arguments[0]), choice)) {
      System.out.println(copy.path());
    }
  }
}
