package org.entrain.objects;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import java.util.Set;
import java.util.function.BiFunction;
import org.entrain.common.FileChoice;
import org.entrain.common.Location;

/** A checkpoint in a store, beside a file that nobody wants, and what is wanted of it. */
final class StoredCheckpoint {

  static final Location FOLDER = Location.of("s3://models/pythia/step1");
  static final String KEY = "models/pythia/step1/";
  static final FileChoice ALL = FileChoice.names(Set.of("config.json", "weights.bin"));
  static final byte[] CONFIG = "{}".getBytes(StandardCharsets.UTF_8);
  static final byte[] WEIGHTS = bytes(3_000_000, 1);

  private StoredCheckpoint() {}

  /** A store that has it. */
  static LoopbackStore store() throws IOException {
    LoopbackStore store = new LoopbackStore();
    store.put(KEY + "config.json", CONFIG);
    store.put(KEY + "weights.bin", WEIGHTS);
    store.put(KEY + "optimizer.pt", bytes(100, 2));
    return store;
  }

  /** A choice that every file can matter to. */
  static FileChoice among(BiFunction<Set<String>, Path, Set<String>> wanted) {
    return new FileChoice() {
      @Override
      public boolean concerns(String name) {
        return true;
      }

      @Override
      public Set<String> of(Set<String> there, Path here) {
        return wanted.apply(there, here);
      }
    };
  }

  /** Random bytes. */
  static byte[] bytes(int count, long seed) {
    byte[] bytes = new byte[count];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }
}
