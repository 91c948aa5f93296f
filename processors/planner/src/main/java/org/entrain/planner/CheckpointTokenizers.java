package org.entrain.planner;

import java.nio.file.Path;
import java.util.List;
import org.entrain.models.TokenizedText;
import org.entrain.models.WordTokenizer;

/** Reads the tokenizer that lies in the checkpoint's folder. */
final class CheckpointTokenizers implements TextTokenizer {

  @Override
  public TokenizedText tokenize(String location, List<String> words) {
    try (WordTokenizer tokenizer =
        WordTokenizer.open(Path.of(location).resolve("tokenizer.json"))) {
      return tokenizer.tokenize(words);
    }
  }
}
