package org.entrain.models;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.entrain.common.ContentHash;
import org.entrain.common.InvalidInputException;
import org.entrain.models.safetensors.SafetensorsFile;
import org.entrain.models.safetensors.TensorEntry;
import org.jspecify.annotations.Nullable;

/**
 * The tensors of a file matched with those a plan needs.
 *
 * @param file where they are
 * @param entries by {@link TensorSpec#name()}
 */
record CheckpointTensors(SafetensorsFile file, SortedMap<String, TensorEntry> entries) {

  private static final String REMEDY = "The weights do not belong to this config.json.";

  /**
   * @throws InvalidInputException if a tensor is missing, unknown, or of another shape or type
   */
  static CheckpointTensors of(SafetensorsFile file, NetworkPlan plan) {
    SortedMap<String, TensorEntry> entries = new TreeMap<>();
    Set<String> used = new HashSet<>();
    for (TensorSpec spec : plan.tensors()) {
      TensorEntry entry = find(file, spec);
      if (entry == null) {
        throw refuse(file, spec.name(), "shape " + spec.shape(), "no such tensor");
      }
      if (!entry.shape().equals(spec.shape())) {
        throw refuse(file, entry.name(), "shape " + spec.shape(), "shape " + entry.shape());
      }
      if (!entry.type().isWeight()) {
        throw refuse(file, entry.name(), "type F32, F16 or BF16", "type " + entry.type());
      }
      used.add(entry.name());
      entries.put(spec.name(), entry);
    }
    // An unknown weight would be left out of the computation without anybody noticing.
    for (String name : file.entries().keySet()) {
      if (!used.contains(name) && !plan.ignores(name)) {
        throw refuse(
            file, name, "only tensors of " + plan.config().architecture(), "an unknown one");
      }
    }
    return new CheckpointTensors(file, entries);
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

  /** Size of all as float32. */
  long wideBytes() {
    return entries.values().stream().mapToLong(entry -> entry.elements() * Float.BYTES).sum();
  }

  /** See {@link CheckpointFolder#fingerprint()}; also refuses values that are not finite. */
  String fingerprint() {
    ContentHash hash = new ContentHash();
    for (Map.Entry<String, TensorEntry> named : entries.entrySet()) {
      TensorEntry entry = named.getValue();
      hash.add(named.getKey()).add((long) entry.shape().size());
      entry.shape().forEach(hash::add);
      hash.add(entry.elements() * Float.BYTES);
      file.forEachChunk(
          entry,
          chunk -> {
            checkFinite(entry, chunk);
            hash.update(chunk);
          });
    }
    return hash.hex();
  }

  private void checkFinite(TensorEntry entry, ByteBuffer chunk) {
    FloatBuffer values = chunk.duplicate().order(chunk.order()).asFloatBuffer();
    for (int i = 0; i < values.limit(); i++) {
      if (!Float.isFinite(values.get(i))) {
        throw new InvalidInputException(
            file.path().toString(),
            "tensor " + entry.name(),
            "finite values",
            String.valueOf(values.get(i)),
            "The checkpoint is damaged or its training diverged.");
      }
    }
  }

  private static @Nullable TensorEntry find(SafetensorsFile file, TensorSpec spec) {
    TensorEntry entry = file.entries().get(spec.name());
    for (String alias : spec.aliases()) {
      entry = entry == null ? file.entries().get(alias) : entry;
    }
    return entry;
  }

  private static InvalidInputException refuse(
      SafetensorsFile file, String tensor, String expected, String found) {
    return new InvalidInputException(
        file.path().toString(), "tensor " + tensor, expected, found, REMEDY);
  }
}
