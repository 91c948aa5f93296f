package org.entrain.formats.npy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.entrain.common.InvalidInputException;

/**
 * Header of a {@code .npy} file: {@code \x93NUMPY}, version (two bytes), length of the text (two
 * bytes in version 1, four in 2 and 3), and a Python dictionary of exactly {@code descr}, {@code
 * fortran_order} and {@code shape}. Source: NumPy Enhancement Proposal 1 and numpy.lib.format.
 *
 * @param type type of the elements
 * @param characters TEXT: characters an element; otherwise 1
 * @param shape length of every axis
 * @param offset where the data begin, bytes
 */
record NpyHeader(NpyType type, int characters, List<Integer> shape, long offset) {

  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int PREAMBLE = MAGIC.length + 2;

  /** NumPy aligns the data to this, for maps of them. */
  private static final int ALIGNMENT = 64;

  /** No header of a plain array comes near: more is damage, not data. */
  private static final int MAX_TEXT = 1 << 16;

  private static final Pattern ENTRY =
      Pattern.compile(
          "\\s*['\"](\\w+)['\"]\\s*:\\s*('[^']*'|\"[^\"]*\"|True|False|\\([\\d,\\s]*\\))");
  private static final Pattern TEXT_TYPE = Pattern.compile("<U(\\d{1,6})");
  private static final String SAVE = "Save it in NumPy by np.save(file, np.ascontiguousarray(x)).";

