package org.entrain.encoding;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.entrain.schemas.avro.Progress;

/**
 * Finds rows that must be read again: a layer whose gather is closed, because it was settled for
 * all recordings there were, becomes due when a recording is added, or a property removed; or it
 * was cut off and is wanted again. The ledger knows where its rows begin. Rows that came before a
 * plan that contradicts some of them are read again too. Not thread-safe.
 */
final class Rewinds {

  private final DueWork dueWork;
  private final Ledger ledger;
  private final Gatherer gatherer;

  /** What was rewound for already, so that rows that are gone are not looked for without end. */
  private final Map<UnitLayer, String> asked = new HashMap<>();

  Rewinds(DueWork dueWork, Ledger ledger, Gatherer gatherer) {
    this.dueWork = dueWork;
    this.ledger = ledger;
    this.gatherer = gatherer;
  }

  /** Partitions have come or gone: everything may have to be read again. */
  void forget() {
    asked.clear();
  }

  /**
   * The offset to go back to in each of the worker's partitions, where there is need. Entries of
   * other settings tell no place; for them every partition is read from its beginning.
   */
  Map<Integer, Long> needed(Collection<Integer> owned) {
    Map<Integer, Long> targets = gatherer.closeContradicted();
    Set<UnitLayer> known = new LinkedHashSet<>(ledger.known());
    known.addAll(dueWork.passedOver());
    ledger.known().stream()
        .filter(UnitLayer::isInitial)
        .forEach(id -> known.addAll(dueWork.variants(id.unit(), id.layer())));
    for (UnitLayer id : known) {
      if (dueWork.isBaseline(id)) {
        continue;
      }
      String due =
          dueWork.due(id).stream()
              .map(recording -> recording.participant() + "=" + dueWork.inputs(id, recording))
              .collect(Collectors.joining(" "));
      Optional<Progress> place = ledger.place(id, dueWork.settings());
      boolean elsewhere = place.isPresent() && !owned.contains(place.get().getPartition());
      long offset = place.map(Progress::getOffset).orElse(0L);
      if (due.isEmpty()) {
        // What is cut off now and wanted again has to be read once more.
        asked.remove(id);
        continue;
      }
      if (elsewhere || gatherer.covers(id, offset) || due.equals(asked.put(id, due))) {
        continue;
      }
      Collection<Integer> where = place.isPresent() ? Set.of(place.get().getPartition()) : owned;
      where.forEach(partition -> targets.merge(partition, offset, Math::min));
    }
    return targets;
  }
}
