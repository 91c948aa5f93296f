package org.entrain.results;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.entrain.math.PairedTest;
import org.entrain.math.SignFlip;
import org.jspecify.annotations.Nullable;

/**
 * Compares every variant that lacks a property with the whole, when the second of the two fits is
 * written: both are read once, not at every question.
 */
final class ComparisonWriter {

  /** Of the patterns of signs that are drawn where there are too many to count. */
  private static final long SEED = 1;

  private static final String INITIAL = "initial";

  private final StoreWriter store;
  private final Ledger ledger;
  private final Map<Long, Sample> samples = new LinkedHashMap<>();

  /**
   * What is compared of a fit.
   *
   * @param means mean r over folds by voxel
   * @param parts parts of r by block of test rows; empty for scores of earlier versions
   */
  record Sample(double[] means, double[] parts) {}

  /** A pair by numbers of fits. */
  private record Pair(long residual, long initial, int folds) {}

  /**
   * @param ledger all fits that are stored, those just written among them
   */
  ComparisonWriter(StoreWriter store, Ledger ledger) {
    this.store = store;
    this.ledger = ledger;
  }

  /** Spares reading a fit's scores back. */
  void know(long fit, Sample sample) {
    samples.put(fit, sample);
  }

  /** Compares fits that were written with their counterparts, and stores what comes of it. */
  void write(List<FitKey> written) throws SQLException {
    Map<Long, List<Pair>> byInitial = new LinkedHashMap<>();
    for (FitKey key : written) {
      for (Pair pair : pairs(key)) {
        List<Pair> pairs = byInitial.computeIfAbsent(pair.initial(), absent -> new ArrayList<>());
        if (!pairs.contains(pair)) {
          pairs.add(pair);
        }
      }
    }
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (Map.Entry<Long, List<Pair>> initial : byInitial.entrySet()) {
      Sample whole = sample(initial.getKey());
      for (Pair pair : initial.getValue()) {
        @Nullable Object @Nullable [] row = compare(pair, whole, sample(pair.residual()));
        if (row != null) {
          rows.add(row);
        }
      }
    }
    Tables.COMPARISONS.replaceAll(store, rows);
  }

  private List<Pair> pairs(FitKey key) {
    List<Pair> pairs = new ArrayList<>();
    Ledger.@Nullable Entry entry = ledger.get(key);
    if (entry == null) {
      return pairs;
    }
    if (key.variant().equals(INITIAL)) {
      ledger.forEach(
          (other, residual) -> {
            if (other.lacksAProperty()
                && other.with(INITIAL).equals(key)
                && residual.comparable(entry)) {
              pairs.add(new Pair(residual.fit(), entry.fit(), residual.folds()));
            }
          });
    } else if (key.lacksAProperty()) {
      Ledger.@Nullable Entry initial = ledger.get(key.with(INITIAL));
      if (initial != null && initial.comparable(entry)) {
        pairs.add(new Pair(entry.fit(), initial.fit(), entry.folds()));
      }
    }
    return pairs;
  }

  /** Null where one of the two is of other voxels, and is being scored anew. */
  private static @Nullable Object @Nullable [] compare(Pair pair, Sample whole, Sample less) {
    if (whole.means().length != less.means().length) {
      return null;
    }
    boolean finite =
        DoubleStream.concat(Arrays.stream(whole.means()), Arrays.stream(less.means()))
            .allMatch(Double::isFinite);
    PairedTest test =
        whole.means().length < 2 || !finite
            ? new PairedTest(Double.NaN, 0, 1, Double.NaN)
            : PairedTest.of(whole.means(), less.means());
    @Nullable SignFlip blocks = overBlocks(whole.parts(), less.parts(), pair.folds());
    return new @Nullable Object[] {
      pair.residual(),
      pair.initial(),
      Arrays.stream(whole.means()).average().orElse(0),
      Arrays.stream(less.means()).average().orElse(0),
      test.t(),
      test.degreesOfFreedom(),
      test.p(),
      test.meanDifference(),
      blocks == null ? null : blocks.count(),
      blocks == null ? null : blocks.mean(),
      blocks == null ? null : blocks.p(),
      blocks == null ? null : blocks.exact() ? 1 : 0
    };
  }

  /** Null for scores of earlier versions, which have no parts. */
  private static @Nullable SignFlip overBlocks(double[] whole, double[] less, int folds) {
    if (whole.length == 0 || whole.length != less.length) {
      return null;
    }
    double[] differences = new double[whole.length];
    Arrays.setAll(differences, b -> whole[b] - less[b]);
    return SignFlip.ofBlocks(differences, folds, SEED);
  }

  private Sample sample(long fit) throws SQLException {
    Sample known = samples.get(fit);
    return known != null
        ? known
        : new Sample(
            values("SELECT avg(r) FROM scores WHERE fit = ? GROUP BY voxel ORDER BY voxel", fit),
            values("SELECT part FROM block_parts WHERE fit = ? ORDER BY block", fit));
  }

  private double[] values(String query, long fit) throws SQLException {
    try (PreparedStatement statement = store.connection().prepareStatement(query)) {
      statement.setLong(1, fit);
      DoubleStream.Builder values = DoubleStream.builder();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          values.add(row.getDouble(1));
        }
      }
      return values.build().toArray();
    }
  }
}
