package org.entrain.encoding;

/**
 * What computes scores, as it stands with them.
 *
 * @param version name and version of the program, with its commit where that is known
 * @param libraries libraries that scores depend on, Java and platform, with their versions
 */
public record Program(String version, String libraries) {

  /** A program that does not say what it is. */
  public static final Program UNKNOWN = new Program("", "");
}
