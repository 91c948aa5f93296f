package org.entrain.producers;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import org.entrain.common.InvalidInputException;

/** Says in plain words why a file or folder could not be read. */
public final class Unreadable {

  private Unreadable() {}

  /**
   * @param expected what should have been there
   * @param cause what reading met
   */
  public static InvalidInputException refusal(Path path, String expected, IOException cause) {
    return new InvalidInputException(
        path.toString(), "file", expected, found(cause), "Check the path and the file.", cause);
  }

  private static String found(IOException cause) {
    if (cause instanceof NoSuchFileException) {
      return "nothing there";
    }
    if (cause instanceof AccessDeniedException) {
      return "no permission to read it";
    }
    if (cause instanceof NotDirectoryException) {
      return "no folder";
    }
    if (cause instanceof CharacterCodingException) {
      return "bytes that are no UTF-8";
    }
    if (cause instanceof JsonProcessingException json) {
      return json.getOriginalMessage().lines().findFirst().orElse("something else");
    }
    String message = cause.getMessage();
    return message == null ? cause.getClass().getSimpleName() : message;
  }
}
