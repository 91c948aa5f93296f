package org.entrain.app.extract;

import java.util.List;
import org.entrain.common.Listing;

/**
 * A file of a checkpoint, as far as it can be known without reading it.
 *
 * @param name in the checkpoint's folder
 * @param bytes its size
 * @param modified when it was written last, ISO 8601; in an object store its version
 */
record SourceFile(String name, long bytes, String modified) {

  /** All files of a checkpoint's folder, by name. */
  static List<SourceFile> of(Listing folder) {
    return folder.files().entrySet().stream()
        .map(f -> new SourceFile(f.getKey(), f.getValue().bytes(), f.getValue().stamp()))
        .toList();
  }
}
