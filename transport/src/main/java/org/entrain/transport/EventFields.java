package org.entrain.transport;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * An event's fields for people to read. Arrays of numbers, which travel as bytes, are given by
 * their length and first values; the field's documentation says of what type they are.
 */
public final class EventFields {

  private static final int FIRST = 8;

  private EventFields() {}

  /** The fields by name, in the schema's order. */
  public static Map<String, Object> of(SpecificRecord event) {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (Schema.Field field : event.getSchema().getFields()) {
      @Nullable Object value = event.get(field.pos());
      fields.put(field.name(), value == null ? "" : shown(field, value));
    }
    return fields;
  }

  private static Object shown(Schema.Field field, Object value) {
    if (value instanceof ByteBuffer bytes) {
      return numbers(field.doc() == null ? "" : field.doc(), bytes);
    }
    if (value instanceof List<?> list) {
      List<Object> first = new ArrayList<>();
      list.stream().limit(FIRST).forEach(item -> first.add(shown(field, item)));
      return list.size() <= FIRST ? first : Map.of("items", list.size(), "first", first);
    }
    if (value instanceof SpecificRecord record) {
      return of(record);
    }
    return value instanceof Number || value instanceof Boolean ? value : value.toString();
  }

  private static Map<String, Object> numbers(String doc, ByteBuffer value) {
    ByteBuffer bytes = value.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("bytes", bytes.remaining());
    List<Object> first = new ArrayList<>();
    if (doc.contains("float32")) {
      while (first.size() < FIRST && bytes.remaining() >= Float.BYTES) {
        first.add((double) bytes.getFloat());
      }
    } else if (doc.contains("float64")) {
      while (first.size() < FIRST && bytes.remaining() >= Double.BYTES) {
        first.add(bytes.getDouble());
      }
    } else {
      while (first.size() < FIRST && bytes.hasRemaining()) {
        first.add((int) bytes.get());
      }
    }
    shown.put("first", first);
    return shown;
  }
}
