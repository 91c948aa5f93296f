package org.entrain.common;

import java.nio.file.Path;
import java.util.Set;

/** Which files of a folder are needed. */
public interface FileChoice {

  /** Whether a file of this name can matter; a change of others makes no other version. */
  boolean concerns(String name);

  /**
   * The files needed, so far as is known: asked again when they are there, until it names no more.
   *
   * @param there names of all files that can matter
   * @param here the folder with the files named before
   */
  Set<String> of(Set<String> there, Path here);

  /** A fixed set of names. */
  static FileChoice names(Set<String> names) {
    return new FileChoice() {
      @Override
      public boolean concerns(String name) {
        return names.contains(name);
      }

      @Override
      public Set<String> of(Set<String> there, Path here) {
        return names;
      }
    };
  }
}
