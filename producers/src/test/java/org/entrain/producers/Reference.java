package org.entrain.producers;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;

/** Real data, which tests find by the environment variable ENTRAIN_REFERENCE. */
public final class Reference {

  private Reference() {}

  /** Returns a path below the reference folder, or skips the test. */
  public static Path path(String below) {
    String folder = System.getenv("ENTRAIN_REFERENCE");
    assumeTrue(folder != null, "ENTRAIN_REFERENCE is not set: no reference data");
    return Path.of(folder).resolve(below);
  }
}
