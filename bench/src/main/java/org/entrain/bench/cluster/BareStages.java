package org.entrain.bench.cluster;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.ejml.data.FMatrixRMaj;
import org.entrain.embedding.EmbeddingSettings;
import org.entrain.embedding.TaskPassage;
import org.entrain.encoding.EncodingStageSettings;
import org.entrain.encoding.Rows;
import org.entrain.math.Design;
import org.entrain.math.EncodingEngine;
import org.entrain.math.EncodingPreset;
import org.entrain.math.LinearAlgebra;
import org.entrain.math.PreparedDesign;
import org.entrain.math.VoxelSource;
import org.entrain.models.CheckpointFolder;
import org.entrain.models.LanguageModel;
import org.entrain.models.LanguageModels;
import org.entrain.models.text.PassageListener;
import org.entrain.models.text.PassageReader;
import org.entrain.schemas.Topic;
import org.entrain.schemas.Topics;
import org.entrain.schemas.Vectors;
import org.entrain.schemas.avro.EmbeddingTask;
import org.entrain.schemas.avro.FeatureRow;
import org.entrain.schemas.avro.Plan;

/**
 * The engines of the heavy stages without a stream: they have their input in memory, compute what
 * the stage computes, and keep nothing. The last line says how long it took from the end of the
 * first piece of work to that of the last.
 */
public final class BareStages {

  static final EncodingPreset PRESET = EncodingPreset.STRICT;

  private static final double NANOS = 1e9;

  private BareStages() {}

  /** Arguments: {@code embedding|encoding SERVERS PARTITIONS THREADS VOXELS}. */
  public static void main(String[] arguments) {
    Records records = new Records(arguments[1]);
    Topics topics = new Topics(Integer.parseInt(arguments[2]));
    int threads = Integer.parseInt(arguments[3]);
    List<Long> ends =
        arguments[0].equals("embedding")
            ? embed(all(records, topics.embeddingTasks()), threads)
            : fit(
                all(records, topics.plans()),
                all(records, topics.features()),
                threads,
                Integer.parseInt(arguments[4]));
    System.out.println((ends.get(ends.size() - 1) - ends.get(0)) / NANOS);
  }

  private static List<Long> embed(List<EmbeddingTask> tasks, int threads) {
    int batch = EmbeddingSettings.defaults().batch();
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    List<Long> ends = new ArrayList<>();
    PassageReader reader = new PassageReader(batch, threads, pool);
    try (LanguageModels models = new LanguageModels();
        LanguageModel model =
            models.open(CheckpointFolder.open(Path.of(tasks.get(0).getLocation())))) {
      for (EmbeddingTask task : tasks) {
        reader.read(model, TaskPassage.of(task), TaskPassage.layers(task), PassageListener.NONE);
        ends.add(System.nanoTime());
      }
    } finally {
      pool.shutdown();
    }
    return ends;
  }

  private static List<Long> fit(List<Plan> plans, List<FeatureRow> rows, int threads, int voxels) {
    Plan plan = plans.stream().filter(one -> one.getTasks() > 0).findFirst().orElseThrow();
    int[] runs = Rows.runs(plan);
    Map<Integer, FMatrixRMaj> layers = new TreeMap<>();
    for (FeatureRow row : rows) {
      float[] values = Vectors.floats(row.getVector());
      FMatrixRMaj layer =
          layers.computeIfAbsent(
              row.getLayer(), unseen -> new FMatrixRMaj(runs.length, values.length));
      System.arraycopy(values, 0, layer.data, row.getRow() * values.length, values.length);
    }
    VoxelSource recording = noise(runs.length, voxels);
    EncodingEngine engine = new EncodingEngine(LinearAlgebra.best(), threads);
    List<Long> ends = new ArrayList<>();
    for (FMatrixRMaj layer : layers.values()) {
      try (PreparedDesign prepared =
          engine.prepare(Design.of(layer), runs, EncodingStageSettings.of(PRESET).encoding())) {
        prepared.score(recording);
      }
      ends.add(System.nanoTime());
    }
    return ends;
  }

  private static VoxelSource noise(int rows, int voxels) {
    Random random = new Random(1);
    FMatrixRMaj recording = new FMatrixRMaj(rows, voxels);
    for (int i = 0; i < recording.data.length; i++) {
      recording.data[i] = (float) random.nextGaussian();
    }
    return VoxelSource.of(recording);
  }

  private static <V extends SpecificRecord> List<V> all(Records records, Topic<V> topic) {
    List<V> events = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : records.all(topic.name())) {
      events.add(topic.values().decode(Objects.requireNonNull(record.value())));
    }
    return events;
  }
}
