package org.entrain.features;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
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

/**
 * The durable state of the units of one feature task, under keys {@code unit/index}. What every
 * word asks for is held in memory beside it: which words are there, and means in use.
 */
final class FeatureStores {

  private final KeyValueStore<String, Plan> plans;
  private final KeyValueStore<String, Activation> words;
  private final KeyValueStore<String, byte[]> means;
  private final KeyValueStore<String, byte[]> states;
  private final Map<String, OpenUnit> open = new HashMap<>();

  /**
   * A unit in memory.
   *
   * @param state how far it is
   * @param words words that are in the store
   * @param means means of TRs that were used, shape [layers × H] each
   */
  private record OpenUnit(UnitState state, BitSet words, Map<Integer, float[]> means) {}

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
    return unit(plan).state();
  }

  void save(String unit, UnitState state) {
    states.put(unit, state.toBytes());
  }

  /** Keeps a word whose plan is unknown; one that is there stays. */
  void keep(Activation word) {
    words.putIfAbsent(key(word.getUnit(), word.getWord()), word);
  }

  /** Keeps a word; returns whether it is new. */
  boolean put(Plan plan, Activation word) {
    BitSet present = unit(plan).words();
    if (present.get(word.getWord())) {
      return false;
    }
    words.put(key(word.getUnit(), word.getWord()), word);
    present.set(word.getWord());
    return true;
  }

  /** Whether all of some words are there. */
  boolean hasWords(Plan plan, int[] indices) {
    BitSet present = unit(plan).words();
    return Arrays.stream(indices).allMatch(present::get);
  }

  /** Representations of words, all layers one after the other, and forgets them. */
  List<float[]> takeWords(Plan plan, int[] indices, int length) {
    String unit = plan.getUnit();
    List<float[]> taken = new ArrayList<>();
    for (int index : indices) {
      Activation word = words.delete(key(unit, index));
      if (word == null) {
        throw new IllegalStateException("unit %s has lost word %d".formatted(unit, index));
      }
      unit(plan).words().clear(index);
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

  void dropWord(Plan plan, Activation word) {
    words.delete(key(word.getUnit(), word.getWord()));
    if (has(plan, word)) {
      unit(plan).words().clear(word.getWord());
    }
  }

  /** A word that came before its plan may have any index. */
  private static boolean has(Plan plan, Activation word) {
    return word.getWord() >= 0 && word.getWord() < plan.getWords();
  }

  void putMean(Plan plan, int tr, float[] mean) {
    unit(plan).means().put(tr, mean);
    means.put(key(plan.getUnit(), tr), Vectors.ofFloats(mean).array());
  }

  float[] mean(Plan plan, int tr) {
    return unit(plan).means().computeIfAbsent(tr, unread -> readMean(plan.getUnit(), tr));
  }

  void dropMean(Plan plan, int tr) {
    unit(plan).means().remove(tr);
    means.delete(key(plan.getUnit(), tr));
  }

  private float[] readMean(String unit, int tr) {
    byte[] bytes = means.get(key(unit, tr));
    if (bytes == null) {
      throw new IllegalStateException("unit %s has lost TR %d".formatted(unit, tr));
    }
    return Vectors.floats(ByteBuffer.wrap(bytes));
  }

  private OpenUnit unit(Plan plan) {
    return open.computeIfAbsent(plan.getUnit(), unit -> read(plan));
  }

  private OpenUnit read(Plan plan) {
    UnitLayout layout = new UnitLayout(plan);
    byte[] bytes = states.get(plan.getUnit());
    BitSet present = new BitSet();
    for (Activation word : waitingWords(plan.getUnit())) {
      if (has(plan, word)) {
        present.set(word.getWord());
      }
    }
    return new OpenUnit(
        bytes == null ? new UnitState(layout) : UnitState.fromBytes(layout, bytes),
        present,
        new HashMap<>());
  }

  private static float[] concatenated(Activation word, int length) {
    float[] all = new float[length];
    int offset = 0;
    for (var layer : word.getVectors()) {
      offset += Vectors.floats(layer, all, offset);
    }
    return all;
  }

  private static String key(String unit, int index) {
    return unit + "/" + index;
  }
}
