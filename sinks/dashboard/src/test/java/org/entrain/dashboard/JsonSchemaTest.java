package org.entrain.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JsonSchemaTest {

  private static final Map<String, Object> NULL = Map.of("type", "null");

  private record Part(int number) {}

  private record Whole(
      Part part,
      @Nullable Part perhaps,
      @Nullable Map<String, Long> counts,
      @Nullable Long count) {}

  @Test
  @SuppressWarnings("unchecked") // a document is made of maps
  void components_thatMayBeNull_sayIt() {
    JsonSchema schema = new JsonSchema();
    schema.of(Whole.class);
    Map<String, Object> whole = (Map<String, Object>) schema.schemas().get("JsonSchemaTestWhole");
    Map<String, Object> part = Map.of("$ref", "#/components/schemas/JsonSchemaTestPart");
    Map<String, Object> counts =
        Map.of(
            "type", "object", "additionalProperties", Map.of("type", List.of("integer", "null")));

    assertThat((Map<String, Object>) whole.get("properties"))
        .containsEntry("part", part)
        .containsEntry("perhaps", Map.of("anyOf", List.of(part, NULL)))
        .containsEntry("counts", Map.of("anyOf", List.of(counts, NULL)))
        .containsEntry("count", Map.of("type", List.of("integer", "null")));
  }
}
