package org.entrain.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.entrain.results.Events.checkpoint;
import static org.entrain.results.Events.fit;
import static org.entrain.results.Events.part;
import static org.entrain.results.Events.plan;
import static org.entrain.results.Events.progress;

import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.entrain.broker.EmbeddedBroker;
import org.entrain.schemas.Topics;
import org.entrain.schemas.avro.Score;
import org.entrain.schemas.avro.WorkState;
import org.entrain.transport.DeadLetters;
import org.entrain.transport.EventProducer;
import org.entrain.transport.KafkaConnection;
import org.entrain.transport.TopicAdmin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The worker on a real broker: what is sent stands in the database once, also after a restart. */
@ParameterizedClass
@EnumSource(TestStore.class)
class ResultsWorkerIT {

  private static final Topics TOPICS = new Topics(3);

  @Parameter TestStore stores;
  @TempDir Path folder;
  private EmbeddedBroker broker;
  private KafkaConnection connection;

  @BeforeEach
  void startBroker() {
    broker = new EmbeddedBroker(folder.resolve("broker"), 0);
    connection = new KafkaConnection(broker.bootstrapServers(), Map.of());
    try (TopicAdmin admin = new TopicAdmin(connection)) {
      admin.create(TOPICS, (short) 1);
    }
  }

  @AfterEach
  void stopBroker() {
    broker.close();
  }

  @Test
  @Timeout(120)
  void worker_restartedBetweenEvents_storesEachOnceAndBuriesTheUnreadable() throws Exception {
    Score broken = Score.newBuilder(fit("u", 1, "F", 3, 0.1)).setTotalVoxels(1).build();
    try (EventProducer producer = new EventProducer(connection, "test");
        KafkaProducer<byte[], byte[]> raw =
            new KafkaProducer<>(
                connection.producer("raw"), new ByteArraySerializer(), new ByteArraySerializer())) {
      raw.send(
          new ProducerRecord<>(TOPICS.scores().name(), "rubbish".getBytes(StandardCharsets.UTF_8)));
      raw.flush();
      producer.send(TOPICS.scores(), "m@0/0/initial/F", broken);
      producer.send(TOPICS.scores(), "m@0/0/initial/F", fit("u", 0, "F", 3, 0.1));
      producer.send(TOPICS.plans(), "m@0", plan("u", "i", 0, 1));
      producer.send(TOPICS.perplexities(), "m@0", part("u", 2, 20, -20));
      producer.flush();
      runUntilProgress(producer, "first");

      producer.send(TOPICS.checkpoints(), "m@0", checkpoint("m", 0, "i"));
      producer.send(TOPICS.scores(), "m@0/1/initial/F", fit("u", 1, "F", 3, 0.1));
      producer.flush();
      runUntilProgress(producer, "second");
    }

    try (ResultStore results = stores.openReadOnly(folder)) {
      assertThat(results.queries().exportCsv(new StringWriter(), Selection.of(false)))
          .isEqualTo(2L * 3 * Events.FOLDS);
      assertThat(results.queries().summary().checkpoints().get(0).perplexity())
          .hasValue(Math.exp(1));
      FitRow fit = results.queries().fits(FitFilter.ALL, new Page(0, 1)).rows().get(0);
      assertThat(fit.origin())
          .hasValueSatisfying(
              records -> {
                assertThat(records.topic()).isEqualTo(TOPICS.scores().name());
                assertThat(records.firstOffset()).isEqualTo(records.lastOffset());
                assertThat(records.writtenAt()).isPositive();
              });
    }
    assertThat(causes()).hasSize(2).anyMatch(cause -> cause.contains("voxels 0 + 3 of 1"));
  }

  @Test
  @Timeout(120)
  void offsets_areBehindTheEndOfATransaction() throws Exception {
    TopicPartition partition = new TopicPartition(TOPICS.noiseCeilings().name(), 0);
    Map<String, Object> settings = new HashMap<>(connection.producer("redriven"));
    settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "redriven");
    try (KafkaProducer<byte[], byte[]> raw =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      raw.initTransactions();
      raw.beginTransaction();
      raw.send(new ProducerRecord<>(partition.topic(), 0, null, new byte[] {1}));
      raw.commitTransaction();
    }
    runUntil(sink -> sink.offsets().getOrDefault(partition, 0L) == 2, () -> {});
  }

  /** Runs a worker until it has committed everything that was sent before a mark. */
  private void runUntilProgress(EventProducer producer, String mark) throws Exception {
    long expected = mark.equals("first") ? 6 : 9;
    runUntil(
        sink -> recordsRead(sink) >= expected,
        () -> {
          producer.send(TOPICS.progress(), mark, progress("encoding", mark, "", WorkState.DONE, 1));
          producer.flush();
        });
  }

  /** Runs a worker until the sink holds what is awaited. */
  private void runUntil(Predicate<ResultSink> awaited, Runnable whileItRuns) throws Exception {
    CountDownLatch seen = new CountDownLatch(1);
    try (ResultStore results = stores.open(folder);
        ResultsWorker worker =
            new ResultsWorker(
                connection,
                TOPICS,
                results.sink(),
                batch -> {
                  if (awaited.test(results.sink())) {
                    seen.countDown();
                  }
                })) {
      worker.start();
      whileItRuns.run();
      assertThat(seen.await(60, TimeUnit.SECONDS)).isTrue();
      assertThat(worker.failure()).isNull();
    }
  }

  private static long recordsRead(ResultSink sink) {
    return sink.offsets().values().stream().mapToLong(Long::longValue).sum();
  }

  private List<String> causes() {
    List<ConsumerRecord<byte[], byte[]>> letters = new ArrayList<>();
    String deadLetters = TOPICS.scores().deadLetters();
    var consumer =
        new KafkaConsumer<>(
            connection.consumer("letters"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    try (consumer) {
      var partition = new TopicPartition(deadLetters, 0);
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      while (consumer.position(partition)
          < consumer.endOffsets(List.of(partition)).get(partition)) {
        consumer.poll(Duration.ofMillis(200)).forEach(letters::add);
      }
    }
    return letters.stream()
        .map(
            letter ->
                new String(
                    letter.headers().lastHeader(DeadLetters.CAUSE).value(), StandardCharsets.UTF_8))
        .toList();
  }
}
