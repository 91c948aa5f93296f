package org.entrain.models.torch;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Stack and memo of a pickle machine, bounded in depth and in values made, so that no file can fill
 * the memory. Values are {@link String}, {@link Long}, {@link Double}, {@link Boolean}, {@link
 * Tuple}, {@link List}, {@link Map}, {@link Global}, {@link Storage}, {@link View} and {@link
 * #NONE}.
 */
final class PickleStack {

  static final Object NONE = new Object();
  private static final Object MARK = new Object();

  /** Python writes items by thousands, so that real files stay far below. */
  static final int MOST_DEPTH = 100_000;

  /** A tensor takes about 30, its module 10: room for 25,000 tensors in one file. */
  static final int MOST_VALUES = 1_000_000;

  private final List<Object> stack = new ArrayList<>();
  private final Map<Integer, Object> memo = new HashMap<>();
  private int made;

  /**
   * @param items never changed
   */
  record Tuple(List<Object> items) {}

  void push(Object value) throws IOException {
    if (stack.size() >= MOST_DEPTH || ++made > MOST_VALUES) {
      throw new IOException(
          "more than %d values, or %d at once".formatted(MOST_VALUES, MOST_DEPTH));
    }
    stack.add(value);
  }

  void mark() throws IOException {
    push(MARK);
  }

  Object pop() throws IOException {
    Object top = top();
    stack.remove(stack.size() - 1);
    return top;
  }

  <T> T pop(Class<T> type) throws IOException {
    Object value = pop();
    if (!type.isInstance(value)) {
      throw new IOException("a %s where a %s belongs".formatted(name(value), name(type)));
    }
    return type.cast(value);
  }

  Object top() throws IOException {
    Object top = stack.isEmpty() ? MARK : stack.get(stack.size() - 1);
    if (top == MARK) {
      throw new IOException("nothing where a value belongs");
    }
    return top;
  }

  /** Removes the values above the last mark, and the mark. */
  List<Object> popToMark() throws IOException {
    int mark = stack.lastIndexOf(MARK);
    if (mark < 0) {
      throw new IOException("no mark");
    }
    List<Object> above = stack.subList(mark + 1, stack.size());
    List<Object> values = List.copyOf(above);
    above.clear();
    stack.remove(mark);
    return values;
  }

  List<Object> pop(int count) throws IOException {
    Object[] values = new Object[count];
    for (int i = count - 1; i >= 0; i--) {
      values[i] = pop();
    }
    return List.of(values);
  }

  void put(int key) throws IOException {
    Object value = top();
    if (!memo.containsKey(key) && ++made > MOST_VALUES) {
      throw new IOException("more than " + MOST_VALUES + " values");
    }
    memo.put(key, value);
  }

  void get(int key) throws IOException {
    Object value = memo.get(key);
    if (value == null) {
      throw new IOException("no value " + (key & 0xffffffffL) + " in the memo");
    }
    push(value);
  }

  boolean isEmpty() {
    return stack.isEmpty();
  }

  /** What a value is, never what it contains: it may contain itself. */
  static String name(Object value) {
    return value == NONE ? "None" : name(value.getClass());
  }

  private static String name(Class<?> type) {
    if (List.class.isAssignableFrom(type)) {
      return "list";
    }
    return Map.class.isAssignableFrom(type)
        ? "dict"
        : type.getSimpleName().toLowerCase(Locale.ROOT);
  }
}
