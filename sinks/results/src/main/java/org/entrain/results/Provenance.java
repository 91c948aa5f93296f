package org.entrain.results;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.entrain.schemas.avro.SourceKind;
import org.jspecify.annotations.Nullable;

/**
 * Where scores come from: data, checkpoint, settings, program and records of a fit.
 *
 * @param name the fit as {@link ResultQueries#provenance(String)} reads it
 * @param otherNames its names by checkpoints of equal weights
 * @param fit the fit; with it stand the hashes of settings and recording, the engine, the program
 *     and the records of the scores
 * @param scores the rows that were asked for; empty if the whole fit was
 * @param data what was scored
 * @param checkpoint what it was scored with
 * @param removal how the variant's property was removed; empty for other variants
 * @param settings settings that are stored with the results, as of the last start
 * @param records records that it came from, scores first
 */
public record Provenance(
    String name,
    List<String> otherNames,
    FitRow fit,
    List<Row> scores,
    Data data,
    Source checkpoint,
    Optional<RemovedBy> removal,
    Map<String, String> settings,
    List<From> records) {

  public Provenance {
    otherNames = List.copyOf(otherNames);
    scores = List.copyOf(scores);
    settings = Collections.unmodifiableMap(new TreeMap<>(settings));
    records = List.copyOf(records);
  }

  /**
   * A row of the results.
   *
   * @param p of the voxel, over all folds; empty without a test
   * @param accuracy empty without a classification
   */
  public record Row(
      int voxel,
      int fold,
      double r,
      double r2,
      double lambda,
      OptionalDouble p,
      OptionalDouble accuracy) {}

  /**
   * Data.
   *
   * @param name name of the data set, null if not known
   * @param simulated whether its recordings are simulated
   * @param stimulus hash of words and clock
   * @param recording hash of the recording
   * @param words words of the stimulus
   * @param skippedWords of these, words that have too little context
   * @param annotations hash of the table of properties, null without one
   */
  public record Data(
      @Nullable String name,
      boolean simulated,
      String stimulus,
      String recording,
      int words,
      int skippedWords,
      @Nullable String annotations) {}

  /**
   * A checkpoint as it was announced.
   *
   * @param fingerprint hash of its weights, or of its file of activations
   * @param identity hash of fingerprint, configuration and tokenizer
   * @param unit hash of stimulus, identity and settings of the representations
   */
  public record Source(
      SourceKind kind,
      String architecture,
      String location,
      String fingerprint,
      String identity,
      String unit) {}

  /**
   * How a property was removed.
   *
   * @param lambda penalty, null for a method without one
   */
  public record RemovedBy(
      String property, String method, String coding, String classes, @Nullable Double lambda) {}

  /**
   * Records of a topic. Partition and offsets are null where the results do not keep them: the key
   * finds the records then.
   *
   * @param what what the records hold
   * @param key their key
   * @param firstOffset offset of the first
   * @param lastOffset offset of the last; others may lie between
   */
  public record From(
      String what,
      String topic,
      String key,
      @Nullable Integer partition,
      @Nullable Long firstOffset,
      @Nullable Long lastOffset) {}
}
