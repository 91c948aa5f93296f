package org.entrain.encoding;

import java.util.List;
import org.entrain.common.ContentHash;
import org.entrain.schemas.avro.CeilingKind;

/**
 * Noise ceilings that are computed together: each recording with the mean of the others.
 *
 * @param kind {@code ACROSS}: of as many participants, each has a ceiling of its own; {@code
 *     REPEATS}: a participant's own recording, first, and its repeats give one ceiling
 * @param sources two recordings or more, of equal rows and voxels
 * @param runs rows of every run
 */
record CeilingWork(CeilingKind kind, List<Recording> sources, List<int[]> runs) {

  /** Whose ceiling, and of which kind. */
  record Id(String stimulus, String participant, CeilingKind kind) {}

  CeilingWork {
    sources = List.copyOf(sources);
    runs = List.copyOf(runs);
  }

  /** Recordings that get a ceiling: everybody's, or the participant's own. */
  List<Recording> owners() {
    return kind == CeilingKind.ACROSS ? sources : sources.subList(0, 1);
  }

  Id id(Recording owner) {
    return new Id(owner.stimulus(), owner.participant(), kind);
  }

  /** Number of recordings in the mean of the others. */
  int others() {
    return sources.size() - 1;
  }

  /** Hash over all that an owner's ceiling is computed from. */
  String inputs(Recording owner) {
    ContentHash hash = new ContentHash().add(kind.name()).add(owner.hash());
    sources.stream()
        .filter(source -> source != owner)
        .map(Recording::hash)
        .sorted()
        .forEach(hash::add);
    return hash.shortHex();
  }
}
