package org.entrain.transport;

import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** What log lines say beside their message: whose they are, and which unit they are about. */
public final class LogContext {

  /** Stage that logs, such as {@code encoding}. */
  public static final String STAGE = "stage";

  /** Worker that logs. */
  public static final String WORKER = "worker";

  /** Unit that is worked on. */
  public static final String UNIT = "unit";

  private LogContext() {}

  /**
   * The same work; on whichever thread it runs, its lines say what those of this thread say now.
   */
  public static <T> Callable<T> carried(Callable<T> work) {
    @Nullable Map<String, String> here = MDC.getCopyOfContextMap();
    return () -> {
      @Nullable Map<String, String> before = MDC.getCopyOfContextMap();
      set(here);
      try {
        return work.call();
      } finally {
        set(before);
      }
    };
  }

  private static void set(@Nullable Map<String, String> fields) {
    if (fields == null) {
      MDC.clear();
    } else {
      MDC.setContextMap(fields);
    }
  }
}
