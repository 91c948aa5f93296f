package org.entrain.app.settings;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.entrain.app.Refusal;
import org.entrain.transport.ClientSettings;
import org.jspecify.annotations.Nullable;

/**
 * Settings of Kafka's clients from a file, the environment and the command line; the latter win
 * over the former. No message names a value: it may be a secret.
 */
public final class ClientSettingSources {

  private static final String FILE = "--kafka-config";
  private static final long LARGEST = 1 << 20;
  private static final Set<PosixFilePermission> OTHERS =
      Set.of(PosixFilePermission.OTHERS_READ, PosixFilePermission.GROUP_READ);

  private final UnaryOperator<@Nullable String> variables;
  private final Consumer<String> warnings;
  private final Map<String, String> values = new TreeMap<>();
  private final List<String> faults = new ArrayList<>();

  private ClientSettingSources(
      UnaryOperator<@Nullable String> variables, Consumer<String> warnings) {
    this.variables = variables;
    this.warnings = warnings;
  }

  /**
   * All settings together.
   *
   * @param file properties, or null
   * @param variables value of a variable of the environment, or null
   * @param assigned those of the command line, checked before
   * @param warnings takes what the user should know
   * @throws Refusal that names all faults
   */
  public static Map<String, String> merge(
      @Nullable Path file,
      UnaryOperator<@Nullable String> variables,
      Map<String, String> assigned,
      Consumer<String> warnings) {
    ClientSettingSources sources = new ClientSettingSources(variables, warnings);
    if (file != null) {
      sources.read(file);
    }
    sources.readEnvironment();
    if (!sources.faults.isEmpty()) {
      throw Refusal.of(sources.faults);
    }
    sources.values.putAll(assigned);
    return sources.values;
  }

  private void read(Path file) {
    Properties properties = new Properties();
    try {
      if (Files.size(file) > LARGEST) {
        faults.add(
            Refusal.fault(
                FILE,
                file.toString(),
                "a properties file of at most 1 MiB",
                Files.size(file) + " bytes",
                "Name the right file."));
        return;
      }
      try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
        properties.load(reader);
      }
    } catch (IOException | IllegalArgumentException e) {
      faults.add(
          Refusal.fault(
              FILE,
              file.toString(),
              "a properties file in UTF-8 that can be read",
              e.getClass().getSimpleName(),
              "Name one with a line NAME=VALUE for each setting."));
      return;
    }
    boolean secret = false;
    for (String name : properties.stringPropertyNames()) {
      take(FILE + " " + file, name, properties.getProperty(name));
      secret |= ClientSettings.secret(name);
    }
    if (secret && seenByOthers(file)) {
      warnings.accept(
          "%s %s holds a secret that other users of this machine can read: chmod 600 %s"
              .formatted(FILE, file, file));
    }
  }

  private static boolean seenByOthers(Path file) {
    try {
      return Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains);
    } catch (IOException | UnsupportedOperationException e) {
      return false; // such a file system has no permissions to warn of
    }
  }

  private void readEnvironment() {
    for (String name : ClientSettings.names()) {
      String variable = ClientSettings.variable(name);
      @Nullable String value = variables.apply(variable);
      if (value != null) {
        take(variable, name, value);
      }
    }
  }

  private void take(String source, String name, String value) {
    Optional<ClientSettings.Fault> fault = ClientSettings.fault(name, value, false);
    fault.ifPresentOrElse(
        found -> faults.add(text(source, name, found)), () -> values.put(name, value));
  }

  /** A fault in the form of all messages. */
  static String text(String source, String name, ClientSettings.Fault fault) {
    return Refusal.fault(source, name, fault.expected(), fault.found(), fault.remedy());
  }
}
