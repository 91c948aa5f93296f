package org.entrain.planner;

import java.util.List;
import java.util.concurrent.CancellationException;
import org.entrain.common.InvalidInputException;
import org.entrain.common.LocalCopy;
import org.entrain.common.Location;
import org.entrain.common.Locations;
import org.entrain.common.UnavailableException;
import org.entrain.models.CheckpointFiles;
import org.entrain.models.TokenizedText;
import org.entrain.models.WordTokenizer;

/** Reads the tokenizer that lies in the checkpoint's folder. */
final class CheckpointTokenizers implements TextTokenizer {

  private static final String REMEDY = "Save the tokenizer again, or leave the checkpoint out.";

  private final Locations locations;

  /**
   * @param locations brings the tokenizer here, never the weights
   */
  CheckpointTokenizers(Locations locations) {
    this.locations = locations;
  }

  @Override
  public TokenizedText tokenize(String location, List<String> words) {
    try (LocalCopy copy = locations.folder(Location.of(location), CheckpointFiles.text());
        WordTokenizer tokenizer = WordTokenizer.open(copy.path().resolve("tokenizer.json"))) {
      return tokenizer.tokenize(words);
    } catch (InvalidInputException | UnavailableException | CancellationException e) {
      throw e;
    } catch (RuntimeException e) {
      // The library's failures on a text are the checkpoint's, not the stream's.
      throw new InvalidInputException(
          location, "tokenizer.json", "a tokenizer for this text", e.toString(), REMEDY, e);
    }
  }
}
