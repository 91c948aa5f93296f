package org.entrain.models;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Path;
import org.entrain.common.InvalidInputException;

/** Finds the largest id in the text of a tokenizer, whose tree would take twenty times as much. */
final class TokenizerIds {

  private static final int SHOWN = 40;

  private final Path file;
  private boolean vocabulary;
  private long largest;

  TokenizerIds(Path file) {
    this.file = file;
  }

  /** The largest id of {@code model.vocab} and {@code added_tokens}. */
  long largest(JsonParser root) throws IOException {
    while (root.nextToken() == JsonToken.FIELD_NAME) {
      String key = root.currentName();
      JsonToken value = root.nextToken();
      if (key.equals("model") && value == JsonToken.START_OBJECT) {
        model(root);
      } else if (key.equals("added_tokens") && value == JsonToken.START_ARRAY) {
        added(root);
      } else {
        root.skipChildren();
      }
    }
    if (!vocabulary) {
      throw refuse("model.vocab", "a vocabulary", "none");
    }
    return largest;
  }

  private void model(JsonParser model) throws IOException {
    while (model.nextToken() == JsonToken.FIELD_NAME) {
      boolean vocab = model.currentName().equals("vocab");
      JsonToken value = model.nextToken();
      if (vocab && value == JsonToken.START_OBJECT) {
        while (model.nextToken() == JsonToken.FIELD_NAME) {
          String piece = model.currentName();
          model.nextToken();
          hear(model, "model.vocab", piece);
          vocabulary = true;
        }
      } else if (vocab && value == JsonToken.START_ARRAY) {
        // Unigram models list [piece, score] in the order of ids; all others map pieces to ids.
        for (long id = 0; model.nextToken() != JsonToken.END_ARRAY; id++) {
          model.skipChildren();
          largest = Math.max(largest, id);
          vocabulary = true;
        }
      } else {
        model.skipChildren();
      }
    }
  }

  private void added(JsonParser tokens) throws IOException {
    while (tokens.nextToken() != JsonToken.END_ARRAY) {
      boolean found = false;
      if (tokens.currentToken() == JsonToken.START_OBJECT) {
        while (tokens.nextToken() == JsonToken.FIELD_NAME) {
          boolean id = tokens.currentName().equals("id");
          tokens.nextToken();
          if (id) {
            hear(tokens, "added_tokens", "id");
            found = true;
          } else {
            tokens.skipChildren();
          }
        }
      } else {
        tokens.skipChildren();
      }
      if (!found) {
        throw refuse("added_tokens", "tokens with ids", "one without");
      }
    }
  }

  private void hear(JsonParser id, String field, String name) throws IOException {
    boolean whole = id.currentToken() == JsonToken.VALUE_NUMBER_INT;
    if (!whole
        || id.getNumberType() == JsonParser.NumberType.BIG_INTEGER
        || id.getLongValue() < 0) {
      String text = name + ": " + id.getText();
      throw refuse(
          field,
          "ids that are whole numbers from 0",
          text.substring(0, Math.min(SHOWN, text.length())));
    }
    largest = Math.max(largest, id.getLongValue());
  }

  private InvalidInputException refuse(String field, String expected, String found) {
    return new InvalidInputException(
        file.toString(), field, expected, found, "Save the tokenizer by the tokenizers library.");
  }
}
