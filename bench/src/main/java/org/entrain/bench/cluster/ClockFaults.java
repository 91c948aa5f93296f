package org.entrain.bench.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Clocks that are an hour wrong. */
final class ClockFaults {

  private static final int HOUR_S = 3_600;

  /** Loaded before the C library: its clock of the day is the true one and a shift. */
  private static final String SHIFT =
      """
      #define _GNU_SOURCE
      #include <dlfcn.h>
      #include <stdlib.h>
      #include <sys/time.h>
      #include <time.h>
      static long shift(void) { const char *s = getenv("CLOCK_SHIFT_S"); return s ? atol(s) : 0; }
      int clock_gettime(clockid_t id, struct timespec *t) {
        static int (*real)(clockid_t, struct timespec *);
        if (!real) real = (int (*)(clockid_t, struct timespec *)) dlsym(RTLD_NEXT, "clock_gettime");
        int code = real(id, t);
        if (code == 0 && (id == CLOCK_REALTIME || id == CLOCK_REALTIME_COARSE)) t->tv_sec += shift();
        return code;
      }
      int gettimeofday(struct timeval *restrict t, void *restrict zone) {
        static int (*real)(struct timeval *, void *);
        if (!real) real = (int (*)(struct timeval *, void *)) dlsym(RTLD_NEXT, "gettimeofday");
        int code = real(t, zone);
        if (code == 0) t->tv_sec += shift();
        return code;
      }
      time_t time(time_t *out) {
        struct timespec t;
        clock_gettime(CLOCK_REALTIME, &t);
        if (out) *out = t.tv_sec;
        return t.tv_sec;
      }
      """;

  private ClockFaults() {}

  static List<Schedule> all() {
    List<Schedule> all = new ArrayList<>();
    all.add(
        Schedule.of(
            "clocks of all workers 1 h ahead",
            1,
            (site, random) -> workers(site, Site.STAGES, HOUR_S)));
    all.add(
        Schedule.of(
            "clocks of all workers 1 h behind",
            1,
            (site, random) -> workers(site, Site.STAGES, -HOUR_S)));
    all.add(
        Schedule.of(
            "clocks of features and encoding 1 h ahead, of the others right",
            1,
            (site, random) -> workers(site, List.of("features", "encoding"), HOUR_S)));
    all.add(Schedule.of("clock of one of three brokers 1 h ahead", 3, ClockFaults::broker));
    return all;
  }

  private static void workers(Site site, List<String> stages, int seconds) throws Exception {
    Map<String, String> environment = shifted(site.folder(), seconds);
    stages.forEach(stage -> site.launches().environment(stage, environment));
    site.begin(1);
  }

  private static void broker(Site site, Random random) throws Exception {
    int victim = 1 + random.nextInt(site.brokers().count());
    site.brokers().environment(victim, shifted(site.folder(), HOUR_S));
    site.begin(1);
  }

  /** Compiles the library. */
  private static Map<String, String> shifted(Path folder, int seconds)
      throws IOException, InterruptedException {
    Path source = folder.resolve("shift.c");
    Path library = folder.resolve("shift.so");
    Files.writeString(source, SHIFT);
    Process compiler =
        new ProcessBuilder(
                "cc",
                "-shared",
                "-fPIC",
                "-O2",
                "-o",
                library.toString(),
                source.toString(),
                "-ldl")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("cc.out").toFile())
            .start();
    if (compiler.waitFor() != 0) {
      throw new IOException("cc failed; see " + folder.resolve("cc.out"));
    }
    return Map.of("LD_PRELOAD", library.toString(), "CLOCK_SHIFT_S", Integer.toString(seconds));
  }
}
