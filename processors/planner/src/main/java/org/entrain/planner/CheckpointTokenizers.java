package org.entrain.planner;

import java.nio.file.Path;
import java.util.List;
import org.entrain.common.InvalidInputException;
import org.entrain.models.TokenizedText;
import org.entrain.models.WordTokenizer;

/** Reads the tokenizer that lies in the checkpoint's folder. */
final class CheckpointTokenizers implements TextTokenizer {

  private static final String REMEDY = "Save the tokenizer again, or leave the checkpoint out.";

  @Override
  public TokenizedText tokenize(String location, List<String> words) {
    try (WordTokenizer tokenizer =
        WordTokenizer.open(Path.of(location).resolve("tokenizer.json"))) {
      return tokenizer.tokenize(words);
    } catch (InvalidInputException e) {
      throw e;
    } catch (RuntimeException e) {
      // The library's failures on a text are the checkpoint's, not the stream's.
      throw new InvalidInputException(
          location, "tokenizer.json", "a tokenizer for this text", e.toString(), REMEDY, e);
    }
  }
}
