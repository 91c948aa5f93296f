package org.entrain.models.torch;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.entrain.models.torch.PickleStack.Tuple;
import org.entrain.models.weights.ElementType;

/**
 * Reads one pickle of {@code torch.save}. A pickle is a program for a stack machine; this machine
 * makes numbers, texts, containers and descriptions of tensors, and has no way to make or call
 * anything else. Faults are {@link IOException} with the reason; {@link TorchFile} adds the file.
 */
final class Unpickler {

  /** A state dict takes 300 bytes a tensor. */
  static final long MOST_BYTES = 32L << 20;

  private static final int PROTOCOL = 2;
  private static final int MOST_DIMENSIONS = 8;

  private final PickleInput input;
  private final PickleStack stack = new PickleStack();

  Unpickler(PickleInput input) {
    this.input = input;
  }

  /** The value of the pickle; the input stands behind it. */
  Object read() throws IOException {
    while (true) {
      long at = input.position();
      int code = input.u1();
      Opcode opcode =
          Opcode.of(code).orElseThrow(() -> new IOException(at(at, Opcode.refused(code))));
      if (opcode == Opcode.STOP) {
        Object value = stack.pop();
        if (!stack.isEmpty()) {
          throw new IOException(at(at, "values left over"));
        }
        return value;
      }
      try {
        run(opcode);
      } catch (java.io.EOFException | java.nio.channels.ClosedChannelException e) {
        throw e;
      } catch (IOException e) {
        throw new IOException(at(at, opcode + ": " + e.getMessage()), e);
      }
    }
  }

  private void run(Opcode opcode) throws IOException {
    switch (opcode) {
      case PROTO -> protocol(input.u1());
      case MARK -> stack.mark();
      case GLOBAL -> stack.push(global(input.line(), input.line()));
      case REDUCE -> reduce();
      case BUILD -> build();
      case BINPERSID -> stack.push(storage(stack.pop(Tuple.class).items()));
      case BINPUT -> stack.put(input.u1());
      case LONG_BINPUT -> stack.put(input.i4());
      case BINGET -> stack.get(input.u1());
      case LONG_BINGET -> stack.get(input.i4());
      case EMPTY_TUPLE -> stack.push(new Tuple(List.of()));
      case TUPLE -> stack.push(new Tuple(stack.popToMark()));
      case TUPLE1 -> stack.push(new Tuple(stack.pop(1)));
      case TUPLE2 -> stack.push(new Tuple(stack.pop(2)));
      case TUPLE3 -> stack.push(new Tuple(stack.pop(3)));
      case EMPTY_LIST -> stack.push(new ArrayList<>());
      case APPEND -> append(stack.pop(1));
      case APPENDS -> append(stack.popToMark());
      case EMPTY_DICT -> stack.push(new LinkedHashMap<>());
      case SETITEM -> set(stack.pop(2));
      case SETITEMS -> set(stack.popToMark());
      case NONE -> stack.push(PickleStack.NONE);
      case NEWTRUE -> stack.push(true);
      case NEWFALSE -> stack.push(false);
      case BININT -> stack.push((long) input.i4());
      case BININT1 -> stack.push((long) input.u1());
      case BININT2 -> stack.push((long) input.u2());
      case LONG1 -> stack.push(longNumber(input.u1()));
      case BINFLOAT -> stack.push(input.bigEndianDouble());
      case BINUNICODE -> stack.push(input.utf8(input.i4()));
      case STOP -> throw new AssertionError(opcode);
    }
  }

  private static void protocol(int number) throws IOException {
    if (number != PROTOCOL) {
      throw new IOException("pickle protocol " + number + " instead of " + PROTOCOL);
    }
  }

  private long longNumber(int bytes) throws IOException {
    if (bytes > Long.BYTES) {
      throw new IOException("a number of " + bytes + " bytes");
    }
    return input.signed(bytes);
  }

  private static Global global(String module, String name) throws IOException {
    return Global.named(module, name)
        .orElseThrow(() -> new IOException("class or function " + module + "." + name));
  }

