package org.entrain.app.run;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** A packaged state, as the version before left it. */
public final class EarlierState {

  static final String VERSION = "earlier/0.1.0-baseline";

  private EarlierState() {}

  /** Unpacks it into a new folder, which is returned. */
  public static Path unpack(Path state) throws IOException {
    String name = VERSION + ".zip";
    try (InputStream packed =
            Objects.requireNonNull(EarlierState.class.getResourceAsStream(name), name);
        ZipInputStream zip = new ZipInputStream(packed)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Path target = state.resolve(entry.getName());
        if (entry.isDirectory()) {
          Files.createDirectories(target);
        } else {
          Files.createDirectories(target.getParent());
          Files.copy(zip, target);
        }
      }
    }
    return state;
  }
}
