package org.entrain.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.common.errors.SerializationException;
import org.entrain.schemas.avro.Activation;
import org.entrain.schemas.avro.Checkpoint;
import org.entrain.schemas.avro.EmbeddingTask;
import org.entrain.schemas.avro.Progress;
import org.entrain.schemas.avro.Score;
import org.entrain.schemas.avro.SourceKind;
import org.entrain.schemas.avro.Volume;
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

  /** The encoders of a thread share a buffer. */
  @Test
  void encode_anotherEvent_leavesWhatWasEncodedBefore() {
    EventSerde<Activation> serde = topics.activations().values();
    List<ByteBuffer> some = List.of(Vectors.ofFloats(new float[] {1, 2, 3}));
    List<ByteBuffer> others = List.of(Vectors.ofFloats(new float[] {7, 8, 9, 10}));
    byte[] first = serde.encode(new Activation("u", "m", 1L, 0, some, null));
    byte[] copy = first.clone();

    serde.encode(new Activation("w", "n", 2L, 5, others, null));

    assertThat(first).isEqualTo(copy);
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
    Progress decoded = topics.progress().values().decode(encodedBefore("rate", event));

    assertThat(decoded.getDone()).isEqualTo(7);
    assertThat(decoded.getRate()).isZero();
    assertThat(decoded.getSecondsLeft()).isEqualTo(-1);
  }

  @Test
  void decode_taskOfAnEarlierVersion_hasWindowsOfEqualLengthAndLastTokens() throws IOException {
    ByteBuffer ones = Vectors.ofInts(new int[] {1, 1});
    EmbeddingTask event =
        EmbeddingTask.newBuilder()
            .setUnit("u")
            .setModel("m")
            .setStep(3)
            .setLocation("here")
            .setIdentity("i")
            .setLayers(List.of(0, 2))
            .setContext(5)
            .setTask(1)
            .setTasks(2)
            .setFirstEnd(6)
            .setTokens(ones)
            .setWindows(2)
            .setWords(ones)
            .setWordWindows(ones)
            .setScoredTokens(9)
            .setBegins(ones)
            .setWordTokens(ones)
            .build();

    EmbeddingTask decoded = topics.embeddingTasks().values().decode(encodedBefore("begins", event));

    assertThat(decoded.getScoredTokens()).isEqualTo(9);
    assertThat(Vectors.ints(decoded.getWordWindows())).containsExactly(1, 1);
    assertThat(decoded.getBegins().remaining()).isZero();
    assertThat(decoded.getWordTokens().remaining()).isZero();
  }

  @Test
  void decode_checkpointOfAnEarlierVersion_hasAnUnknownLimit() throws IOException {
    Checkpoint event =
        Checkpoint.newBuilder()
            .setModel("m")
            .setStep(3)
            .setKind(SourceKind.WEIGHTS)
            .setLocation("here")
            .setFingerprint("f")
            .setIdentity("i")
            .setArchitecture("gpt_neox")
            .setLayers(3)
            .setHiddenSize(4)
            .setSkippedWords(7)
            .setPositions(2048)
            .build();

    Checkpoint decoded = topics.checkpoints().values().decode(encodedBefore("positions", event));

    assertThat(decoded.getSkippedWords()).isEqualTo(7);
    assertThat(decoded.getPositions()).isZero();
  }

  @Test
  void decode_scoreOfAnEarlierVersion_hasNoTestAndNoInnerFolds() throws IOException {
    ByteBuffer values = Vectors.ofDoubles(new double[] {0.25, 0.5});
    Score event =
        Score.newBuilder()
            .setUnit("u")
            .setModel("m")
            .setStep(3)
            .setLayer(1)
            .setVariant("initial")
            .setParticipant("F")
            .setRecording("r")
            .setSettings("s")
            .setRows(9)
            .setFirstVoxel(0)
            .setVoxels(2)
            .setTotalVoxels(2)
            .setFolds(1)
            .setR(values)
            .setR2(values)
            .setLambdaIndex(ByteBuffer.wrap(new byte[2]))
            .setLambdas(List.of(1.0))
            .setLowEndShare(List.of(0.0))
            .setHighEndShare(List.of(0.0))
            .setConstantColumns(0)
            .setEngine("dual")
            .setInnerR2(List.of(0.1))
            .setP(values)
            .setPermutations(100)
            .setAccuracy(values)
            .build();
    EventSerde<Score> serde = topics.scores().values();
    assertThat(serde.decode(serde.encode(event))).isEqualTo(event);

    Score decoded = serde.decode(encodedBefore("innerR2", event));

    assertThat(decoded.getEngine()).isEqualTo("dual");
    assertThat(decoded.getInnerR2()).isEmpty();
    assertThat(decoded.getP().remaining()).isZero();
    assertThat(decoded.getPermutations()).isZero();
    assertThat(decoded.getAccuracy().remaining()).isZero();
  }

  @Test
  void decode_volumeOfAnEarlierVersion_isARecordingOfItsOwnWithoutMaps() throws IOException {
    Volume event =
        Volume.newBuilder()
            .setParticipant("F")
            .setRecording("h")
            .setStimulus("s")
            .setRun(0)
            .setTr(3)
            .setRow(0)
            .setRows(1)
            .setFirstVoxel(0)
            .setVoxels(1)
            .setValues(Vectors.ofFloats(new float[1]))
            .setDrifts(1)
            .setMaps(3)
            .setRepeat(2)
            .setRepeats(4)
            .setAverage(true)
            .build();

    Volume decoded = topics.recordings().values().decode(encodedBefore("drifts", event));

    assertThat(decoded.getTr()).isEqualTo(3);
    assertThat(decoded.getDrifts()).isZero();
    assertThat(decoded.getMaps()).isZero();
    assertThat(decoded.getRepeat()).isZero();
    assertThat(decoded.getRepeats()).isZero();
    assertThat(decoded.getAverage()).isFalse();
  }

  /** An event as it was written before a field, and those behind it, came. */
  private static <V extends SpecificRecordBase> byte[] encodedBefore(String field, V event)
      throws IOException {
    Schema schema = event.getSchema();
    List<Schema.Field> fields =
        schema.getFields().stream()
            .filter(earlier -> earlier.pos() < schema.getField(field).pos())
            .map(earlier -> new Schema.Field(earlier, earlier.schema()))
            .toList();
    Schema old = Schema.createRecord(schema.getName(), "", schema.getNamespace(), false, fields);
    ByteBuffer bytes = new BinaryMessageEncoder<V>(event.getSpecificData(), old).encode(event);
    byte[] array = new byte[bytes.remaining()];
    bytes.get(array);
    return array;
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