  @SuppressWarnings("unchecked") // Lists hold Object: only append() fills them.
  private void append(List<Object> values) throws IOException {
    if (!(stack.top() instanceof List<?> list)) {
      throw new IOException("items for a " + PickleStack.name(stack.top()));
    }
    ((List<Object>) list).addAll(values);
  }

  @SuppressWarnings("unchecked") // Maps hold String and Object: only set() fills them.
  private void set(List<Object> pairs) throws IOException {
    if (!(stack.top() instanceof Map<?, ?> map) || pairs.size() % 2 != 0) {
      throw new IOException("entries for a " + PickleStack.name(stack.top()));
    }
    for (int i = 0; i < pairs.size(); i += 2) {
      // Texts only: the hash of anything else could be made to take for ever.
      if (!(pairs.get(i) instanceof String key)) {
        throw new IOException("a " + PickleStack.name(pairs.get(i)) + " as a key");
      }
      ((Map<String, Object>) map).put(key, pairs.get(i + 1));
    }
  }

  /** The state of an ordered dictionary is the metadata of modules, which no tensor needs. */
  private void build() throws IOException {
    stack.pop(Map.class);
    if (!(stack.top() instanceof Map)) {
      throw new IOException("state for a " + PickleStack.name(stack.top()));
    }
  }

  private void reduce() throws IOException {
    List<Object> args = stack.pop(Tuple.class).items();
    Global function = stack.pop(Global.class);
    switch (function) {
      case ORDERED_DICT -> {
        if (!args.isEmpty()) {
          throw new IOException("OrderedDict with arguments");
        }
        stack.push(new LinkedHashMap<>());
      }
      case REBUILD_TENSOR -> stack.push(view(args));
      case REBUILD_PARAMETER -> {
        if (args.size() != 3 || !(args.get(0) instanceof View view)) {
          throw new IOException("parameter of something else than a tensor");
        }
        stack.push(view);
      }
      default -> throw new IOException("a call of " + function);
    }
  }

  /** Arguments: storage, offset, shape, strides, requires_grad, hooks, metadata. */
  private static View view(List<Object> args) throws IOException {
    boolean good =
        (args.size() == 6 || args.size() == 7)
            && args.get(0) instanceof Storage
            && args.get(1) instanceof Long
            && args.get(2) instanceof Tuple
            && args.get(3) instanceof Tuple;
    // Metadata mark tensors whose elements are to be negated or conjugated.
    if (!good || (args.size() == 7 && args.get(6) != PickleStack.NONE)) {
      throw new IOException("unknown arguments of a tensor");
    }
    long offset = (Long) args.get(1);
    List<Long> shape = sizes(((Tuple) args.get(2)).items());
    List<Long> strides = sizes(((Tuple) args.get(3)).items());
    if (offset < 0 || shape.size() != strides.size()) {
      throw new IOException("a tensor with offset %d, shape %s".formatted(offset, shape));
    }
    return new View((Storage) args.get(0), offset, shape, strides);
  }

  private static List<Long> sizes(List<Object> values) throws IOException {
    List<Long> sizes = new ArrayList<>();
    for (Object value : values) {
      if (!(value instanceof Long size) || size < 0 || sizes.size() == MOST_DIMENSIONS) {
        throw new IOException("no shape of up to " + MOST_DIMENSIONS + " dimensions");
      }
      sizes.add(size);
    }
    return List.copyOf(sizes);
  }

  /** Items: "storage", class, key, device, elements; in files before torch 1.6 also a view. */
  private static Storage storage(List<Object> items) throws IOException {
    boolean good =
        (items.size() == 5 || (items.size() == 6 && items.get(5) == PickleStack.NONE))
            && "storage".equals(items.get(0))
            && items.get(1) instanceof Global
            && items.get(2) instanceof String
            && items.get(4) instanceof Long;
    ElementType type = good ? ((Global) items.get(1)).type() : null;
    long elements = good ? (Long) items.get(4) : -1;
    if (type == null || elements < 0 || elements > Storage.MOST_ELEMENTS) {
      throw new IOException("no reference to a storage");
    }
    return new Storage((String) items.get(2), type, elements);
  }

  private static String at(long position, String fault) {
    return fault + " at byte " + position;
  }
}
