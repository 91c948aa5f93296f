package org.entrain.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Against the transformers library, on every folder of {@code bench/reference}'s checkpoints. */
class FixtureTest {

  static List<Path> folders() throws IOException, URISyntaxException {
    URL root = Objects.requireNonNull(FixtureTest.class.getResource("/reference"));
    try (Stream<Path> files = Files.list(Path.of(root.toURI()))) {
      return files.filter(Files::isDirectory).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("folders")
  void checkpoint_ofEveryForm_givesTheLibrarysNumbers(Path directory) throws IOException {
    try (ReferenceFolder folder = new ReferenceFolder(directory)) {
      folder.compareTokens();
      folder.compareHidden();
      folder.compareLogProbabilities();
    }
  }

  @Test
  void otherWindowsMeansAndProjections_giveTheLibrarysNumbers() throws Exception {
    int compared = 0;
    for (Path directory : folders()) {
      try (ReferenceFolder folder = new ReferenceFolder(directory)) {
        compared += folder.compareMeans() ? 1 : 0;
        compared += folder.compareFiveWords() ? 1 : 0;
        compared += folder.compareProjected() ? 1 : 0;
      }
    }
    assertThat(compared).isEqualTo(7);
  }

  /** One per architecture, so that none is added without a reference. */
  @Test
  void architectures_allHaveAFolder() throws Exception {
    List<String> compared =
        folders().stream().map(d -> CheckpointFolder.open(d).config().architecture()).toList();
    assertThat(compared).contains("gpt2", "gpt_neox", "llama", "opt", "qwen2");
  }
}
