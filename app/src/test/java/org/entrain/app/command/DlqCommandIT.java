package org.entrain.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.entrain.app.command.CommandRunner.Outcome;
import org.entrain.broker.EmbeddedBroker;
import org.entrain.schemas.Topics;
import org.entrain.schemas.avro.Word;
import org.entrain.transport.DeadLetters;
import org.entrain.transport.KafkaConnection;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands topics and dlq against a broker. */
class DlqCommandIT {

  private static final String EVIL = "\u001b]0;owned\u0007\u001b[2J";

  /** Topics and their dead letters. */
  private static final int ALL = 2 * new Topics(4).all().size();

  @TempDir private static Path temporary;
  private static EmbeddedBroker broker;
  private static String servers;

  @BeforeAll
  static void start() {
    broker = new EmbeddedBroker(temporary.resolve("broker"), 0);
    servers = "--bootstrap-servers=" + broker.bootstrapServers();
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @Test
  void letters_areListedShownTakenBackAndDropped() throws Exception {
    Outcome missing = CommandRunner.run("topics", "check", servers, "--replication", 1);
    assertThat(missing.code()).isEqualTo(2);
    assertThat(missing.out()).contains("entrain.words", "topics create", ALL + " faults.");
    Outcome tooMany = CommandRunner.run("topics", "create", servers);
    assertThat(tooMany.code()).isEqualTo(2);
    assertThat(tooMany.err()).contains("only 1 broker(s)");
    assertThat(CommandRunner.done("topics", "create", servers, "--replication", 1).out())
        .contains("made entrain.words", ALL + " made, 0 there before");
    assertThat(CommandRunner.done("topics", "create", servers, "--replication", 1).out())
        .contains("0 made, %d there before".formatted(ALL));
    assertThat(CommandRunner.done("topics", "check", servers, "--replication", 1).out())
        .contains(ALL + " topics are as they should be.");

    assertThat(CommandRunner.done("dlq", "list", servers).out()).isEqualTo("No dead letters.\n");
    bury();

    String list = CommandRunner.done("dlq", "list", servers).out();
    assertThat(list)
        .contains("entrain.words.dlq@0", "entrain.words-0@5", "not a word", "3 waiting")
        .contains("\\u001b]0;owned\\u0007")
        .doesNotContain("\u001b", "\u0007");
    JsonNode json =
        new ObjectMapper().readTree(CommandRunner.done("dlq", "list", servers, "--json").out());
    assertThat(json).hasSize(3);
    assertThat(json.get(0).path("cause").asText()).isEqualTo("not a word " + EVIL);
    assertThat(CommandRunner.done("dlq", "list", servers, "--csv", "--topic", "words").out())
        .hasLineCount(4)
        .doesNotContain("\u001b");
    assertThat(CommandRunner.done("dlq", "list", servers, "--topic", "clock").out())
        .isEqualTo("Dead letters: 3 waiting, 0 re-driven, 0 dropped.\n");

    String word = CommandRunner.done("dlq", "show", servers, "entrain.words.dlq@1").out();
    assertThat(new ObjectMapper().readTree(word).path("event").path("text").asText())
        .isEqualTo("home");
    String bytes = CommandRunner.done("dlq", "show", servers, "words@0").out();
    assertThat(bytes).contains("\"begins\" : \"1b 5b 32\"").doesNotContain("\u001b");

    assertThat(CommandRunner.done("dlq", "redrive", servers, "--all", "--cause", "late").out())
        .contains("entrain.words.dlq@1: taken back, now entrain.words-0@0", "1 re-driven, 0 left");
    assertThat(CommandRunner.done("dlq", "redrive", servers, "words@1").out())
        .contains("entrain.words.dlq@1: re-driven before", "0 re-driven, 1 left");
    assertThat(CommandRunner.done("dlq", "drop", servers, "words@0", "words@0").out())
        .contains("entrain.words.dlq@0: dropped", "1 dropped, 0 left");
    assertThat(CommandRunner.done("dlq", "redrive", servers, "words@0").out())
        .contains("dropped before");
    assertThat(CommandRunner.done("dlq", "list", servers, "--all").out())
        .contains("1 waiting, 1 re-driven, 1 dropped.");

    buryLargest();
    assertThat(CommandRunner.done("dlq", "show", servers, "clock@0").out())
        .contains("\"leftOut\" : \"value of 8388508 bytes: too large for a letter");
    Outcome whole = CommandRunner.run("dlq", "redrive", servers, "clock@0");
    assertThat(whole.code()).isEqualTo(2);
    assertThat(whole.out())
        .contains("entrain.clock.dlq@0: expected a letter that can be taken back")
        .contains("found one without its value", "0 re-driven, 1 left");
    assertThat(CommandRunner.done("dlq", "drop", servers, "clock@0").out())
        .contains("entrain.clock.dlq@0: dropped", "1 dropped, 0 left");

    for (List<String> wrong :
        List.of(
            List.of("redrive"),
            List.of("redrive", "--all", "words@0"),
            List.of("drop", "--cause", "x"),
            List.of("drop", "words"),
            List.of("show", "nothing@1"),
            List.of("show", "words@99"))) {
      Object[] arguments =
          Stream.concat(Stream.of("dlq"), Stream.concat(wrong.stream(), Stream.of(servers)))
              .toArray();
      Outcome refused = CommandRunner.run(arguments);
      assertThat(refused.code()).as("%s", wrong).isEqualTo(2);
    }
  }

  private static void bury() {
    Topics topics = new Topics(4);
    KafkaConnection connection = new KafkaConnection(broker.bootstrapServers(), Map.of());
    byte[] word = topics.words().values().encode(new Word("s", 3, 0, "home", 1.5));
    try (DeadLetters letters = new DeadLetters(connection, "planner")) {
      letters.bury(record(5, EVIL, new byte[] {0x1b, 0x5b, 0x32}), cause("not a word " + EVIL));
      letters.bury(record(6, "s", word), cause("too late"));
      ConsumerRecord<byte[], byte[]> marked = record(7, "s", word);
      marked.headers().add("entrain.dlq.dropped", new byte[] {'0'});
      letters.bury(marked, cause("another"));
    }
  }

  /** One that leaves no room beside it for what a letter says. */
  private static void buryLargest() {
    KafkaConnection connection = new KafkaConnection(broker.bootstrapServers(), Map.of());
    byte[] value = new byte[Topics.MAX_RECORD_BYTES - 100];
    try (DeadLetters letters = new DeadLetters(connection, "planner")) {
      letters.bury(new ConsumerRecord<>("entrain.clock", 0, 9, null, value), cause("no tick"));
    }
  }

  private static Exception cause(String message) {
    return new IllegalArgumentException(message);
  }

  private static ConsumerRecord<byte[], byte[]> record(long offset, String key, byte[] value) {
    return new ConsumerRecord<>(
        "entrain.words", 0, offset, key.getBytes(StandardCharsets.UTF_8), value);
  }
}
