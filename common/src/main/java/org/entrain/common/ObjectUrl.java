package org.entrain.common;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * An object, or the folder of all objects whose keys begin so, in a store that speaks S3: {@code
 * s3://bucket/key}. As the AWS tools read it: nothing in it is an escape.
 *
 * @param bucket name of the bucket
 * @param key without slashes at its ends; empty for the whole bucket
 */
public record ObjectUrl(String bucket, String key) {

  /** How every such URL begins. */
  public static final String SCHEME = "s3://";

  private static final Pattern BUCKET = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{1,254}");
  private static final int LONGEST_KEY = 1024;

  /** What every file system takes as a name, with room for an ending. */
  private static final int LONGEST_NAME = 240;

  /** Whether a text is meant as such a URL. */
  public static boolean is(String text) {
    return text.startsWith(SCHEME);
  }

  /**
   * Reads a URL. Its key may become a path, so it must be one on every system.
   *
   * @throws InvalidInputException if there is no bucket, or the key could lead elsewhere
   */
  public static ObjectUrl parse(String text) {
    String rest = text.substring(SCHEME.length());
    int slash = rest.indexOf('/');
    String bucket = slash < 0 ? rest : rest.substring(0, slash);
    if (!BUCKET.matcher(bucket).matches()) {
      // Whatever stands there is not repeated: it may be a secret that was put into the URL.
      throw new InvalidInputException(
          "location",
          "bucket",
          "s3://BUCKET/KEY with letters, digits and . _ - in BUCKET",
          "something else after s3://",
          "Correct the URL; credentials belong into the environment or ~/.aws/credentials.");
    }
    String key = slash < 0 ? "" : rest.substring(slash + 1);
    while (key.endsWith("/")) {
      key = key.substring(0, key.length() - 1);
    }
    if (!key.isEmpty()) {
      requirePath(text, key);
    }
    return new ObjectUrl(bucket, key);
  }

  private static void requirePath(String text, String key) {
    if (key.getBytes(StandardCharsets.UTF_8).length > LONGEST_KEY) {
      throw refusal("a location of %d characters".formatted(text.length()), "a longer key");
    }
    for (String name : key.split("/", -1)) {
      if (!isName(name)) {
        throw refusal(printable(text), "'" + printable(name) + "'");
      }
    }
  }

  /**
   * Whether a part of a key can be the name of a file on every system: not empty, no {@code .} or
   * {@code ..}, no separator, drive or control character in it, and not too long.
   */
  public static boolean isName(String name) {
    return !name.isEmpty()
        && !name.equals(".")
        && !name.equals("..")
        && name.getBytes(StandardCharsets.UTF_8).length <= LONGEST_NAME
        && name.chars().noneMatch(c -> c == '/' || c == '\\' || c == ':' || c < ' ' || c == 127);
  }

  /** A text without what a terminal would obey. */
  public static String printable(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }

  /** The part after the last slash; the bucket's name for the whole bucket. */
  public String name() {
    return key.isEmpty() ? bucket : key.substring(key.lastIndexOf('/') + 1);
  }

  /** The folder it lies in; itself for the whole bucket. */
  public ObjectUrl parent() {
    int slash = key.lastIndexOf('/');
    return new ObjectUrl(bucket, slash < 0 ? "" : key.substring(0, slash));
  }

  /** An object in this folder. */
  public ObjectUrl child(String name) {
    return new ObjectUrl(bucket, key.isEmpty() ? name : key + "/" + name);
  }

  @Override
  public String toString() {
    return SCHEME + bucket + (key.isEmpty() ? "" : "/" + key);
  }

  private static InvalidInputException refusal(String source, String found) {
    return new InvalidInputException(
        source,
        "key",
        "names between slashes, none of them empty, . or .., without \\, : and control characters",
        found,
        "Correct the URL, or give the objects other names.");
  }
}
