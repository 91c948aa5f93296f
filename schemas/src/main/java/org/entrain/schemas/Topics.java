package org.entrain.schemas;

import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.entrain.schemas.avro.Activation;
import org.entrain.schemas.avro.Annotation;
import org.entrain.schemas.avro.Checkpoint;
import org.entrain.schemas.avro.ClockTick;
import org.entrain.schemas.avro.EmbeddingTask;
import org.entrain.schemas.avro.FeatureRow;
import org.entrain.schemas.avro.NoiseCeiling;
import org.entrain.schemas.avro.Perplexity;
import org.entrain.schemas.avro.Plan;
import org.entrain.schemas.avro.Probe;
import org.entrain.schemas.avro.Progress;
import org.entrain.schemas.avro.Removal;
import org.entrain.schemas.avro.Score;
import org.entrain.schemas.avro.Steering;
import org.entrain.schemas.avro.Volume;
import org.entrain.schemas.avro.VoxelMap;
import org.entrain.schemas.avro.Word;

/**
 * Every topic of the stream, declared once.
 *
 * <p>The planner's inputs have one partition, because it joins them in memory of order; plans and
 * activations have equally many and equal keys, so that a feature task sees both of a unit.
 */
public final class Topics {

  /** Prefix of every topic's name. */
  public static final String PREFIX = "entrain.";

  /** What a dead-letter topic's name ends in. */
  public static final String DEAD_LETTER_SUFFIX = ".dlq";

  /** Largest record, bytes. */
  public static final int MAX_RECORD_BYTES = 8 << 20;

  private static final int ONE = 1;

  private final Topic<Word> words;
  private final Topic<ClockTick> clock;
  private final Topic<Volume> recordings;
  private final Topic<VoxelMap> voxelMaps;
  private final Topic<Checkpoint> checkpoints;
  private final Topic<Plan> plans;
  private final Topic<EmbeddingTask> embeddingTasks;
  private final Topic<EmbeddingTask> heldTasks;
  private final Topic<Activation> activations;
  private final Topic<FeatureRow> features;
  private final Topic<Annotation> annotations;
  private final Topic<Removal> removals;
  private final Topic<Probe> probes;
  private final Topic<Score> scores;
  private final Topic<NoiseCeiling> noiseCeilings;
  private final Topic<Perplexity> perplexities;
  private final Topic<Progress> progress;
  private final Topic<Steering> steering;

  /**
   * @param partitions partitions of the topics whose work is shared among workers
   */
  public Topics(int partitions) {
    words = kept("words", "stimulus", new Word(), ONE);
    clock = kept("clock", "stimulus", new ClockTick(), ONE);
    recordings = kept("recordings", "participant", new Volume(), partitions);
    voxelMaps = kept("voxel-maps", "participant", new VoxelMap(), ONE);
    checkpoints = compacted("checkpoints", "model@step", new Checkpoint());
    plans = kept("plans", "model@step", new Plan(), partitions);
    embeddingTasks = kept("embedding-tasks", "model@step", new EmbeddingTask(), ONE);
    heldTasks = kept("held-tasks", "model@step", new EmbeddingTask(), ONE);
    activations = kept("activations", "model@step", new Activation(), partitions);
    features = kept("features", "model@step/layer", new FeatureRow(), partitions);
    annotations = kept("annotations", "stimulus", new Annotation(), ONE);
    removals = kept("removals", "model@step/layer/property", new Removal(), partitions);
    probes = kept("probes", "model@step/layer/property", new Probe(), partitions);
    scores = kept("scores", "model@step/layer/variant/participant", new Score(), partitions);
    noiseCeilings = kept("noise-ceilings", "stimulus/participant", new NoiseCeiling(), ONE);
    perplexities = kept("perplexities", "model@step", new Perplexity(), ONE);
    progress = compacted("progress", "stage/unit/part", new Progress());
    steering = compacted("steering", "target/name", new Steering());
  }

  /** Key: stimulus. */
  public Topic<Word> words() {
    return words;
  }

  /** Key: stimulus. */
  public Topic<ClockTick> clock() {
    return clock;
  }

  /** Key: participant. */
  public Topic<Volume> recordings() {
    return recordings;
  }

  /** Key: participant. */
  public Topic<VoxelMap> voxelMaps() {
    return voxelMaps;
  }

  /** Key: model@step; compacted. */
  public Topic<Checkpoint> checkpoints() {
    return checkpoints;
  }

  /** Key: model@step, partitioned as the activations. */
  public Topic<Plan> plans() {
    return plans;
  }

  /** Key: model@step; a queue, read by a share group. */
  public Topic<EmbeddingTask> embeddingTasks() {
    return embeddingTasks;
  }

  /** Key: model@step; tasks that wait because nobody wants them now. */
  public Topic<EmbeddingTask> heldTasks() {
    return heldTasks;
  }

  /** Key: model@step. */
  public Topic<Activation> activations() {
    return activations;
  }

  /** Key: model@step/layer. */
  public Topic<FeatureRow> features() {
    return features;
  }

  /** Key: stimulus. */
  public Topic<Annotation> annotations() {
    return annotations;
  }

  /** Key: model@step/layer/property. */
  public Topic<Removal> removals() {
    return removals;
  }

  /** Key: model@step/layer/property. */
  public Topic<Probe> probes() {
    return probes;
  }

  /** Key: model@step/layer/variant/participant. */
  public Topic<Score> scores() {
    return scores;
  }

  /** Key: stimulus/participant. */
  public Topic<NoiseCeiling> noiseCeilings() {
    return noiseCeilings;
  }

  /** Key: model@step. */
  public Topic<Perplexity> perplexities() {
    return perplexities;
  }

  /** Key: stage/unit/part; compacted. */
  public Topic<Progress> progress() {
    return progress;
  }

  /** Key: target/name; compacted. */
  public Topic<Steering> steering() {
    return steering;
  }

  /** Every topic, in the order of the stream. */
  public List<Topic<?>> all() {
    return List.of(
        words,
        clock,
        recordings,
        voxelMaps,
        checkpoints,
        plans,
        embeddingTasks,
        heldTasks,
        activations,
        features,
        annotations,
        removals,
        probes,
        scores,
        noiseCeilings,
        perplexities,
        progress,
        steering);
  }

  private static <V extends SpecificRecord> Topic<V> kept(
      String name, String key, V prototype, int partitions) {
    return new Topic<>(
        PREFIX + name, key, new EventSerde<>(prototype), partitions, TopicConfigs.KEPT);
  }

  private static <V extends SpecificRecord> Topic<V> compacted(
      String name, String key, V prototype) {
    return new Topic<>(
        PREFIX + name, key, new EventSerde<>(prototype), ONE, TopicConfigs.COMPACTED);
  }
}
