package org.entrain.common;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Optional;

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
    // A parser of JSON says where it is in further lines.
    return Optional.ofNullable(cause.getMessage())
        .flatMap(message -> message.lines().findFirst())
        .orElse(cause.getClass().getSimpleName());
  }
}
