package org.entrain.producers.dataset;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A file's name as BIDS has it: entities joined to their labels by hyphens, a suffix and an
 * extension, {@code sub-01_task-story_run-2_bold.nii.gz}.
 *
 * @param path the file
 * @param entities labels by entity, in the name's order
 * @param suffix what kind of file it is
 * @param extension from the first dot on
 */
record BidsName(Path path, Map<String, String> entities, String suffix, String extension) {

  /** Reads a name; empty if it is none of BIDS. */
  static Optional<BidsName> of(Path path) {
    String name = String.valueOf(path.getFileName());
    int dot = name.indexOf('.');
    if (dot < 0) {
      return Optional.empty();
    }
    String[] parts = name.substring(0, dot).split("_");
    Map<String, String> entities = new LinkedHashMap<>();
    for (int i = 0; i < parts.length - 1; i++) {
      int hyphen = parts[i].indexOf('-');
      if (hyphen < 1 || hyphen == parts[i].length() - 1) {
        return Optional.empty();
      }
      entities.put(parts[i].substring(0, hyphen), parts[i].substring(hyphen + 1));
    }
    String suffix = parts[parts.length - 1];
    return suffix.isEmpty() || suffix.contains("-")
        ? Optional.empty()
        : Optional.of(new BidsName(path, entities, suffix, name.substring(dot)));
  }

  /** Label of an entity; empty if the name has none. */
  String label(String entity) {
    return entities.getOrDefault(entity, "");
  }

  /** Whether it is an image in a single file. */
  boolean image() {
    return extension.equals(".nii") || extension.equals(".nii.gz");
  }

  /** Whether this file is about another one: it has no entity with another label, but for some. */
  boolean appliesTo(BidsName other, Set<String> except) {
    return entities.entrySet().stream()
        .allMatch(
            entity ->
                except.contains(entity.getKey())
                    || entity.getValue().equals(other.label(entity.getKey())));
  }
}
