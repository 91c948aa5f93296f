package org.entrain.planner;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.entrain.common.InvalidInputException;
import org.entrain.models.TokenizedText;
import org.entrain.models.text.ContextPolicy;
import org.entrain.models.text.Representation;
import org.entrain.schemas.Topic;
import org.entrain.schemas.Topics;
import org.entrain.schemas.Vectors;
import org.entrain.schemas.avro.Checkpoint;
import org.entrain.schemas.avro.ClockKind;
import org.entrain.schemas.avro.ClockTick;
import org.entrain.schemas.avro.EmbeddingTask;
import org.entrain.schemas.avro.Plan;
import org.entrain.schemas.avro.SourceKind;
import org.entrain.schemas.avro.Word;
import org.entrain.transport.KafkaConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PlannerTopologyTest {

  private static final int WORDS = 20;
  private static final int CONTEXT = 6;
  private static final int POSITIONS = 16;
  private static final int WINDOWS_PER_TASK = 10;

  /** Two tokens a word, numbered through the text. */
  private static final TextTokenizer TWO_A_WORD =
      (location, words) -> {
        if (location.equals("broken")) {
          throw new InvalidInputException("broken", "tokenizer", "a file", "nothing", "Copy it.");
        }
        int beyond = location.equals("beyond") ? 1 : 0; // tokens that no word holds
        return new TokenizedText(
            IntStream.range(0, 2 * words.size() + beyond).toArray(),
            IntStream.range(0, words.size()).map(word -> 2 * word + 2).toArray());
      };

  private final Topics topics = new Topics(1);
  private TopologyTestDriver driver;

  @BeforeEach
  void start() {
    start("tokens:" + CONTEXT, Representation.LAST);
  }

  private void start(String context, Representation representation) {
    Properties properties = new Properties();
    properties.putAll(
        new KafkaConnection("unused:1", Map.of())
            .streams("planner-test", System.getProperty("java.io.tmpdir")));
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "planner-test-" + System.nanoTime());
    PlannerSettings settings =
        new PlannerSettings(
            ContextPolicy.parse(context),
            representation,
            List.of(),
            List.of(0, 1),
            WordAssignment.CONTAINING,
            0,
            WINDOWS_PER_TASK);
    driver =
        new TopologyTestDriver(
            new PlannerTopology(topics, settings, TWO_A_WORD, List::of).get(), properties);
  }

  @AfterEach
  void stop() {
    driver.close();
  }

  private static List<SpecificRecord> stimulus() {
    List<SpecificRecord> events = new ArrayList<>();
    for (int w = 0; w < WORDS; w++) {
      events.add(new Word("s", w, 0, "w" + w, 0.5 + w));
    }
    for (int tr = 0; tr < 10; tr++) {
      events.add(new ClockTick("s", ClockKind.TR, 0, tr, 2.0 * tr, tr > 0, 2));
    }
    events.add(new ClockTick("s", ClockKind.END_OF_RUN, 0, 10, 18.0, false, WORDS));
    events.add(new ClockTick("s", ClockKind.END_OF_STIMULUS, 1, 10, 18.0, false, WORDS));
    return events;
  }

  private static Checkpoint checkpoint(long step, String identity, String location) {
    return Checkpoint.newBuilder()
        .setModel("m")
        .setStep(step)
        .setKind(SourceKind.WEIGHTS)
        .setLocation(location)
        .setFingerprint("f" + identity)
        .setIdentity(identity)
        .setArchitecture("gpt_neox")
        .setLayers(3)
        .setHiddenSize(4)
        .setPositions(POSITIONS)
        .build();
  }

  private void pipe(SpecificRecord event) {
    if (event instanceof Word word) {
      pipe(topics.words(), word.getStimulus(), word);
    } else if (event instanceof ClockTick tick) {
      pipe(topics.clock(), tick.getStimulus(), tick);
    } else if (event instanceof Checkpoint checkpoint) {
      pipe(topics.checkpoints(), "m@" + checkpoint.getStep(), checkpoint);
    }
  }

  private <V extends SpecificRecord> void pipe(Topic<V> topic, String key, V event) {
    driver
        .createInputTopic(topic.name(), topic.keys().serializer(), topic.values().serializer())
        .pipeInput(key, event);
  }

  private <V extends SpecificRecord> List<V> read(Topic<V> topic) {
    return driver
        .createOutputTopic(topic.name(), topic.keys().deserializer(), topic.values().deserializer())
        .readRecordsToList()
        .stream()
        .map(TestRecord::value)
        .toList();
  }

  @Test
  void plans_anyOrderOfInputsWithDuplicates_areOnePerCheckpoint() {
    List<SpecificRecord> events = new ArrayList<>(stimulus());
    events.addAll(stimulus());
    events.add(checkpoint(0, "a", "x"));
    events.add(checkpoint(0, "a", "x"));
    events.add(checkpoint(8, "b", "x"));
    for (long seed = 0; seed < 10; seed++) {
      stop();
      start();
      Collections.shuffle(events, new Random(seed));
      events.forEach(this::pipe);

      assertThat(read(topics.plans())).extracting(Plan::getStep).containsExactlyInAnyOrder(0L, 8L);
      assertThat(read(topics.embeddingTasks()))
          .extracting(task -> task.getStep() + "/" + task.getTask())
          .doesNotHaveDuplicates()
          .hasSize(8);
    }
  }

  @Test
  void tasks_together_holdEveryWordAndEveryTokenOnce() {
    stimulus().forEach(this::pipe);
    pipe(checkpoint(0, "a", "x"));

    Plan plan = read(topics.plans()).get(0);
    List<EmbeddingTask> tasks = read(topics.embeddingTasks());
    // More than 6 tokens stand before word 4 (8 tokens), and not before word 3 (6 tokens).
    assertThat(plan.getSkippedWords()).isEqualTo(4);
    assertThat(plan.getWindows()).isEqualTo(2 * WORDS - CONTEXT + 1);
    assertThat(plan.getScoredTokens()).isEqualTo(2 * WORDS - CONTEXT);
    TreeSet<Integer> words = new TreeSet<>();
    TreeSet<Integer> scored = new TreeSet<>();
    for (EmbeddingTask task : tasks) {
      int[] tokens = Vectors.ints(task.getTokens());
      int[] wordsOfTask = Vectors.ints(task.getWords());
      int[] windowOf = Vectors.ints(task.getWordWindows());
      for (int i = 0; i < wordsOfTask.length; i++) {
        assertThat(words.add(wordsOfTask[i])).isTrue();
        // The window's last token is the word's own last token.
        assertThat(tokens[windowOf[i] + CONTEXT - 1]).isEqualTo(2 * wordsOfTask[i] + 1);
      }
      for (int window = 0; window < task.getWindows(); window++) {
        if (window + CONTEXT < tokens.length) {
          assertThat(scored.add(tokens[window + CONTEXT])).isTrue();
        }
      }
    }
    assertThat(words).hasSize(WORDS - 4).first().isEqualTo(4);
    assertThat(scored).hasSize(plan.getScoredTokens()).first().isEqualTo(CONTEXT);
  }

  @Test
  void wordContext_givesEveryWordAWindowFromItsFirstWordOn() {
    stop();
    start("words:5", Representation.MEAN);
    stimulus().forEach(this::pipe);
    pipe(checkpoint(0, "a", "x"));

    Plan plan = read(topics.plans()).get(0);
    List<EmbeddingTask> tasks = read(topics.embeddingTasks());
    assertThat(plan.getContext()).isZero();
    assertThat(plan.getSkippedWords()).isZero();
    assertThat(plan.getWindows()).isEqualTo(2 * WORDS);
    assertThat(plan.getScoredTokens()).isEqualTo(2 * WORDS - 1);
    // The ten windows of the first five words begin together, then two at a time.
    assertThat(plan.getTasks()).isEqualTo(tasks.size()).isEqualTo(4);
    assertThat(tasks).extracting(EmbeddingTask::getWindows).containsOnly(10);
    int words = 0;
    for (EmbeddingTask task : tasks) {
      int[] tokens = Vectors.ints(task.getTokens());
      int[] begins = Vectors.ints(task.getBegins());
      int[] windowOf = Vectors.ints(task.getWordWindows());
      assertThat(Vectors.ints(task.getWordTokens())).hasSize(5).containsOnly(2);
      for (int word : Vectors.ints(task.getWords())) {
        int window = windowOf[word - words];
        assertThat(tokens[begins[window]]).isEqualTo(2 * Math.max(0, word - 4));
        assertThat(tokens[task.getContext() + window - 1]).isEqualTo(2 * word + 1);
      }
      words += 5;
    }
    assertThat(words).isEqualTo(WORDS);
  }

  @Test
  void fullContext_hasOneTaskASegmentAndSkipsNoWord() {
    stop();
    start("full", Representation.LAST);
    stimulus().forEach(this::pipe);
    pipe(checkpoint(0, "a", "x"));

    Plan plan = read(topics.plans()).get(0);
    assertThat(plan.getContext()).isZero();
    assertThat(plan.getSkippedWords()).isZero();
    assertThat(plan.getWindows()).isEqualTo(2 * WORDS);
    assertThat(plan.getScoredTokens()).isEqualTo(2 * WORDS - 1);
    // 16 windows in the first segment; of the others two reach ten windows together.
    assertThat(read(topics.embeddingTasks()))
        .extracting(EmbeddingTask::getWindows)
        .containsExactly(16, 16, 8);
  }

  @Test
  void fullContext_ofAModelWithUnknownLimit_isThePlansCause() {
    stop();
    start("full", Representation.LAST);
    stimulus().forEach(this::pipe);
    pipe(Checkpoint.newBuilder(checkpoint(0, "a", "x")).setPositions(0).build());

    assertThat(read(topics.plans()).get(0).getCause()).contains("max_position_embeddings");
  }

  @Test
  void unit_ofAnotherContextOrRepresentation_isAnother() {
    TreeSet<String> units = new TreeSet<>();
    for (String context : List.of("tokens:6", "tokens:7", "words:6", "full")) {
      for (Representation representation : Representation.values()) {
        stop();
        start(context, representation);
        stimulus().forEach(this::pipe);
        pipe(checkpoint(0, "a", "x"));
        units.add(read(topics.plans()).get(0).getUnit());
      }
    }
    assertThat(units).hasSize(8);
  }

  @Test
  void checkpoint_withWeightsOfAnother_isReportedAndMakesNoWork() {
    stimulus().forEach(this::pipe);
    pipe(checkpoint(0, "a", "x"));
    pipe(checkpoint(1, "a", "y"));

    assertThat(read(topics.plans())).hasSize(1);
    var reports = read(topics.progress());
    assertThat(reports).extracting("name").containsExactly("m@0", "m@1");
    assertThat(reports).extracting("skipped").containsExactly(0L, 1L);
    assertThat(reports.get(0).getUnit()).isEqualTo(reports.get(1).getUnit());
  }

  @Test
  void checkpoint_withoutTokenizer_hasAPlanWithTheCause() {
    stimulus().forEach(this::pipe);
    pipe(checkpoint(0, "a", "broken"));
    pipe(checkpoint(1, "b", "x"));

    List<Plan> plans = read(topics.plans());
    assertThat(plans.get(0).getCause()).contains("tokenizer").contains("nothing");
    assertThat(plans.get(1).getCause()).isNull();
  }

  @Test
  void checkpoint_withTokensOutsideWords_hasAPlanWithTheCause() {
    stop();
    start("words:5", Representation.LAST);
    stimulus().forEach(this::pipe);
    pipe(checkpoint(0, "a", "beyond"));
    pipe(checkpoint(1, "b", "x"));

    List<Plan> plans = read(topics.plans());
    assertThat(plans.get(0).getCause()).contains("beyond/tokenizer.json", "token 40 of 40");
    assertThat(plans.get(1).getCause()).isNull();
  }

  @Test
  void plan_clockAndWords_areAsTheyCame() {
    stimulus().forEach(this::pipe);
    pipe(checkpoint(0, "a", "x"));

    Plan plan = read(topics.plans()).get(0);
    assertThat(Vectors.ints(plan.getKeptTrs())).isEqualTo(IntStream.range(1, 10).toArray());
    assertThat(Arrays.copyOf(Vectors.ints(plan.getWordTrs()), 5)).containsExactly(0, 0, 1, 1, 2);
  }
}
