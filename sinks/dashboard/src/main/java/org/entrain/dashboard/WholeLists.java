package org.entrain.dashboard;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Lists that are answered by parts. Later parts come from the list whose first part was answered
 * last: a long list is read to its end, however often the results change and however long it takes
 * to make.
 */
final class WholeLists {

  /** Lists that are kept at once; beyond them that which was asked for longest ago goes. */
  private static final int MOST = 32;

  /** A reader asks for the next part sooner; who comes later gets what holds then. */
  private static final long LONGEST_PAUSE_NANOS = 60_000_000_000L;

  /**
   * A list.
   *
   * @param state of the results that it is of, as the header says it
   */
  record Whole(String state, List<?> items) {}

  /** When it was asked for last, ns. */
  private record Kept(Whole list, long at) {}

  private final LongSupplier nanos;
  private final Map<String, Kept> lists =
      new LinkedHashMap<>(MOST, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Kept> eldest) {
          return size() > MOST;
        }
      };

  /**
   * @param nanos clock, ns
   */
  WholeLists(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /**
   * The list that later parts are of; null if no first part was asked for, or long ago.
   *
   * @param asked path and parameters, but for those that name the part
   */
  synchronized @Nullable Whole of(String asked) {
    long now = withoutStale();
    @Nullable Kept kept = lists.get(asked);
    if (kept == null) {
      return null;
    }
    lists.put(asked, new Kept(kept.list, now));
    return kept.list;
  }

  synchronized void keep(String asked, Whole list) {
    lists.put(asked, new Kept(list, withoutStale()));
  }

  /** Drops lists that nobody reads any more; returns the time, ns. */
  private long withoutStale() {
    long now = nanos.getAsLong();
    lists.values().removeIf(kept -> now - kept.at > LONGEST_PAUSE_NANOS);
    return now;
  }
}
