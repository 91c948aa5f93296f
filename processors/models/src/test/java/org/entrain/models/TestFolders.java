package org.entrain.models;

import java.io.IOException;
import java.nio.file.Path;
import org.entrain.models.weights.ElementType;

/** Folders of tiny random checkpoints for tests of other packages; 64 positions. */
public final class TestFolders {

  public static final int LAYERS = TestCheckpoint.LAYERS;
  public static final int VOCABULARY = TestCheckpoint.VOCABULARY;
  public static final int POSITIONS = 64;

  private TestFolders() {}

  /** Writes a checkpoint of an architecture, {@code gpt_neox} or {@code llama}. */
  public static CheckpointFolder write(Path folder, String architecture) throws IOException {
    TestCheckpoint checkpoint =
        architecture.equals("llama") ? TestCheckpoint.llama() : TestCheckpoint.neox();
    return CheckpointFolder.open(checkpoint.write(folder, ElementType.F32));
  }
}
