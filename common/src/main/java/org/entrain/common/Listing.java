package org.entrain.common;

import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a folder holds.
 *
 * @param files its files, by name
 * @param folders names of the folders in it
 */
public record Listing(SortedMap<String, Version> files, SortedSet<String> folders) {

  /**
   * A file as far as it can be known without reading it.
   *
   * @param bytes its size
   * @param stamp differs when the file has changed: when it was written last, ISO 8601, or what its
   *     store calls the version
   */
  public record Version(long bytes, String stamp) {}

  public Listing {
    files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    folders = Collections.unmodifiableSortedSet(new TreeSet<>(folders));
  }

  /** Whether there is a file of this name. */
  public boolean has(String file) {
    return files.containsKey(file);
  }

  /** Whether there is nothing in it, as where there is no folder. */
  public boolean isEmpty() {
    return files.isEmpty() && folders.isEmpty();
  }
}
