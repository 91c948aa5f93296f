package org.entrain.app.settings;

/**
 * One setting.
 *
 * @param name what users write before the {@code =}
 * @param type values it may have
 * @param usual default where a preset does not say otherwise
 * @param pinned whether a state keeps its first value, because results depend on it
 * @param doc one sentence on what it does, unit included
 */
public record SettingKey(String name, SettingType type, String usual, boolean pinned, String doc) {

  /** The values, in words. */
  public String values() {
    return type.expected();
  }

  String canonical(String text) {
    return type.canonical().apply(text.strip());
  }
}
