package org.entrain.objects;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.entrain.common.FileChoice;
import org.entrain.common.LocalCopy;
import org.entrain.common.Location;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes of their own on one cache, of which one is killed. */
class KilledFetchTest {

  private static final String NAMES = "config.json,weights.bin";
  private static final String FOLDER = "s3://models/m";
  private static final byte[] WEIGHTS = new byte[4 << 20];

  @TempDir private Path folder;

  static {
    new Random(3).nextBytes(WEIGHTS);
  }

  @Test
  void fetch_killedInTheMiddle_leavesACacheThatTheNextOneCompletes() throws Exception {
    CountDownLatch sending = new CountDownLatch(1);
    CountDownLatch killed = new CountDownLatch(1);
    try (LoopbackStore store = new LoopbackStore()) {
      store.put("models/m/config.json", new byte[] {'{', '}'});
      store.put("models/m/weights.bin", WEIGHTS);
      store.fault(
          (exchange, key) -> {
            if (!key.endsWith("weights.bin")) {
              return false;
            }
            exchange.sendResponseHeaders(200, WEIGHTS.length);
            exchange.getResponseBody().write(WEIGHTS, 0, WEIGHTS.length / 2);
            exchange.getResponseBody().flush();
            sending.countDown();
            await(killed);
            return true;
          });
      Process first = start(store);
      assertThat(sending.await(60, TimeUnit.SECONDS)).isTrue();
      first.destroyForcibly().waitFor();
      killed.countDown();

      Process second = start(store);
      assertThat(second.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(second.exitValue()).isZero();
      assertThat(store.gets("models/m/config.json")).isOne();
      assertThat(store.gets("models/m/weights.bin")).isOne(); // besides the one that was killed

      try (ObjectLocations locations =
              ObjectLocations.of(store.environment(), cache(), Limits.USUAL, FetchListener.NONE);
          LocalCopy copy =
              locations.folder(Location.of(FOLDER), FileChoice.names(Set.of(NAMES.split(","))))) {
        assertThat(copy.path().resolve("weights.bin")).hasBinaryContent(WEIGHTS);
      }
      assertThat(store.gets()).isEqualTo(2);
      assertThat(parts()).isZero();
    }
  }

  private Process start(LoopbackStore store) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            FetchChild.class.getName(),
            FOLDER,
            cache().toString(),
            NAMES);
    builder.environment().putAll(store.variables());
    return builder.redirectErrorStream(true).redirectOutput(folder.resolve("out").toFile()).start();
  }

  private Path cache() {
    return folder.resolve("cache");
  }

  private long parts() throws IOException {
    try (Stream<Path> files = Files.walk(cache())) {
      return files.filter(file -> file.toString().endsWith(".part")).count();
    }
  }

  private static void await(CountDownLatch latch) throws IOException {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }
}
