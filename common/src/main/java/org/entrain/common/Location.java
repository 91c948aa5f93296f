package org.entrain.common;

import java.nio.file.Path;

/**
 * Where a file or folder lies: a path of this machine, or {@code s3://bucket/key}.
 *
 * @param text an absolute path, or the URL; equal for equal places
 */
public record Location(String text) {

  /**
   * Reads what a user named; paths are relative to the current folder.
   *
   * @throws InvalidInputException if it is a malformed URL
   */
  public static Location of(String text) {
    return ObjectUrl.is(text) ? new Location(ObjectUrl.parse(text).toString()) : of(Path.of(text));
  }

  /** A path of this machine. */
  public static Location of(Path path) {
    return new Location(path.toAbsolutePath().normalize().toString());
  }

  /** Whether it lies in an object store. */
  public boolean isObject() {
    return ObjectUrl.is(text);
  }

  /** The URL of a place in an object store. */
  public ObjectUrl url() {
    return ObjectUrl.parse(text);
  }

  /**
   * A place named from this folder: below it, or elsewhere if the name is absolute or a URL.
   *
   * @throws InvalidInputException if it leaves a folder of an object store by {@code ..}
   */
  public Location resolve(String name) {
    if (ObjectUrl.is(name) || !isObject()) {
      return ObjectUrl.is(name) ? of(name) : of(Path.of(text).resolve(name));
    }
    String bare = name.startsWith("./") ? name.substring(2) : name;
    return of(text + "/" + bare);
  }

  /** The last name in it; empty for a root. */
  public String name() {
    if (isObject()) {
      return url().name();
    }
    Path name = Path.of(text).getFileName();
    return name == null ? "" : name.toString();
  }

  /** The folder it lies in; itself for a root or a whole bucket. */
  public Location parent() {
    if (isObject()) {
      return new Location(url().parent().toString());
    }
    Path parent = Path.of(text).getParent();
    return parent == null ? this : of(parent);
  }

  @Override
  public String toString() {
    return text;
  }
}
