package org.entrain.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.kafka.common.errors.SerializationException;
import org.entrain.schemas.avro.Activation;
import org.entrain.schemas.avro.Progress;
import org.entrain.schemas.avro.Word;
import org.entrain.schemas.avro.WorkState;
import org.junit.jupiter.api.Test;

class TopicsTest {

  private final Topics topics = new Topics(3);

  @Test
  void names_areLowerCaseDottedAndDistinct() {
    List<String> names = topics.all().stream().map(Topic::name).toList();
    assertThat(names).doesNotHaveDuplicates().allMatch(name -> name.matches("entrain\\.[a-z-]+"));
  }

  @Test
  void plansAndActivations_areCoPartitioned() {
    assertThat(topics.plans().partitions()).isEqualTo(topics.activations().partitions());
  }

  @Test
  void everyFieldOfEveryEvent_isDocumented() {
    List<String> undocumented = new ArrayList<>();
    for (Topic<?> topic : topics.all()) {
      Schema schema = topic.values().schema();
      for (Schema.Field field : schema.getFields()) {
        if (field.doc() == null || field.doc().isBlank()) {
          undocumented.add(schema.getName() + "." + field.name());
        }
      }
    }
    assertThat(undocumented).isEmpty();
  }

  @Test
  void word_roundTrip_isEqual() {
    Word word = new Word("s", 3, 0, "home,", 12.5);
    assertThat(topics.words().values().decode(topics.words().values().encode(word)))
        .isEqualTo(word);
  }

  @Test
  void activation_vectors_keepEveryBit() {
    float[] vector = {0f, -0f, Float.MIN_VALUE, 1 / 3f, Float.MAX_VALUE};
    Activation event = new Activation("u", "m", 1L, 0, List.of(Vectors.ofFloats(vector)), null);
    EventSerde<Activation> serde = topics.activations().values();
    ByteBuffer decoded = serde.decode(serde.encode(event)).getVectors().get(0);
    assertThat(Vectors.floats(decoded)).isEqualTo(vector);
  }

  @Test
  void decode_eventOfAnEarlierVersion_hasTheDefaultsOfLaterFields() throws IOException {
    Progress event =
        Progress.newBuilder()
            .setStage("embedding")
            .setUnit("u")
            .setState(WorkState.DONE)
            .setDone(7)
            .setRate(2.5)
            .build();
    // As it was before rate and secondsLeft came.
    List<Schema.Field> fields =
        event.getSchema().getFields().stream()
            .filter(field -> field.pos() < event.getSchema().getField("rate").pos())
            .map(field -> new Schema.Field(field, field.schema()))
            .toList();
    Schema old =
        Schema.createRecord("Progress", "", event.getSchema().getNamespace(), false, fields);
    ByteBuffer bytes =
        new BinaryMessageEncoder<Progress>(event.getSpecificData(), old).encode(event);

    Progress decoded = topics.progress().values().decode(bytes.array());

    assertThat(decoded.getDone()).isEqualTo(7);
    assertThat(decoded.getRate()).isZero();
    assertThat(decoded.getSecondsLeft()).isEqualTo(-1);
  }

  @Test
  void decode_anotherTypesBytes_isRefused() {
    byte[] bytes = topics.words().values().encode(new Word("s", 3, 0, "a", 1.0));
    assertThatThrownBy(() -> topics.clock().values().decode(bytes))
        .isInstanceOf(SerializationException.class);
  }

  @Test
  void decode_truncatedOrForeignBytes_isRefused() {
    byte[] bytes = topics.words().values().encode(new Word("s", 3, 0, "a", 1.0));
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = java.util.Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> topics.words().values().decode(cut))
          .isInstanceOf(SerializationException.class);
    }
  }
}
