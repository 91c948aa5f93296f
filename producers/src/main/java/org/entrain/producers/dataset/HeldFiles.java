package org.entrain.producers.dataset;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.entrain.common.FileChoice;
import org.entrain.common.Listing;
import org.entrain.common.LocalCopy;
import org.entrain.common.Location;
import org.entrain.common.Locations;

/**
 * Files of a data set, brought here when they are read first and kept as long as the process: a
 * recording is read again when it is published, and its values are read from the file.
 */
final class HeldFiles implements Locations {

  private final Locations locations;
  private final Map<Location, LocalCopy> files = new ConcurrentHashMap<>();

  HeldFiles(Locations locations) {
    this.locations = locations;
  }

  @Override
  public Listing list(Location folder) {
    return locations.list(folder);
  }

  @Override
  public LocalCopy folder(Location folder, FileChoice choice) {
    return locations.folder(folder, choice);
  }

  @Override
  public LocalCopy file(Location file) {
    return files.computeIfAbsent(file, locations::file);
  }
}
