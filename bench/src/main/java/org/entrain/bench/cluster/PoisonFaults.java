package org.entrain.bench.cluster;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.entrain.bench.cluster.Records.Raw;
import org.entrain.schemas.Topic;
import org.entrain.schemas.Topics;
import org.entrain.schemas.avro.Activation;
import org.entrain.schemas.avro.Perplexity;
import org.entrain.schemas.avro.Score;

/** Records that no stage can use, and dead letters that cannot be written. */
final class PoisonFaults {

  private static final byte[] KEY = "poison".getBytes(StandardCharsets.UTF_8);
  private static final int GARBAGE_BYTES = 100;
  private static final long UNAVAILABLE_MS = 40_000;

  /** Five kinds for each of five topics, and two contradictions. */
  private static final int POISON = 27;

  private PoisonFaults() {}

  static List<Schedule> all() {
    return List.of(
        Schedule.of("poison of six kinds in five topics", 1, PoisonFaults::poison)
            .leaving(POISON)
            .selected(),
        Schedule.of("dead letters cannot be written for 40 s", 1, PoisonFaults::unwritable)
            .leaving(3));
  }

  private static void poison(Site site, Random random) throws Exception {
    site.begin(1);
    Topics topics = site.topics();
    Score score = topics.scores().values().decode(site.first(topics.scores()));
    Activation activation = topics.activations().values().decode(site.first(topics.activations()));
    byte[] whole = topics.activations().values().encode(activation);
    byte[] other = topics.perplexities().values().encode(perplexity());
    byte[] garbage = new byte[GARBAGE_BYTES];
    random.nextBytes(garbage);
    List<Raw> records = new ArrayList<>();
    for (Topic<?> topic : readByStages(topics)) {
      records.add(new Raw(topic.name(), 0, KEY, garbage));
      records.add(new Raw(topic.name(), 0, KEY, new byte[0]));
      records.add(new Raw(topic.name(), 0, KEY, null));
      records.add(new Raw(topic.name(), 0, KEY, other));
      records.add(new Raw(topic.name(), 0, KEY, Arrays.copyOf(whole, whole.length / 2)));
    }
    Activation lacking =
        Activation.newBuilder(activation).setVectors(activation.getVectors().subList(0, 1)).build();
    records.add(
        new Raw(
            topics.activations().name(), 0, KEY, topics.activations().values().encode(lacking)));
    Score contradictory = Score.newBuilder(score).setVoxels(score.getVoxels() + 1).build();
    records.add(
        new Raw(topics.scores().name(), 0, KEY, topics.scores().values().encode(contradictory)));
    site.records().write(records);
    site.incidents().tell("poison: %d records".formatted(records.size()));
  }

  private static List<Topic<?>> readByStages(Topics topics) {
    return List.of(
        topics.words(),
        topics.embeddingTasks(),
        topics.activations(),
        topics.features(),
        topics.scores());
  }

  private static Perplexity perplexity() {
    return new Perplexity("unit", "model", 0L, 0, 1, -1.0, 1);
  }

  /** One broker cannot keep what must be kept by two. */
  private static void unwritable(Site site, Random random) throws Exception {
    site.begin(1);
    Moments.within(site, "embedding", random);
    Topics topics = site.topics();
    List<Topic<?>> struck = List.of(topics.words(), topics.activations(), topics.scores());
    inSync(site, struck, 2);
    List<Raw> records = new ArrayList<>();
    for (Topic<?> topic : struck) {
      records.add(new Raw(topic.name(), 0, KEY, new byte[GARBAGE_BYTES]));
    }
    site.records().write(records);
    site.incidents().tell("poison, and no dead letters");
    site.recovery("no dead letters", topics.features());
    Thread.sleep(UNAVAILABLE_MS);
    inSync(site, struck, 1);
    site.incidents().tell("dead letters again");
  }

  private static void inSync(Site site, List<Topic<?>> topics, int replicas) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", site.brokers().direct()))) {
      Map<ConfigResource, Collection<AlterConfigOp>> changes = new HashMap<>();
      for (Topic<?> topic : topics) {
        changes.put(
            new ConfigResource(ConfigResource.Type.TOPIC, topic.deadLetters()),
            List.of(
                new AlterConfigOp(
                    new ConfigEntry("min.insync.replicas", Integer.toString(replicas)),
                    AlterConfigOp.OpType.SET)));
      }
      admin.incrementalAlterConfigs(changes).all().get();
    }
  }
}
