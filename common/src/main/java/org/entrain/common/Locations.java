package org.entrain.common;

/**
 * How files come to this machine from where they lie. What lies here is read in place; what lies in
 * an object store is fetched first. Thread-safe.
 */
public interface Locations {

  /** Paths of this machine alone; others are refused. */
  static Locations local() {
    return new LocalLocations();
  }

  /**
   * Names in a folder; none if there is no folder.
   *
   * @throws InvalidInputException if it cannot be read
   * @throws UnavailableException if its store does not answer
   */
  Listing list(Location folder);

  /**
   * A folder with the chosen files in it, of one and the same version.
   *
   * @throws InvalidInputException if it cannot be read or must not be fetched
   * @throws NoRoomException if there is no room for a copy here now
   * @throws UnavailableException if its store does not answer, or a copy cannot be kept here now
   * @throws java.util.concurrent.CancellationException if the thread is interrupted
   */
  LocalCopy folder(Location folder, FileChoice choice);

  /**
   * A file; one of this machine is there or not.
   *
   * @throws InvalidInputException if it cannot be read or must not be fetched
   * @throws NoRoomException if there is no room for a copy here now
   * @throws UnavailableException if its store does not answer, or a copy cannot be kept here now
   * @throws java.util.concurrent.CancellationException if the thread is interrupted
   */
  LocalCopy file(Location file);
}
