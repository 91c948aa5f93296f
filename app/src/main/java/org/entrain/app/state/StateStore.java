package org.entrain.app.state;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.entrain.app.Refusal;

/** Reads and replaces a state's description, {@code state.json}. */
public final class StateStore {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final StateFolder folder;

  public StateStore(StateFolder folder) {
    this.folder = folder;
  }

  /**
   * The description, or empty for a folder without one.
   *
   * @throws Refusal if it is unreadable or of another version
   */
  public Optional<StoredState> read() {
    if (!folder.exists()) {
      return Optional.empty();
    }
    try {
      StoredState state = JSON.readValue(folder.description().toFile(), StoredState.class);
      if (state.format() != StoredState.FORMAT) {
        throw unusable("format " + StoredState.FORMAT, Integer.toString(state.format()));
      }
      return Optional.of(state);
    } catch (JacksonException e) {
      throw unusable("a description that entrain wrote", e.getOriginalMessage());
    } catch (IOException e) {
      throw unusable("a readable file", e.toString());
    }
  }

  /** Replaces the description, atomically. */
  public void write(StoredState state) {
    replace(folder.description(), state);
  }

  /** Writes a value as JSON so that a reader sees the old file or the new one, never a part. */
  public static void replace(Path file, Object value) {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.write(fresh, JSON.writeValueAsBytes(value));
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw StateFolder.notWritable(file, e);
    }
  }

  private Refusal unusable(String expected, String found) {
    return new Refusal(
        Refusal.fault(
            folder.description().toString(),
            "state",
            expected,
            found,
            "Choose another --state folder, or use the entrain that wrote this one."));
  }
}
