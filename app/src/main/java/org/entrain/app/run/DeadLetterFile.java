package org.entrain.app.run;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.TreeMap;
import org.entrain.app.state.StateFolder;
import org.entrain.app.state.StateStore;

/** Counts of dead letters as they were last seen, for commands on a stopped state. */
public final class DeadLetterFile {

  private DeadLetterFile() {}

  /** Keeps the counts. */
  static void write(StateFolder folder, Map<String, Long> counts) {
    StateStore.replace(folder.deadLetters(), counts);
  }

  /** The counts kept last; none if there never were any. */
  public static Map<String, Long> read(StateFolder folder) throws IOException {
    if (!Files.exists(folder.deadLetters())) {
      return Map.of();
    }
    return new ObjectMapper()
        .readValue(folder.deadLetters().toFile(), new TypeReference<TreeMap<String, Long>>() {});
  }
}
