package org.entrain.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.util.RandomData;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Today's schemas against those of every release, in both directions; and events of every release
 * against today's decoders.
 */
class EvolutionTest {

  private static final Path FOLDER = Path.of("released");

  static Stream<Topic<?>> topics() {
    return new Topics(1).all().stream();
  }

  @ParameterizedTest
  @MethodSource("topics")
  void schema_andEveryReleasedOne_readEachOther(Topic<?> topic) {
    Schema current = topic.values().schema();
    for (Schema released : ReleasedSchemas.of(current.getName())) {
      assertThat(Evolution.faults(released, current)).as(current.getName()).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("topics")
  void events_ofEveryReleasedSchema_areDecoded(Topic<?> topic) throws IOException {
    String type = topic.values().schema().getName();
    List<Schema> schemas = new ArrayList<>(ReleasedSchemas.of(type));
    schemas.add(topic.values().schema());
    for (Schema schema : schemas) {
      for (Object random : new RandomData(schema, 20, 17)) {
        GenericRecord event = (GenericRecord) random;
        byte[] bytes =
            new BinaryMessageEncoder<GenericRecord>(GenericData.get(), schema)
                .encode(event)
                .array();
        var decoded = topic.values().decode(bytes);
        for (Schema.Field field : schema.getFields()) {
          assertThat(text(decoded.get(decoded.getSchema().getField(field.name()).pos())))
              .as("%s.%s", type, field.name())
              .isEqualTo(text(event.get(field.name())));
        }
      }
    }
  }

  @Test
  void folder_isWhatIsPackaged_andTheNewestReleaseHasEveryTypeOfItsTime() throws IOException {
    List<String> folders = new ArrayList<>();
    try (Stream<Path> entries = Files.list(FOLDER)) {
      entries
          .filter(Files::isDirectory)
          .forEach(path -> folders.add(path.getFileName().toString()));
    }
    assertThat(ReleasedSchemas.versions())
        .containsExactlyInAnyOrderElementsOf(folders)
        .isNotEmpty();
    for (String version : folders) {
      try (Stream<Path> files = Files.list(FOLDER.resolve(version))) {
        for (Path file : files.toList()) {
          String type = file.getFileName().toString().replace(".avsc", "");
          assertThat(topics().map(topic -> topic.values().schema().getName()))
              .as("a released type stays readable: %s", file)
              .contains(type);
        }
      }
    }
  }

  /** A value whose strings and maps are of whichever class. */
  private static String text(@Nullable Object value) {
    return value instanceof Map<?, ?> map
        ? map.entrySet().stream().map(String::valueOf).sorted().toList().toString()
        : String.valueOf(value);
  }
}
