package org.entrain.models;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.entrain.common.InvalidInputException;
import org.entrain.models.weights.FileFaults;

/** Reads JSON objects from files of bounded size. */
final class JsonFiles {

  private static final String REMEDY = "Download or save the checkpoint again.";

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private JsonFiles() {}

  /**
   * @param bytes of the file
   * @param root a JSON object
   */
  record Content(byte[] bytes, JsonNode root) {}

  static Content read(Path file, long mostBytes) {
    try {
      long size = Files.size(file);
      if (size > mostBytes) {
        throw new InvalidInputException(
            file.toString(), "length", "at most " + mostBytes + " bytes", size + " bytes", REMEDY);
      }
      byte[] bytes = Files.readAllBytes(file);
      JsonNode root = JSON.readTree(bytes);
      if (!root.isObject()) {
        throw new InvalidInputException(
            file.toString(), "content", "a JSON object", root.getNodeType().toString(), REMEDY);
      }
      return new Content(bytes, root);
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(
          file.toString(), "content", "JSON", e.getOriginalMessage(), REMEDY, e);
    } catch (IOException e) {
      throw FileFaults.of(file, e);
    }
  }
}