  /** Header of an array in C order, version 1, padded as NumPy does. */
  static byte[] bytes(String descr, int... shape) {
    String lengths =
        Arrays.stream(shape).mapToObj(String::valueOf).collect(Collectors.joining(", "));
    String text =
        "{'descr': '%s', 'fortran_order': False, 'shape': (%s%s), }"
            .formatted(descr, lengths, shape.length == 1 ? "," : "");
    int unpadded = PREAMBLE + Short.BYTES + text.length() + 1;
    int total = (unpadded + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    ByteBuffer header = ByteBuffer.allocate(total).order(ByteOrder.LITTLE_ENDIAN);
    header.put(MAGIC).put((byte) 1).put((byte) 0);
    header.putShort((short) (total - PREAMBLE - Short.BYTES));
    header.put(text.getBytes(StandardCharsets.US_ASCII));
    while (header.remaining() > 1) {
      header.put((byte) ' ');
    }
    return header.put((byte) '\n').array();
  }

  /** Reads the header and checks that the file holds exactly the data it announces. */
  static NpyHeader read(String file, FileChannel channel) throws IOException {
    ByteBuffer start = readFully(file, channel, 0, PREAMBLE);
    byte[] magic = new byte[MAGIC.length];
    start.get(magic);
    if (!Arrays.equals(magic, MAGIC)) {
      throw fault(file, "start", "the bytes \\x93NUMPY", "other bytes");
    }
    int version = start.get();
    if (version < 1 || version > 3) {
      throw fault(file, "version", "1, 2 or 3", Integer.toString(version));
    }
    int lengthBytes = version == 1 ? Short.BYTES : Integer.BYTES;
    ByteBuffer lengthField = readFully(file, channel, PREAMBLE, lengthBytes);
    long length =
        version == 1
            ? Short.toUnsignedLong(lengthField.getShort())
            : Integer.toUnsignedLong(lengthField.getInt());
    if (length > MAX_TEXT) {
      throw fault(file, "header", "at most " + MAX_TEXT + " bytes", length + " bytes");
    }
    long textAt = PREAMBLE + (long) lengthBytes;
    ByteBuffer text = readFully(file, channel, textAt, (int) length);
    NpyHeader header = parse(file, StandardCharsets.UTF_8.decode(text).toString(), textAt + length);
    header.checkSize(file, channel.size());
    return header;
  }

  /** Number of elements. */
  long size() {
    long size = 1;
    for (int length : shape) {
      size = Math.multiplyExact(size, length);
    }
    return size;
  }

  /** Bytes of one element. */
  int itemBytes() {
    return type.bytes() * characters;
  }

  private void checkSize(String file, long fileBytes) {
    long expected;
    try {
      expected = Math.multiplyExact(size(), itemBytes());
    } catch (ArithmeticException e) {
      throw fault(file, "shape", "an array that fits a file", shape.toString());
    }
    long found = fileBytes - offset;
    if (expected != found) {
      throw new InvalidInputException(
          file,
          "data",
          expected + " bytes for shape " + shape,
          found + " bytes",
          "The file is damaged or was copied incompletely: copy or save it again.");
    }
  }

  private static NpyHeader parse(String file, String text, long offset) {
    Map<String, String> entries = entries(file, text);
    String descr = unquoted(entries.getOrDefault("descr", ""));
    if (!"False".equals(entries.get("fortran_order"))) {
      throw fault(file, "fortran_order", "False", String.valueOf(entries.get("fortran_order")));
    }
    String shape = entries.getOrDefault("shape", "");
    if (!shape.startsWith("(")) {
      throw fault(file, "shape", "a tuple of lengths", shape.isEmpty() ? "nothing" : shape);
    }
    List<Integer> lengths = shape(file, shape);
    Matcher ofText = TEXT_TYPE.matcher(descr);
    if (ofText.matches()) {
      return new NpyHeader(NpyType.TEXT, Integer.parseInt(ofText.group(1)), lengths, offset);
    }
    return new NpyHeader(number(file, descr), 1, lengths, offset);
  }

  private static NpyType number(String file, String descr) {
    return switch (descr) {
      case "<f4" -> NpyType.F4;
      case "<f8" -> NpyType.F8;
      case "<i4" -> NpyType.I4;
      case "<i8" -> NpyType.I8;
      default ->
          throw new InvalidInputException(
              file,
              "dtype",
              "<f4, <f8, <i4, <i8 or <U (little-endian)",
              descr.isEmpty() ? "no plain dtype" : descr,
              "Convert it in NumPy, as in np.save(file, x.astype('<f4')), or '<U' for words.");
    };
  }

  private static Map<String, String> entries(String file, String text) {
    String body = text.strip();
    if (!body.startsWith("{") || !body.endsWith("}")) {
      throw fault(file, "header", "a Python dictionary", abbreviated(body));
    }
    body = body.substring(1, body.length() - 1);
    Map<String, String> entries = new HashMap<>();
    Matcher entry = ENTRY.matcher(body);
    int at = 0;
    while (!body.substring(at).isBlank()) {
      entry.region(at, body.length());
      if (!entry.lookingAt() || entries.put(entry.group(1), entry.group(2)) != null) {
        throw fault(
            file,
            "header",
            "a plain dtype, fortran_order and shape",
            abbreviated(body.substring(at).strip()));
      }
      at = entry.end();
      while (at < body.length() && (body.charAt(at) == ',' || body.charAt(at) == ' ')) {
        at++;
      }
    }
    return entries;
  }

  private static List<Integer> shape(String file, String tuple) {
    List<Integer> lengths = new ArrayList<>();
    for (String part : tuple.substring(1, tuple.length() - 1).split(",")) {
      if (!part.isBlank()) {
        try {
          lengths.add(Integer.parseInt(part.strip()));
        } catch (NumberFormatException e) {
          throw fault(file, "shape", "lengths up to " + Integer.MAX_VALUE, tuple);
        }
      }
    }
    return List.copyOf(lengths);
  }

  private static String unquoted(String value) {
    return value.startsWith("'") || value.startsWith("\"")
        ? value.substring(1, value.length() - 1)
        : "";
  }

  private static String abbreviated(String text) {
    return text.length() <= 60 ? text : text.substring(0, 60) + "…";
  }

  private static ByteBuffer readFully(String file, FileChannel channel, long at, int bytes)
      throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, at + buffer.position()) < 0) {
        throw fault(file, "header", (at + bytes) + " bytes", channel.size() + " bytes");
      }
    }
    return buffer.flip();
  }

  private static InvalidInputException fault(
      String file, String field, String expected, String found) {
    return new InvalidInputException(file, field, expected, found, SAVE);
  }
}
