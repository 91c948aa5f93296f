package org.entrain.transport;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.entrain.schemas.Topics;
import org.jspecify.annotations.Nullable;

/** What a dead letter has room for: a record that just fits its topic leaves none for our words. */
final class LetterSize {

  /**
   * Most bytes of key, value and headers. The rest is for a batch's own fields, for what
   * compression adds where nothing shrinks, and for the mark, which repeats a letter's headers.
   */
  static final int MOST_BYTES = Topics.MAX_RECORD_BYTES - (64 << 10);

  /** Most bytes of a cause: messages of failures quote what they found, however long. */
  static final int MOST_CAUSE_BYTES = 1 << 10;

  /** Bytes of a header's two lengths, each of which takes up to five. */
  private static final int HEADER_BYTES = 10;

  private static final String CUT = "…";

  private LetterSize() {}

  /** Whether producers and brokers take a letter of these. */
  static boolean fits(byte @Nullable [] key, byte @Nullable [] value, Headers headers) {
    long bytes = length(key) + length(value);
    for (Header header : headers) {
      bytes += HEADER_BYTES + length(utf8(header.key())) + length(header.value());
    }
    return bytes <= MOST_BYTES;
  }

  /** Length of a key or value; 0 for none. */
  static long length(byte @Nullable [] bytes) {
    return bytes == null ? 0 : bytes.length;
  }

  /** Says that a value is left out. */
  static String leftOut(byte @Nullable [] value) {
    return "value of %d bytes".formatted(length(value));
  }

  /** A cause in UTF-8, cut behind a whole character if it is too long. */
  static byte[] cause(String text) {
    byte[] bytes = utf8(text);
    if (bytes.length <= MOST_CAUSE_BYTES) {
      return bytes;
    }
    int end = MOST_CAUSE_BYTES - utf8(CUT).length;
    // Bytes 10xxxxxx go on with a character that began before them.
    while ((bytes[end] & 0xC0) == 0x80) {
      end--;
    }
    return utf8(new String(bytes, 0, end, StandardCharsets.UTF_8) + CUT);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
