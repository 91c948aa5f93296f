package org.entrain.models.torch;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes pickles of protocol 2 opcode by opcode, good ones and bad ones. */
final class PickleWriter {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private int memo;

  PickleWriter() {
    op(0x80, 2);
  }

  PickleWriter op(int... codes) {
    for (int code : codes) {
      bytes.write(code);
    }
    return this;
  }

  /** A global, memoised as Python does. */
  PickleWriter global(String module, String name) {
    op('c').raw((module + "\n" + name + "\n").getBytes(StandardCharsets.US_ASCII));
    return put();
  }

  PickleWriter text(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    return op('X').i4(utf8.length).raw(utf8).put();
  }

  PickleWriter number(long number) {
    if (number >= 0 && number < 256) {
      return op('K', (int) number);
    }
    if (number >= 0 && number < 65536) {
      return op('M', (int) number & 0xff, (int) number >> 8);
    }
    if (number == (int) number) {
      return op('J').i4((int) number);
    }
    byte[] wide = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(number).array();
    return op(0x8a, 8).raw(wide);
  }

  PickleWriter numbers(long... numbers) {
    op('(');
    for (long number : numbers) {
      number(number);
    }
    return op('t').put();
  }

  PickleWriter i4(int number) {
    return raw(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(number).array());
  }

  PickleWriter raw(byte[] raw) {
    bytes.writeBytes(raw);
    return this;
  }

  PickleWriter put() {
    return memo < 256 ? op('q', memo++) : op('r').i4(memo++);
  }

  PickleWriter orderedDict() {
    return global("collections", "OrderedDict").op(')', 'R').put();
  }

  byte[] stop() {
    op('.');
    return bytes.toByteArray();
  }
}
