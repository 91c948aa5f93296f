package org.entrain.models;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.entrain.models.layers.OpenBlasProduct;
import org.entrain.models.layers.Product;

/** Chooses how linear layers are computed; the same on every machine with the same processor. */
final class Products {

  private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

  private Products() {}

  /**
   * OpenBLAS on processors of AMD, where the engine's own library (MKL) is about a fifth slower;
   * the engine elsewhere.
   */
  static Product ofThisMachine() {
    return isAmd() ? new OpenBlasProduct() : Product.ofEngine();
  }

  private static boolean isAmd() {
    try {
      return Files.isReadable(PROCESSORS) && Files.readString(PROCESSORS).contains("AuthenticAMD");
    } catch (IOException e) {
      // Unknown processors are served by the engine.
      return false;
    }
  }
}
