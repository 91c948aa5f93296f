package org.entrain.dashboard;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * JSON schemas of the records that the API answers. Components are read by reflection, here alone,
 * so that the document cannot say anything else than the serializer does.
 */
final class JsonSchema {

  private final SortedMap<String, Object> schemas = new TreeMap<>();

  /** The schemas of all records met so far, by name. */
  SortedMap<String, Object> schemas() {
    return schemas;
  }

  /** The schema of a type; records are referred to by name. */
  Map<String, Object> of(Type type) {
    if (type instanceof ParameterizedType generic) {
      Type[] arguments = generic.getActualTypeArguments();
      if (generic.getRawType() == Optional.class) {
        return orNull(of(arguments[0]));
      }
      return generic.getRawType() == List.class
          ? Map.of("type", "array", "items", of(arguments[0]))
          : Map.of("type", "object", "additionalProperties", of(arguments[1]));
    }
    Class<?> raw = (Class<?>) type;
    if (raw.isRecord()) {
      return Map.of("$ref", "#/components/schemas/" + record(raw));
    }
    if (raw.isEnum()) {
      return Map.of(
          "type",
          "string",
          "enum",
          Arrays.stream(raw.getEnumConstants()).map(Object::toString).toList());
    }
    return scalar(raw);
  }

  private static Map<String, Object> orNull(Map<String, Object> schema) {
    return schema.get("type") instanceof List<?>
        ? schema
        : Map.of("anyOf", List.of(schema, Map.of("type", "null")));
  }

  private static Map<String, Object> scalar(Class<?> raw) {
    if (raw == String.class) {
      return Map.of("type", List.of("string", "null"));
    }
    if (raw == boolean.class) {
      return Map.of("type", "boolean");
    }
    if (raw == int.class || raw == long.class) {
      return Map.of("type", "integer");
    }
    if (raw == Integer.class || raw == Long.class) {
      return Map.of("type", List.of("integer", "null"));
    }
    if (raw == double.class || raw == Double.class || raw == OptionalDouble.class) {
      return Map.of("type", List.of("number", "null"));
    }
    if (raw == Object.class) {
      return Map.of();
    }
    throw new IllegalArgumentException("no schema for " + raw);
  }

  private String record(Class<?> type) {
    String name = name(type);
    if (!schemas.containsKey(name)) {
      Map<String, Object> properties = new LinkedHashMap<>();
      schemas.put(name, properties); // a record may hold itself
      for (RecordComponent component : type.getRecordComponents()) {
        Map<String, Object> schema = of(component.getGenericType());
        boolean nullable = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
        properties.put(component.getName(), nullable ? orNull(schema) : schema);
      }
      schemas.put(
          name,
          Map.of(
              "type",
              "object",
              "properties",
              properties,
              "required",
              List.copyOf(properties.keySet()),
              "additionalProperties",
              false));
    }
    return name;
  }

  /** Nested records carry the name of what they are nested in. */
  private static String name(Class<?> type) {
    Class<?> outer = type.getEnclosingClass();
    return (outer == null ? "" : name(outer)) + type.getSimpleName();
  }
}
