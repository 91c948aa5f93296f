package org.entrain.schemas;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.message.MissingSchemaException;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Avro single-object encoding of one type of event: two marker bytes, the schema's fingerprint
 * (CRC-64-AVRO), the value. Events of released versions are read too, with the defaults of what
 * they lack. Whatever is not that type's encoding is a {@link SerializationException}.
 *
 * @param <V> type of the event
 */
public final class EventSerde<V extends SpecificRecord> implements Serde<V> {

  private final BinaryMessageEncoder<V> encoder;
  private final BinaryMessageDecoder<V> decoder;
  private final Schema schema;

  EventSerde(V prototype) {
    TrustedEvents.install();
    schema = prototype.getSchema();
    SpecificData data = SpecificData.getForClass(prototype.getClass());
    // It lends a buffer that is good until the thread encodes again: encode copies it at once.
    encoder = new BinaryMessageEncoder<>(data, prototype.getSchema(), false);
    decoder = new BinaryMessageDecoder<>(data, prototype.getSchema());
    earlier(schema).forEach(decoder::addSchema);
    ReleasedSchemas.of(schema.getName()).forEach(decoder::addSchema);
  }

  /**
   * The schemas that a type may have had between releases: fields with defaults are added at a
   * schema's end, so its beginnings, down to the last field without one. Events of an earlier
   * version are read with the defaults of what they lack.
   */
  private static List<Schema> earlier(Schema schema) {
    List<Schema> versions = new ArrayList<>();
    List<Schema.Field> fields = schema.getFields();
    for (int count = fields.size() - 1; count > 0 && fields.get(count).hasDefaultValue(); count--) {
      List<Schema.Field> kept =
          fields.subList(0, count).stream().map(f -> new Schema.Field(f, f.schema())).toList();
      versions.add(
          Schema.createRecord(
              schema.getName(), schema.getDoc(), schema.getNamespace(), false, kept));
    }
    return versions;
  }

  /** Schema that events are written with. */
  public Schema schema() {
    return schema;
  }

  /** Encodes one event. */
  public byte[] encode(V event) {
    try {
      ByteBuffer bytes = encoder.encode(event);
      byte[] array = new byte[bytes.remaining()];
      bytes.get(array);
      return array;
    } catch (IOException | AvroRuntimeException e) {
      throw new SerializationException("cannot encode " + event.getSchema().getName(), e);
    }
  }

  /** Decodes one event. */
  public V decode(byte @Nullable [] bytes) {
    if (bytes == null) {
      throw new SerializationException("a record without a value");
    }
    if (bytes.length > Topics.MAX_RECORD_BYTES) {
      throw new SerializationException(
          "%,d bytes, and an event has at most %,d"
              .formatted(bytes.length, Topics.MAX_RECORD_BYTES));
    }
    try {
      return decoder.decode(bytes);
    } catch (MissingSchemaException e) {
      throw new SerializationException(
          "%s written with a schema that this version does not know: upgrade the programs that"
                  .formatted(schema.getName())
              + " read before those that write, then take the record back",
          e);
    } catch (IOException | RuntimeException e) {
      // Avro answers hostile bytes with many kinds of runtime exceptions: one is enough for
      // callers.
      throw new SerializationException("not a readable event: " + e.getMessage(), e);
    }
  }

  @Override
  public Serializer<V> serializer() {
    return (topic, event) -> event == null ? null : encode(event);
  }

  @Override
  public Deserializer<V> deserializer() {
    return (topic, bytes) -> bytes == null ? null : decode(bytes);
  }
}
