package org.entrain.common;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.entrain.common.Listing.Version;

/** Files of this machine, read where they are. */
record LocalLocations() implements Locations {

  @Override
  public Listing list(Location folder) {
    Path path = path(folder);
    SortedMap<String, Version> files = new TreeMap<>();
    SortedSet<String> folders = new TreeSet<>();
    if (Files.isDirectory(path)) {
      try (DirectoryStream<Path> children = Files.newDirectoryStream(path)) {
        for (Path child : children) {
          String name = String.valueOf(child.getFileName());
          if (Files.isDirectory(child)) {
            folders.add(name);
          } else if (Files.exists(child)) {
            String modified = Files.getLastModifiedTime(child).toString();
            files.put(name, new Version(Files.size(child), modified));
          }
        }
      } catch (IOException e) {
        throw Unreadable.refusal(path, "a folder", e);
      }
    }
    return new Listing(files, folders);
  }

  @Override
  public LocalCopy folder(Location folder, FileChoice choice) {
    return new Place(path(folder));
  }

  @Override
  public LocalCopy file(Location file) {
    return new Place(path(file));
  }

  private static Path path(Location location) {
    if (location.isObject()) {
      throw new InvalidInputException(
          location.text(), "location", "a path of this machine", "an object's URL", "Name a path.");
    }
    return Path.of(location.text());
  }

  private record Place(Path path) implements LocalCopy {
    @Override
    public void close() {}
  }
}
