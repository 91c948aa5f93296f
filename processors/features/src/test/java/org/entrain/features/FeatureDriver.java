package org.entrain.features;

import static org.apache.kafka.streams.StreamsConfig.APPLICATION_ID_CONFIG;
import static org.apache.kafka.streams.StreamsConfig.AT_LEAST_ONCE;
import static org.apache.kafka.streams.StreamsConfig.PROCESSING_GUARANTEE_CONFIG;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.entrain.schemas.Topic;
import org.entrain.schemas.Topics;
import org.entrain.schemas.Vectors;
import org.entrain.schemas.avro.Activation;
import org.entrain.schemas.avro.FeatureRow;
import org.entrain.schemas.avro.Plan;
import org.entrain.schemas.avro.Progress;
import org.entrain.schemas.avro.SourceKind;
import org.entrain.transport.KafkaConnection;
import org.jspecify.annotations.Nullable;

/** The topology in terms of plans, words and rows. */
final class FeatureDriver implements AutoCloseable {

  static final String UNIT = "00000000000000aa";
  static final int HIDDEN = 3;
  static final List<Integer> LAYERS = List.of(0, 2);

  private final Topics topics = new Topics(1);
  private final TopologyTestDriver driver;

  FeatureDriver() {
    Properties properties = new Properties();
    properties.putAll(
        new KafkaConnection("unused:1", Map.of())
            .streams("features-test", System.getProperty("java.io.tmpdir")));
    // The driver drops what an error handler sends within a transaction.
    properties.put(PROCESSING_GUARANTEE_CONFIG, AT_LEAST_ONCE);
    properties.put(APPLICATION_ID_CONFIG, "features-test-" + System.nanoTime());
    driver = new TopologyTestDriver(new FeatureTopology(topics).get(), properties);
  }

  static Plan.Builder plan(int[] wordTrs, int[] trRuns, int[] keptTrs, List<Integer> lags) {
    return Plan.newBuilder()
        .setUnit(UNIT)
        .setModel("m")
        .setStep(7)
        .setStimulus("s")
        .setKind(SourceKind.WEIGHTS)
        .setIdentity("i")
        .setLayers(LAYERS)
        .setHiddenSize(HIDDEN)
        .setWords(wordTrs.length)
        .setSkippedWords(0)
        .setWordTrs(Vectors.ofInts(wordTrs))
        .setTrRuns(Vectors.ofInts(trRuns))
        .setKeptTrs(Vectors.ofInts(keptTrs))
        .setLags(lags)
        .setContext(1)
        .setWindows(0)
        .setTasks(0)
        .setScoredTokens(0);
  }

  /** A word whose value at layer position i and dimension j is {@code value + 10 i + j}. */
  static Activation word(int index, float value) {
    List<ByteBuffer> vectors = new ArrayList<>();
    for (int i = 0; i < LAYERS.size(); i++) {
      float[] vector = new float[HIDDEN];
      for (int j = 0; j < HIDDEN; j++) {
        vector[j] = value + 10 * i + j;
      }
      vectors.add(Vectors.ofFloats(vector));
    }
    return Activation.newBuilder()
        .setUnit(UNIT)
        .setModel("m")
        .setStep(7)
        .setWord(index)
        .setVectors(vectors)
        .build();
  }

  void pipe(Plan plan) {
    pipe(topics.plans(), plan);
  }

  void pipe(Activation word) {
    pipe(topics.activations(), word);
  }

  void pipeAll(List<Activation> words) {
    words.forEach(this::pipe);
  }

  void pipeGarbage() {
    pipeRaw(new byte[] {1, 2, 3});
  }

  /** An activation without a value. */
  void pipeNothing() {
    pipeRaw(null);
  }

  private void pipeRaw(byte @Nullable [] value) {
    driver
        .createInputTopic(
            topics.activations().name(),
            topics.activations().keys().serializer(),
            new org.apache.kafka.common.serialization.ByteArraySerializer())
        .pipeInput("m@7", value);
  }

  /** Vectors by "layer/row", in order; each row of a layer must have come once. */
  Map<String, float[]> rows() {
    Map<String, float[]> rows = new TreeMap<>();
    for (TestRecord<String, FeatureRow> message : read(topics.features())) {
      FeatureRow row = message.value();
      float[] earlier =
          rows.put(row.getLayer() + "/" + row.getRow(), Vectors.floats(row.getVector()));
      if (earlier != null) {
        throw new AssertionError("row came twice: " + message.key() + "/" + row.getRow());
      }
    }
    return rows;
  }

  List<TestRecord<String, Progress>> progress() {
    return read(topics.progress());
  }

  /** Of activations. */
  List<TestRecord<byte[], byte[]>> deadLetters() {
    return deadLetters(topics.activations());
  }

  List<TestRecord<byte[], byte[]>> deadPlans() {
    return deadLetters(topics.plans());
  }

  private List<TestRecord<byte[], byte[]>> deadLetters(Topic<?> topic) {
    return driver
        .createOutputTopic(
            topic.deadLetters(),
            new org.apache.kafka.common.serialization.ByteArrayDeserializer(),
            new org.apache.kafka.common.serialization.ByteArrayDeserializer())
        .readRecordsToList();
  }

  static int[] repeat(int value, int count) {
    return IntStream.range(0, count).map(i -> value).toArray();
  }

  @Override
  public void close() {
    driver.close();
  }

  private <V extends SpecificRecord> void pipe(Topic<V> topic, V event) {
    driver
        .createInputTopic(topic.name(), topic.keys().serializer(), topic.values().serializer())
        .pipeInput("m@7", event);
  }

  private <V extends SpecificRecord> List<TestRecord<String, V>> read(Topic<V> topic) {
    return driver
        .createOutputTopic(topic.name(), topic.keys().deserializer(), topic.values().deserializer())
        .readRecordsToList();
  }
}
