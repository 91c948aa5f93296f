package org.entrain.common;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a folder holds.
 *
 * @param files names of its files
 * @param folders names of the folders in it
 */
public record Listing(SortedSet<String> files, SortedSet<String> folders) {

  public Listing {
    files = Collections.unmodifiableSortedSet(new TreeSet<>(files));
    folders = Collections.unmodifiableSortedSet(new TreeSet<>(folders));
  }

  /** Whether there is nothing in it, as where there is no folder. */
  public boolean isEmpty() {
    return files.isEmpty() && folders.isEmpty();
  }
}
