package org.entrain.app.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.entrain.app.Refusal;
import org.entrain.transport.ClientSettings;
import org.jspecify.annotations.Nullable;

/** Turns a preset and assignments of the command line into settings, or names every fault. */
public final class SettingResolver {

  private static final String SOURCE = "--set";

  private final String preset;
  private final Map<String, String> values;
  private final Map<String, String> assigned = new TreeMap<>();
  private final Map<String, String> kafka = new TreeMap<>();
  private final List<String> faults = new ArrayList<>();

  private SettingResolver(String preset, Map<String, String> values) {
    this.preset = preset;
    this.values = new TreeMap<>(values);
  }

  /**
   * Resolves a run's settings: its preset's values (of the state if it names none), then its
   * assignments.
   *
   * @param preset name, or null where the user named none
   * @param storedPreset preset of the state, or null for a new one
   * @param stored values of the state, by name; empty for a new one
   * @param assignments {@code key=value}, later ones win
   * @throws Refusal that names all faults
   */
  public static Settings resolve(
      @Nullable String preset,
      @Nullable String storedPreset,
      Map<String, String> stored,
      List<String> assignments) {
    boolean keep = preset == null && storedPreset != null;
    String name =
        Objects.requireNonNullElse(
            preset, Objects.requireNonNullElse(storedPreset, Preset.DEFAULT));
    if (!Preset.names().contains(name)) {
      throw new Refusal(
          Refusal.fault(
              "--preset",
              "name",
              String.join(", ", Preset.names()),
              "'" + name + "'",
              "Name one of these."));
    }
    Map<String, String> base = Preset.values(name);
    if (keep) {
      base.putAll(stored);
    }
    SettingResolver resolver = new SettingResolver(name, base);
    assignments.forEach(resolver::assign);
    resolver.reconcileContext();
    resolver.requirePenaltyPerVoxel();
    return resolver.settings();
  }

  private void assign(String assignment) {
    int equals = assignment.indexOf('=');
    if (equals < 1) {
      fault("assignment", "key=value", assignment, "Write for example --set lags=0-4.");
      return;
    }
    String name = assignment.substring(0, equals).strip();
    String value = assignment.substring(equals + 1);
    if (name.startsWith(SettingTable.KAFKA_PREFIX)) {
      assignClient(name.substring(SettingTable.KAFKA_PREFIX.length()), value);
      return;
    }
    SettingTable.find(name).ifPresentOrElse(key -> assign(key, value), () -> unknown(name));
  }

  private void assignClient(String name, String value) {
    ClientSettings.fault(name, value, true)
        .ifPresentOrElse(
            fault ->
                faults.add(
                    ClientSettingSources.text(SOURCE, SettingTable.KAFKA_PREFIX + name, fault)),
            () -> kafka.put(name, value));
  }

  private void assign(SettingKey key, String value) {
    try {
      assigned.put(key.name(), key.canonical(value));
    } catch (IllegalArgumentException e) {
      fault(
          key.name(),
          key.values(),
          "'" + value + "'" + detail(e, value),
          "It sets %s; in preset %s: %s.".formatted(key.doc(), preset, usual(key)));
    }
  }

  /** Value of the preset in force. */
  private String usual(SettingKey key) {
    return Preset.values(preset).getOrDefault(key.name(), key.usual());
  }

  /** What is wrong with the value, where the exception says more than the value itself. */
  private static String detail(IllegalArgumentException e, String value) {
    String message = String.valueOf(e.getMessage());
    boolean said = e instanceof NumberFormatException || value.strip().equals(message);
    return said ? "" : " (" + message + ")";
  }

  /** A number of tokens stands once, and with a context of tokens only. */
  private void reconcileContext() {
    String context = SettingTable.CONTEXT.name();
    String tokens = SettingTable.CONTEXT_TOKENS.name();
    String number = assigned.get(tokens);
    String kind = assigned.getOrDefault(context, values.getOrDefault(context, ""));
    if (kind.startsWith(SettingType.TOKENS)) {
      String own = kind.substring(SettingType.TOKENS.length());
      if (number != null && !number.equals(own)) {
        fault(tokens, own + ", as in " + context + "=" + kind, number, "Set one of the two.");
      }
      assigned.put(context, SettingTable.CONTEXT.usual());
      assigned.put(tokens, own);
    } else if (number != null && !kind.equals(SettingTable.CONTEXT.usual())) {
      fault(
          tokens,
          "nothing, since %s=%s".formatted(context, kind),
          number,
          "Leave it out, or set context=tokens.");
    }
    values.putAll(assigned);
  }

  /** Weights of bands are chosen per voxel, so penalties have to be. */
  private void requirePenaltyPerVoxel() {
    String scope = values.getOrDefault(SettingTable.SCOPE.name(), "voxel");
    String bands = values.getOrDefault(SettingTable.BANDS.name(), "none");
    if (!bands.equals("none") && !scope.equals("voxel")) {
      fault(
          SettingTable.BANDS.name(),
          "none, since %s=%s".formatted(SettingTable.SCOPE.name(), scope),
          bands,
          "Set bands=none, or lambda.scope=voxel.");
    }
  }

  private void unknown(String name) {
    fault(
        "key",
        "a known setting",
        "'" + name + "'",
        "The nearest is '%s'; `entrain run --help` lists all."
            .formatted(SettingTable.nearest(name)));
  }

  private void fault(String field, String expected, String found, String remedy) {
    faults.add(Refusal.fault(SOURCE, field, expected, found, remedy));
  }

  private Settings settings() {
    if (!faults.isEmpty()) {
      throw Refusal.of(faults);
    }
    return new Settings(preset, values, kafka);
  }
}
