package org.entrain.models.weights;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.entrain.common.InvalidInputException;

/** Reads JSON that has one meaning only: no key twice, nothing behind the value. */
public final class StrictJson {

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** Remembers no names, of which a vocabulary has hundreds of thousands. */
  private static final JsonFactory STREAMING =
      JsonFactory.builder().disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES).build();

  private StrictJson() {}

  /** Reads with a parser. */
  @FunctionalInterface
  public interface Reading<T> {
    T read(JsonParser parser) throws IOException;
  }

  /**
   * A whole object, in some twenty times the memory of its text.
   *
   * @param field what the text is in the file, for messages
   * @throws InvalidInputException if the text is another value, no JSON, or has a key twice
   */
  public static JsonNode object(Path file, String field, byte[] json) {
    try {
      JsonNode root = JSON.readTree(json);
      if (!root.isObject()) {
        throw noObject(file, field, root.getNodeType().toString());
      }
      return root;
    } catch (IOException e) {
      throw noJson(file, field, e);
    }
  }

  /**
   * An object read token by token in little memory. Here a key may come twice.
   *
   * @param reading starts at the object and leaves the parser at its end
   * @throws InvalidInputException if the text is another value or no JSON
   */
  public static <T> T streamed(Path file, String field, byte[] json, Reading<T> reading) {
    try (JsonParser parser = STREAMING.createParser(json)) {
      parser.nextToken();
      if (!parser.isExpectedStartObjectToken()) {
        throw noObject(file, field, String.valueOf(parser.currentToken()));
      }
      T result = reading.read(parser);
      if (parser.nextToken() != null) {
        throw noObject(file, field, "another value behind it");
      }
      return result;
    } catch (IOException e) {
      throw noJson(file, field, e);
    }
  }

  private static InvalidInputException noObject(Path file, String field, String found) {
    return new InvalidInputException(
        file.toString(), field, "a JSON object", found, FileFaults.DOWNLOAD_AGAIN);
  }

  private static InvalidInputException noJson(Path file, String field, IOException e) {
    String fault =
        e instanceof JsonProcessingException json ? json.getOriginalMessage() : e.toString();
    return new InvalidInputException(
        file.toString(), field, "JSON", fault, FileFaults.DOWNLOAD_AGAIN, e);
  }
}
