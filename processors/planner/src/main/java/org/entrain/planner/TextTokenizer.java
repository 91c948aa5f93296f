package org.entrain.planner;

import java.util.List;
import org.entrain.models.TokenizedText;

/** Tokenizes a stimulus as a checkpoint does; the planner's only look outside the stream. */
@FunctionalInterface
public interface TextTokenizer {

  /**
   * @param location folder of the checkpoint
   * @param words words of the stimulus, to be joined by single blanks
   * @throws org.entrain.common.InvalidInputException when the tokenizer is missing or malformed
   */
  TokenizedText tokenize(String location, List<String> words);
}
