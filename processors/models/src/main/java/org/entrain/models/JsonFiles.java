package org.entrain.models;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.entrain.common.InvalidInputException;
import org.entrain.models.weights.FileFaults;
import org.entrain.models.weights.StrictJson;

/** Reads JSON objects from files of bounded size. */
final class JsonFiles {

  /** How messages call the whole of a file. */
  static final String CONTENT = "content";

  private JsonFiles() {}

  static JsonNode object(Path file, long mostBytes) {
    return StrictJson.object(file, CONTENT, bytes(file, mostBytes));
  }

  /** The content of a file. */
  static byte[] bytes(Path file, long mostBytes) {
    try {
      long size = Files.size(file);
      if (size > mostBytes) {
        throw new InvalidInputException(
            file.toString(),
            "length",
            "at most " + mostBytes + " bytes",
            size + " bytes",
            FileFaults.DOWNLOAD_AGAIN);
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw FileFaults.of(file, e);
    }
  }
}
