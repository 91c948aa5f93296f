package org.entrain.app.deploy;

import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.entrain.app.run.Worker;
import org.entrain.app.settings.Settings;

/** What a process may take at most, from the launcher's flags: its container has to allow it. */
final class JvmMemory {

  private static final Pattern SIZE = Pattern.compile("(\\d+)([kmg]?)i?");
  private static final long MEBI = 1L << 20;

  /** Classes, stacks, stores of RocksDB, and the libraries' own. */
  private static final long REST = 256 * MEBI;

  /** /tmp is memory, with the native libraries that are unpacked there. */
  private static final long TEMPORARY = 256 * MEBI;

  private JvmMemory() {}

  /**
   * Bytes that a process needs room for.
   *
   * @param more flags beside the launcher's, as ENTRAIN_JAVA_OPTS has them
   */
  static long needed(Arguments arguments, String more) {
    String flags = Documents.text("entrain") + " " + more;
    long bytes =
        last(flags, "-Xmx")
            + last(flags, "-XX:MaxDirectMemorySize=")
            + last(flags, "-XX:ReservedCodeCacheSize=")
            + REST
            + TEMPORARY;
    Worker.Kind stage = arguments.stage().orElse(null);
    if (stage == Worker.Kind.ENCODING || stage == Worker.Kind.PROPERTIES) {
      bytes += last(flags, "-Dorg.bytedeco.javacpp.maxbytes=");
    }
    if (stage == Worker.Kind.EMBEDDING) {
      Settings settings = arguments.settings();
      bytes += settings.modelMemory();
    }
    return bytes;
  }

  /** A number of bytes, as the JVM, Docker and Kubernetes write them: 512m, 2g, 2Gi. */
  static long bytes(String text) {
    Matcher matcher = SIZE.matcher(text.toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not a size: " + text);
    }
    int shift = 10 * (" kmg".indexOf((matcher.group(2) + " ").charAt(0)));
    return Long.parseLong(matcher.group(1)) << shift;
  }

  /** The last one counts, as for the JVM. */
  private static long last(String flags, String name) {
    return Pattern.compile(Pattern.quote(name) + "(\\w+)")
        .matcher(flags)
        .results()
        .map((MatchResult result) -> bytes(result.group(1)))
        .reduce((first, second) -> second)
        .orElseThrow(() -> new AssertionError("the launcher has no " + name));
  }
}
