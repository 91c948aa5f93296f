package org.entrain.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.util.RandomData;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Bytes that claim more than they have: refused, within the little memory of the test run. */
class HostileEventsTest {

  private static final int HEADER = 10;

  private static final long[] CLAIMS = {
    Integer.MAX_VALUE - 8L, Integer.MAX_VALUE, 1L << 40, Long.MAX_VALUE, -2, Long.MIN_VALUE
  };

  static Stream<Topic<?>> topics() {
    return new Topics(1).all().stream();
  }

  @ParameterizedTest
  @MethodSource("topics")
  void length_claimedAnywhere_isReadOrRefusedWithoutTakingMemory(Topic<?> topic)
      throws IOException {
    byte[] event = encoded(topic.values().schema());
    int refused = 0;
    for (int at = HEADER; at < event.length; at++) {
      for (long claim : CLAIMS) {
        byte[] length = variable(claim);
        byte[] hostile = Arrays.copyOf(event, event.length + length.length);
        System.arraycopy(length, 0, hostile, at, length.length);
        System.arraycopy(event, at, hostile, at + length.length, event.length - at);
        try {
          topic.values().decode(hostile);
        } catch (SerializationException e) {
          refused++;
        }
      }
    }
    assertThat(refused).isPositive();
  }

  @Test
  void record_aboveTheLargest_isRefusedUndecoded() {
    byte[] bytes = new byte[Topics.MAX_RECORD_BYTES + 1];
    assertThatThrownBy(() -> new Topics(1).words().values().decode(bytes))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("8,388,609 bytes");
  }

  private static byte[] encoded(Schema schema) throws IOException {
    GenericRecord event = (GenericRecord) new RandomData(schema, 1, 5).iterator().next();
    return new BinaryMessageEncoder<GenericRecord>(GenericData.get(), schema).encode(event).array();
  }

  private static byte[] variable(long value) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
    encoder.writeLong(value);
    encoder.flush();
    return out.toByteArray();
  }
}
