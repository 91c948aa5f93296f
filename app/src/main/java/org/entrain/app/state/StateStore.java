package org.entrain.app.state;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.entrain.app.Refusal;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads and replaces a state's description, {@code state.json}. */
public final class StateStore {

  private static final Logger LOG = LoggerFactory.getLogger(StateStore.class);
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

  /**
   * Writes a value as JSON so that a reader sees the old file or the new one, never a part, also
   * after a power cut.
   */
  public static void replace(Path file, Object value) {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try {
      write(fresh, ByteBuffer.wrap(JSON.writeValueAsBytes(value)));
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw StateFolder.notWritable(file, e);
    }
    forceFolder(file);
  }

  /** A file system may put the new name on the disk before the content that it stands for. */
  private static void write(Path fresh, ByteBuffer content) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            fresh,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      while (content.hasRemaining()) {
        channel.write(content);
      }
      channel.force(true);
    }
  }

  /** Brings the name to the disk; Windows opens no folders and orders their entries itself. */
  private static void forceFolder(Path file) {
    @Nullable Path parent = file.getParent();
    if (parent == null || File.separatorChar != '/') {
      return;
    }
    try (FileChannel channel = FileChannel.open(parent, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // Some file systems cannot: the file is replaced, and whole either way.
      LOG.debug("{} is not forced to the disk", parent, e);
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
