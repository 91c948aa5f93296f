package org.entrain.bench.cost;

import java.util.List;

/** Bytes of the events' arrays, and numbers of records, by topic. */
final class TopicBytes {

  private static final int FLOAT = 4;

  /** r and R² in double precision and the index of a penalty, per voxel and fold. */
  private static final int SCORE = 17;

  /** p in double precision, per voxel. */
  private static final int P = 8;

  /** Most voxels of a record of scores. */
  private static final double VOXELS_PER_SCORE = 8_192;

  /** Most voxels of a record of a recording: blocks of 1 MiB. */
  private static final double VOXELS_PER_VOLUME = 1 << 18;

  /** Kafka's lz4 finds what is repeated within blocks of 64 KiB. */
  private static final double BLOCK = 1 << 16;

  private TopicBytes() {}

  /** S · T · V floats. */
  static double recordings(Work w) {
    return (double) w.participants() * w.rows() * w.voxels() * FLOAT;
  }

  /** A vector of H floats for every word and layer. */
  static double activations(Work w) {
    return w.vectors() * w.model().hidden() * FLOAT;
  }

  /** A row of P floats for every TR and layer; variants have none of their own. */
  static double features(Work w) {
    return w.units() * w.rows() * w.features() * FLOAT;
  }

  /**
   * What lz4 leaves of features. A row repeats all lags but one of the row before it, which is
   * found if it stands in the same block: rows of one TR follow each other layer by layer. Nothing
   * shrinks once they fill a block. An upper bound: partitions take the layers apart, so that a
   * block holds rows of more TRs.
   */
  static double compressedFeatures(Work w) {
    double rowsOfTr = w.layers() * w.features() * FLOAT;
    double fresh = 1.0 / w.lags();
    return features(w) * (fresh + (1 - fresh) * Math.min(1, rowsOfTr / BLOCK));
  }

  /** 17 bytes a voxel and fold, 8 a voxel with a permutation test. */
  static double scores(Work w) {
    return w.scores() * SCORE + (w.permutations() > 0 ? w.fits() * w.voxels() * P : 0);
  }

  /** All arrays, as they are before anything is compressed. */
  static double arrays(Work w) {
    return recordings(w) + activations(w) + features(w) + scores(w);
  }

  /**
   * Bytes of a topic's arrays as sent, features alone compressed; of stores' changelogs and of the
   * rest none is known.
   */
  static double sent(String topic, Work w) {
    return switch (topic) {
      case "recordings" -> recordings(w);
      case "activations" -> activations(w);
      case "features" -> compressedFeatures(w);
      case "scores" -> scores(w);
      default -> 0;
    };
  }

  /** What a topic has beyond its arrays grows with these. */
  static List<Term> overhead(String topic) {
    return switch (topic) {
      case "recordings" ->
          List.of(
              new Term(
                  "record",
                  w ->
                      (double) w.participants()
                          * w.rows()
                          * Math.ceil(w.voxels() / VOXELS_PER_VOLUME)));
      case "activations" -> List.of(new Term("word", w -> (double) w.checkpoints() * w.words()));
      case "features" -> List.of(new Term("record", w -> w.units() * w.rows()));
      case "scores" ->
          List.of(new Term("record", w -> w.fits() * Math.ceil(w.voxels() / VOXELS_PER_SCORE)));
      case "changelogs" ->
          List.of(
              new Term("byte of activations", TopicBytes::activations),
              new Term("word", w -> (double) w.checkpoints() * w.words()));
      default ->
          List.of(
              Term.START, new Term("checkpoint", Work::checkpoints), new Term("fit", Work::fits));
    };
  }
}
