package org.entrain.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the transformers library, on the folders of the reference data ({@code ../shared}). */
class ReferenceTest {

  private Path reference;

  @BeforeEach
  void findReference() {
    String root = System.getenv("ENTRAIN_REFERENCE");
    assumeTrue(root != null, "ENTRAIN_REFERENCE is not set: no reference data to compare with");
    reference = Path.of(root, "reference");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "lm-safetensors/neox",
        "lm-safetensors/llama",
        "lm-safetensors/gpt2",
        "lm-pythia-style/neox",
        "lm-bin/neox"
      })
  void checkpoint_ofReference_givesItsNumbers(String name) throws IOException {
    try (ReferenceFolder folder = new ReferenceFolder(reference.resolve(name))) {
      folder.compareTokens();
      folder.compareHidden();
      folder.compareLogProbabilities();
    }
  }

  @Test
  void sameWeights_inBothFormats_haveTheSameFingerprint() {
    CheckpointFolder torch = CheckpointFolder.open(reference.resolve("lm-bin/neox"));
    CheckpointFolder safetensors = CheckpointFolder.open(reference.resolve("lm-safetensors/neox"));
    assertThat(torch.fingerprint()).isEqualTo(safetensors.fingerprint());
  }
}
