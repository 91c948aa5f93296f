package org.entrain.results;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.entrain.math.Fdr;
import org.entrain.math.PairedTest;
import org.entrain.math.SignFlip;
import org.entrain.results.PropertyTest.OfParticipant;
import org.jspecify.annotations.Nullable;

/** Compares every variant that lacks a property with the whole, a pair of fits at a time. */
final class PropertyTestQuery {

  /** Of the patterns of signs that are drawn where there are too many to count. */
  private static final long SEED = 1;

  /** Names of equal weights share a unit, whose test counts once. */
  private record Compared(String unit, int layer, String property) {}

  private record Named(String model, long step, Compared compared) {}

  private final PreparedStatement voxels;
  private final PreparedStatement blocks;
  private long fit = -1;
  private double[] means = new double[0];
  private double[] parts = new double[0];

  private PropertyTestQuery(PreparedStatement voxels, PreparedStatement blocks) {
    this.voxels = voxels;
    this.blocks = blocks;
  }

  static List<PropertyTest> ask(Connection connection) throws SQLException {
    Map<Named, List<OfParticipant>> found = new LinkedHashMap<>();
    Map<Compared, Map<String, OfParticipant>> known = new LinkedHashMap<>();
    try (PreparedStatement voxels =
            connection.prepareStatement(
                "SELECT avg(r) FROM scores WHERE fit = ? GROUP BY voxel ORDER BY voxel");
        PreparedStatement blocks =
            connection.prepareStatement(
                "SELECT part FROM block_parts WHERE fit = ? ORDER BY block");
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT s.model, s.step, s.unit, s.layer, s.variant, s.participant, i.fit, s.fit, s.folds"
                    + " FROM named_fits s JOIN score_units i USING (unit, layer, participant)"
                    + " WHERE i.variant = 'initial' AND i.settings = s.settings"
                    + " AND i.recording = s.recording"
                    + " AND s.variant NOT IN ('initial', 'with-word-rate')"
                    // All variants of an initial fit together, whose voxels are read once.
                    + " ORDER BY s.unit, s.layer, s.participant, s.variant, s.model, s.step")) {
      PropertyTestQuery query = new PropertyTestQuery(voxels, blocks);
      while (row.next()) {
        Compared compared = new Compared(row.getString(3), row.getInt(4), row.getString(5));
        String participant = row.getString(6);
        Map<String, OfParticipant> before =
            known.computeIfAbsent(compared, absent -> new LinkedHashMap<>());
        OfParticipant test = before.get(participant);
        if (test == null) {
          test = query.compare(participant, row.getLong(7), row.getLong(8), row.getInt(9));
          if (test == null) {
            continue;
          }
          before.put(participant, test);
        }
        found
            .computeIfAbsent(
                new Named(row.getString(1), row.getLong(2), compared), absent -> new ArrayList<>())
            .add(test);
      }
    }
    return tests(found, adjusted(withinParticipants(known)));
  }

  /**
   * @param qOfBlocks of the tests over blocks
   */
  private static List<PropertyTest> tests(
      Map<Named, List<OfParticipant>> found, Map<SignFlip, Double> qOfBlocks) {
    Map<Compared, SignFlip> across = new LinkedHashMap<>();
    found.forEach(
        (named, participants) ->
            across.computeIfAbsent(named.compared(), absent -> overParticipants(participants)));
    Map<SignFlip, Double> q = adjusted(across.values());
    List<PropertyTest> tests = new ArrayList<>();
    found.forEach(
        (named, participants) ->
            tests.add(
                new PropertyTest(
                    named.model(),
                    named.step(),
                    named.compared().layer(),
                    named.compared().property(),
                    participants.stream()
                        .map(of -> of.withQ(qOfBlocks.getOrDefault(of.overBlocks(), Double.NaN)))
                        .toList(),
                    Objects.requireNonNull(across.get(named.compared())),
                    Objects.requireNonNull(q.get(across.get(named.compared()))))));
    tests.sort(
        Comparator.comparing(PropertyTest::model)
            .thenComparing(PropertyTest::property)
            .thenComparing(PropertyTest::step)
            .thenComparing(PropertyTest::layer));
    return tests;
  }

  private static List<SignFlip> withinParticipants(
      Map<Compared, Map<String, OfParticipant>> known) {
    return known.values().stream()
        .flatMap(of -> of.values().stream())
        .map(OfParticipant::overBlocks)
        .filter(Objects::nonNull)
        .toList();
  }

  /** q of every test, by Benjamini and Hochberg over all of them; tests are told by identity. */
  private static Map<SignFlip, Double> adjusted(Collection<SignFlip> tests) {
    double[] adjusted = Fdr.benjaminiHochberg(tests.stream().mapToDouble(SignFlip::p).toArray());
    Map<SignFlip, Double> q = new IdentityHashMap<>();
    int next = 0;
    for (SignFlip test : tests) {
      q.put(test, adjusted[next++]);
    }
    return q;
  }

  private static SignFlip overParticipants(List<OfParticipant> participants) {
    return SignFlip.of(
        participants.stream().mapToDouble(of -> of.initial() - of.residual()).toArray(), SEED);
  }

  /** Null where one of the two is of other voxels, and is being scored anew. */
  private @Nullable OfParticipant compare(
      String participant, long initialFit, long residualFit, int count) throws SQLException {
    if (fit != initialFit) {
      means = values(voxels, initialFit);
      parts = values(blocks, initialFit);
      fit = initialFit;
    }
    double[] residual = values(voxels, residualFit);
    if (residual.length != means.length) {
      return null;
    }
    PairedTest test =
        means.length < 2
            ? new PairedTest(Double.NaN, 0, 1, Double.NaN)
            : PairedTest.of(means, residual);
    return new OfParticipant(
        participant,
        Arrays.stream(means).average().orElse(0),
        Arrays.stream(residual).average().orElse(0),
        overBlocks(parts, values(blocks, residualFit), count),
        Double.NaN,
        test);
  }

  /**
   * Null for scores of earlier versions, which have no parts.
   *
   * @param count outer folds
   */
  private static @Nullable SignFlip overBlocks(double[] whole, double[] less, int count) {
    if (whole.length == 0 || whole.length != less.length) {
      return null;
    }
    double[] differences = new double[whole.length];
    Arrays.setAll(differences, b -> whole[b] - less[b]);
    return SignFlip.ofBlocks(differences, count, SEED);
  }

  private static double[] values(PreparedStatement query, long fit) throws SQLException {
    query.setLong(1, fit);
    List<Double> values = new ArrayList<>();
    try (ResultSet row = query.executeQuery()) {
      while (row.next()) {
        values.add(row.getDouble(1));
      }
    }
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
