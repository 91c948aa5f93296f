package org.entrain.models.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class UnpicklerTest {

  @TempDir Path folder;

  @Test
  void values_ofEachKind_areRead() throws IOException {
    PickleWriter pickle = pickle().op('}').put().op('(');
    pickle.text("numbers").numbers(0, 255, 256, 65535, 65536, -1, 1L << 40, Long.MIN_VALUE);
    pickle.text("half").op('G', 0x3f, 0xe0, 0, 0, 0, 0, 0, 0);
    pickle.text("list").op(']').number(1).op('a', '(').number(2).number(3).op('e');
    pickle.text("ü").op('N').text("again").op('h', 0).op('u');

    Map<?, ?> read = (Map<?, ?>) read(pickle.stop());

    assertThat(read.get("numbers"))
        .isEqualTo(
            new PickleStack.Tuple(
                List.of(0L, 255L, 256L, 65535L, 65536L, -1L, 1L << 40, Long.MIN_VALUE)));
    assertThat(read.get("half")).isEqualTo(0.5);
    assertThat(read.get("list")).isEqualTo(List.of(1L, 2L, 3L));
    assertThat(read.get("ü")).isSameAs(PickleStack.NONE);
    assertThat(read.get("again")).isSameAs(read);
  }

  static Stream<Arguments> badPickles() {
    return Stream.of(
        arguments(
            "posix.system at byte 2",
            pickle().global("posix", "system").op('(').text("true").op('t', 'R')),
        arguments("builtins.eval at byte 2", pickle().global("builtins", "eval")),
        arguments(
            "torch._utils._rebuild_qtensor", pickle().global("torch._utils", "_rebuild_qtensor")),
        arguments("opcode STACK_GLOBAL at byte 19", pickle().text("os").text("x").op(0x93)),
        arguments("opcode INST at byte 3", pickle().op('(', 'i')),
        arguments("opcode OBJ at byte 3", pickle().op('(', 'o')),
        arguments("opcode NEWOBJ at byte 3", pickle().op(')', 0x81)),
        arguments("opcode EXT1 at byte 2", pickle().op(0x82, 1)),
        arguments("unknown opcode 0xff at byte 2", pickle().op(0xff)),
        arguments("PROTO: pickle protocol 4 instead of 2 at byte 2", pickle().op(0x80, 4)),
        arguments("BINGET: no value 7 in the memo", pickle().op('h', 7)),
        arguments("LONG_BINGET: no value 4294967295", pickle().op('j').i4(-1)),
        arguments("TUPLE: no mark", pickle().op('t')),
        arguments("BINPUT: nothing", pickle().op('q', 0)),
        arguments("TUPLE2: nothing", pickle().number(1).op(0x86)),
        arguments("nothing where a value belongs", pickle().op('(')),
        arguments("values left over", pickle().op(')', ')')),
        arguments("APPEND: items for a tuple", pickle().op(')', ')', 'a')),
        arguments("SETITEM: entries for a list", pickle().op(']', ')', ')', 's')),
        arguments("SETITEMS: entries for a dict", pickle().op('}', '(').text("a").op('u')),
        arguments("SETITEM: a tuple as a key", pickle().op('}', ')', ')', 's')),
        arguments("BUILD: state for a tuple", pickle().op(')', '}', 'b')),
        arguments("BUILD: a tuple where a dict", pickle().op('}', ')', 'b')),
        arguments("REDUCE: a dict where a global", pickle().op('}', ')', 'R')),
        arguments(
            "REDUCE: OrderedDict with arguments",
            pickle().global("collections", "OrderedDict").op(']', 0x85, 'R')),
        arguments("REDUCE: a call of FLOAT", pickle().global("torch", "FloatStorage").op(')', 'R')),
        arguments(
            "REDUCE: unknown arguments",
            pickle().global("torch._utils", "_rebuild_tensor_v2").op(')', 'R')),
        arguments(
            "REDUCE: parameter of something else",
            pickle().global("torch._utils", "_rebuild_parameter").op('N', 'N', 'N', 0x87, 'R')),
        arguments("BINPERSID: no reference", pickle().numbers(1, 2, 3, 4, 5).op('Q')),
        arguments("BINPERSID: no reference", storage(-1).op('Q')),
        arguments("BINPERSID: no reference", storage(Long.MAX_VALUE).op('Q')),
        arguments("REDUCE: no shape", tensor(new long[] {-1}, new long[] {1}, 'N')),
        arguments("REDUCE: no shape", tensor(new long[9], new long[9], 'N')),
        arguments("REDUCE: a tensor with offset", tensor(new long[2], new long[1], 'N')),
        arguments("REDUCE: unknown arguments", tensor(new long[1], new long[1], '}')),
        arguments("LONG1: a number of 9 bytes", pickle().op(0x8a, 9)),
        arguments("BINUNICODE: text of 4294967295 bytes", pickle().op('X').i4(-1)),
        arguments("BINUNICODE: text of 1000000 bytes", pickle().op('X').i4(1_000_000)),
        arguments("is not UTF-8", pickle().op('X').i4(1).op(0xff)),
        arguments("GLOBAL: no name", pickle().op('c', 0, '\n')),
        arguments("it ends at byte", pickle().op('X').i4(100)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badPickles")
  void pickle_thatIsNoDictionaryOfTensors_isRefused(String message, PickleWriter pickle) {
    assertThatThrownBy(() -> read(pickle.stop()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(message);
  }

  @Test
  void pickle_thatWouldFillTheMemory_isRefused() {
    byte[] deep = new byte[200_000];
    Arrays.fill(deep, (byte) ')');
    assertThatThrownBy(() -> read(deep)).hasMessageContaining("more than");

    byte[] wide = new byte[3_000_000];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = (byte) (i == 0 ? ']' : i % 2 == 1 ? '}' : 'a');
    }
    assertThatThrownBy(() -> read(wide)).hasMessageContaining("more than 1000000 values");

    PickleWriter memo = pickle().op(')');
    for (int i = 0; i < 1_000_001; i++) {
      memo.op('r').i4(-i);
    }
    assertThatThrownBy(() -> read(memo.stop())).hasMessageContaining("more than 1000000 values");
  }

  private static PickleWriter pickle() {
    return new PickleWriter();
  }

  private static PickleWriter storage(long elements) {
    PickleWriter pickle = pickle().op('(').text("storage").global("torch", "FloatStorage");
    return pickle.text("0").text("cpu").number(elements).op('t');
  }

  private static PickleWriter tensor(long[] shape, long[] strides, int metadata) {
    PickleWriter pickle = pickle().global("torch._utils", "_rebuild_tensor_v2").op('(');
    pickle.op('(').text("storage").global("torch", "FloatStorage").text("0").text("cpu");
    pickle.number(9).op('t', 'Q').number(0).numbers(shape).numbers(strides).op(0x89);
    return pickle.orderedDict().op(metadata, 't', 'R');
  }

  private Object read(byte[] pickle) throws IOException {
    Path file = Files.write(folder.resolve("data.pkl"), pickle);
    try (FileChannel channel = FileChannel.open(file)) {
      return new Unpickler(new PickleInput(channel, 0, Unpickler.MOST_BYTES)).read();
    }
  }
}
