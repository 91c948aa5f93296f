package org.entrain.app.control;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.entrain.app.state.StateFolder;
import org.entrain.common.FolderTree;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files that rows are written to before they are sent, one for each request. Whoever makes one
 * deletes it; what a killed process has left goes at the next start. Thread-safe.
 */
final class ExportFiles implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ExportFiles.class);

  private final StateFolder state;

  /**
   * @param state a state that this process holds
   */
  ExportFiles(StateFolder state) {
    this.state = state;
    delete(state.exports());
    delete(state.earlierExport());
  }

  /** An empty file that nobody else writes to. */
  Path make() throws IOException {
    return Files.createTempFile(Files.createDirectories(state.exports()), "rows", ".part");
  }

  /** Deletes the folder, once nobody writes any more. */
  @Override
  public void close() {
    delete(state.exports());
  }

  private static void delete(Path path) {
    try {
      FolderTree.delete(path);
    } catch (IOException e) {
      LOG.warn("{} stays behind", path, e);
    }
  }
}
