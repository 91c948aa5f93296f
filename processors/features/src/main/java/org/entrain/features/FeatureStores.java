package org.entrain.features;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.entrain.schemas.Vectors;
import org.entrain.schemas.avro.Activation;
import org.entrain.schemas.avro.Plan;
import org.jspecify.annotations.Nullable;

/** The durable state of the units of one feature task, under keys {@code unit/index}. */
final class FeatureStores {

  private final KeyValueStore<String, Plan> plans;
  private final KeyValueStore<String, Activation> words;
  private final KeyValueStore<String, byte[]> means;
  private final KeyValueStore<String, byte[]> states;
  private final Map<String, UnitState> open = new HashMap<>();

  FeatureStores(ProcessorContext<?, ?> context) {
    plans = context.getStateStore(FeatureTopology.PLANS);
    words = context.getStateStore(FeatureTopology.WORDS);
    means = context.getStateStore(FeatureTopology.MEANS);
    states = context.getStateStore(FeatureTopology.STATES);
  }

  /** Keeps a plan; returns whether it is new. */
  boolean put(Plan plan) {
    return plans.putIfAbsent(plan.getUnit(), plan) == null;
  }

  @Nullable Plan plan(String unit) {
    return plans.get(unit);
  }

  UnitState state(Plan plan) {
    return open.computeIfAbsent(plan.getUnit(), unit -> read(plan));
  }

  void save(String unit, UnitState state) {
    states.put(unit, state.toBytes());
  }

  /** Keeps a word; returns whether it is new. */
  boolean put(Activation word) {
    return words.putIfAbsent(key(word.getUnit(), word.getWord()), word) == null;
  }

  boolean hasWord(String unit, int word) {
    return words.get(key(unit, word)) != null;
  }

  /** Representations of words, all layers one after the other, and forgets them. */
  List<float[]> takeWords(String unit, int[] indices, int length) {
    List<float[]> taken = new ArrayList<>();
    for (int index : indices) {
      Activation word = words.delete(key(unit, index));
      if (word == null) {
        throw new IllegalStateException("unit %s has lost word %d".formatted(unit, index));
      }
      if (word.getSkipped() == null) {
        taken.add(concatenated(word, length));
      }
    }
    return taken;
  }

  /** Words of a unit that have arrived and wait. */
  List<Activation> waitingWords(String unit) {
    List<Activation> waiting = new ArrayList<>();
    try (KeyValueIterator<String, Activation> range = words.range(unit + "/", unit + "0")) {
      range.forEachRemaining(entry -> waiting.add(entry.value));
    }
    return waiting;
  }

  void dropWord(Activation word) {
    words.delete(key(word.getUnit(), word.getWord()));
  }

  void putMean(String unit, int tr, float[] mean) {
    means.put(key(unit, tr), Vectors.ofFloats(mean).array());
  }

  float[] mean(String unit, int tr) {
    byte[] bytes = means.get(key(unit, tr));
    if (bytes == null) {
      throw new IllegalStateException("unit %s has lost TR %d".formatted(unit, tr));
    }
    return Vectors.floats(java.nio.ByteBuffer.wrap(bytes));
  }

  void dropMean(String unit, int tr) {
    means.delete(key(unit, tr));
  }

  private UnitState read(Plan plan) {
    UnitLayout layout = new UnitLayout(plan);
    byte[] bytes = states.get(plan.getUnit());
    return bytes == null ? new UnitState(layout) : UnitState.fromBytes(layout, bytes);
  }

  private static float[] concatenated(Activation word, int length) {
    float[] all = new float[length];
    int offset = 0;
    for (var layer : word.getVectors()) {
      float[] vector = Vectors.floats(layer);
      System.arraycopy(vector, 0, all, offset, vector.length);
      offset += vector.length;
    }
    return all;
  }

  private static String key(String unit, int index) {
    return unit + "/" + index;
  }
}
