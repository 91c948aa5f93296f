package org.entrain.common;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads files whole that are small by nature, and refuses those that are not. */
public final class SmallFile {

  private SmallFile() {}

  /**
   * The bytes of a file; no more than {@code most} and one are read, whatever it claims to be.
   *
   * @throws InvalidInputException if it is longer
   */
  public static byte[] bytes(Path file, int most) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(most + 1);
      if (bytes.length > most) {
        throw new InvalidInputException(
            file.toString(),
            "length",
            "at most %,d bytes".formatted(most),
            "more",
            "Check the path: files of this kind are small.");
      }
      return bytes;
    }
  }

  /**
   * The text of a file in UTF-8, as {@link #bytes}.
   *
   * @throws java.nio.charset.CharacterCodingException if it is no UTF-8
   */
  public static String text(Path file, int most) throws IOException {
    return StandardCharsets.UTF_8
        .newDecoder()
        .decode(ByteBuffer.wrap(bytes(file, most)))
        .toString();
  }
}
