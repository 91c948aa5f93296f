package org.entrain.models;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.entrain.common.ContentHash;
import org.entrain.common.InvalidInputException;
import org.entrain.models.weights.TensorEntry;
import org.entrain.models.weights.TensorReader;
import org.jspecify.annotations.Nullable;

/**
 * Stored tensors matched with those a plan needs.
 *
 * @param entries by {@link TensorSpec#name()}
 */
record CheckpointTensors(SortedMap<String, TensorEntry> entries) {

  private static final String REMEDY = "The weights do not belong to this config.json.";

  /**
   * @throws InvalidInputException if a tensor is missing, unknown, or of another shape or type
   */
  static CheckpointTensors of(StoredTensors stored, NetworkPlan plan) {
    SortedMap<String, TensorEntry> entries = new TreeMap<>();
    Set<String> used = new HashSet<>();
    for (TensorSpec spec : plan.tensors()) {
      TensorEntry entry = find(stored, spec);
      if (entry == null) {
        throw refuse(stored.source(), spec.name(), "shape " + spec.shape(), "no such tensor");
      }
      if (!entry.shape().equals(spec.shape())) {
        throw refuse(entry.file(), entry.name(), "shape " + spec.shape(), "shape " + entry.shape());
      }
      if (!entry.type().isWeight()) {
        throw refuse(entry.file(), entry.name(), "type F32, F16 or BF16", "type " + entry.type());
      }
      used.add(entry.name());
      entries.put(spec.name(), entry);
    }
    // An unknown weight would be left out of the computation without anybody noticing.
    for (TensorEntry entry : stored.entries().values()) {
      String name = entry.name();
      if (!used.contains(name) && !plan.ignores(name)) {
        throw refuse(
            entry.file(),
            name,
            "only tensors of " + plan.config().architecture(),
            "an unknown one");
      }
    }
    return new CheckpointTensors(entries);
  }

  /**
   * @throws IllegalArgumentException if the plan did not name it
   */
  TensorEntry entry(String name) {
    TensorEntry entry = entries.get(name);
    if (entry == null) {
      throw new IllegalArgumentException("undeclared tensor " + name);
    }
    return entry;
  }

  /** Where some tensors of the plan are. */
  List<TensorEntry> of(List<TensorSpec> specs) {
    return specs.stream().map(spec -> entry(spec.name())).toList();
  }

  /** Size of some tensors of the plan as float32. */
  long wideBytes(List<TensorSpec> specs) {
    return of(specs).stream().mapToLong(entry -> entry.elements() * Float.BYTES).sum();
  }

  /**
   * See {@link CheckpointFolder#fingerprint()}; also refuses values that are not finite.
   *
   * @throws java.util.concurrent.CancellationException if the thread is interrupted
   */
  String fingerprint(LoadListener listener) {
    ContentHash hash = new ContentHash();
    TensorReader reader = new TensorReader();
    LoadProgress progress = new LoadProgress(entries.values(), listener);
    for (Map.Entry<String, TensorEntry> named : entries.entrySet()) {
      TensorEntry entry = named.getValue();
      hash.add(named.getKey()).add((long) entry.shape().size());
      entry.shape().forEach(hash::add);
      hash.add(entry.elements() * Float.BYTES);
      reader.forEachChunk(
          entry,
          chunk -> {
            checkFinite(entry, chunk);
            long bytes = (long) (chunk.remaining() / Float.BYTES) * entry.type().bytes();
            hash.update(chunk);
            progress.add(bytes);
          });
    }
    return hash.hex();
  }

  private static void checkFinite(TensorEntry entry, ByteBuffer chunk) {
    FloatBuffer values = chunk.asFloatBuffer();
    for (int i = 0; i < values.limit(); i++) {
      if (!Float.isFinite(values.get(i))) {
        throw new InvalidInputException(
            entry.file().toString(),
            "tensor " + entry.name(),
            "finite values",
            String.valueOf(values.get(i)),
            "The checkpoint is damaged or its training diverged.");
      }
    }
  }

  private static @Nullable TensorEntry find(StoredTensors stored, TensorSpec spec) {
    TensorEntry entry = stored.entries().get(spec.name());
    for (String alias : spec.aliases()) {
      entry = entry == null ? stored.entries().get(alias) : entry;
    }
    return entry;
  }

  private static InvalidInputException refuse(
      Path file, String tensor, String expected, String found) {
    return new InvalidInputException(file.toString(), "tensor " + tensor, expected, found, REMEDY);
  }
}
