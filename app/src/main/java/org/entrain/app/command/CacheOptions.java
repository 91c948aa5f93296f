package org.entrain.app.command;

import java.nio.file.Path;
import java.util.Optional;
import org.entrain.app.Environment;
import org.entrain.app.settings.Memory;
import org.entrain.common.InvalidInputException;
import org.entrain.objects.FetchListener;
import org.entrain.objects.Limits;
import org.entrain.objects.ObjectLocations;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where objects of a store are kept on this machine. */
final class CacheOptions {

  private static final String CACHE = "ENTRAIN_CACHE";
  private static final String CACHE_SIZE = "ENTRAIN_CACHE_SIZE";
  private static final String OBJECT_SIZE = "ENTRAIN_S3_OBJECT_SIZE";
  private static final String NAMES = "ENTRAIN_S3_NAMES";
  private static final int MOST_NAMES = 10_000_000;

  @Option(
      names = "--cache",
      paramLabel = "DIR",
      description =
          "Folder for what is fetched from s3:// locations (default: ENTRAIN_CACHE, or"
              + " ~/.cache/entrain; docs/object-stores.md).")
  private @Nullable Path cache;

  /** How files come to this machine; the store is not asked before an object is wanted. */
  ObjectLocations locations(Environment environment, FetchListener listener) {
    Path folder =
        Optional.ofNullable(cache)
            .or(() -> variable(environment, CACHE).map(Path::of))
            .orElseGet(() -> usual(environment));
    Limits usual = Limits.USUAL;
    Limits limits =
        new Limits(
            variable(environment, NAMES).map(CacheOptions::names).orElse(usual.names()),
            variable(environment, OBJECT_SIZE)
                .map(text -> size(OBJECT_SIZE, text))
                .orElse(usual.objectBytes()),
            variable(environment, CACHE_SIZE)
                .map(text -> size(CACHE_SIZE, text))
                .orElse(usual.cacheBytes()));
    return ObjectLocations.of(
        environment.variables(), folder.toAbsolutePath().normalize(), limits, listener);
  }

  /** For commands without the option, which read little. */
  static ObjectLocations usual(CommandContext context) {
    return new CacheOptions().locations(context.environment(), FetchListener.NONE);
  }

  private static Path usual(Environment environment) {
    return variable(environment, "XDG_CACHE_HOME")
        .map(Path::of)
        .orElseGet(() -> Path.of(System.getProperty("user.home", ".")).resolve(".cache"))
        .resolve("entrain");
  }

  private static Optional<String> variable(Environment environment, String name) {
    return Optional.ofNullable(environment.variables().apply(name)).filter(v -> !v.isBlank());
  }

  private static long size(String name, String text) {
    try {
      return Memory.parse(text);
    } catch (IllegalArgumentException e) {
      throw refusal(name, "a whole number with unit k, m, g or t such as 50g", text);
    }
  }

  private static int names(String text) {
    if (text.matches("\\d{1,8}") && Integer.parseInt(text) <= MOST_NAMES) {
      return Integer.parseInt(text);
    }
    throw refusal(NAMES, "a whole number up to %,d".formatted(MOST_NAMES), text);
  }

  private static InvalidInputException refusal(String name, String expected, String text) {
    return new InvalidInputException(
        name, "value", expected, "'" + text + "'", "Correct the environment.");
  }
}
