package org.entrain.results;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.entrain.math.Fdr;
import org.entrain.math.PairedTest;
import org.entrain.math.SignFlip;
import org.entrain.results.PropertyTest.OfParticipant;
import org.entrain.schemas.Persons;
import org.jspecify.annotations.Nullable;

/**
 * Tests of every variant that lacks a property against the whole: pairs of fits are compared when
 * they are written ({@link ComparisonWriter}); what goes over several of them is computed here.
 */
final class PropertyTestQuery {

  /** Of the patterns of signs that are drawn where there are too many to count. */
  private static final long SEED = 1;

  /** Names of equal weights share a unit, whose test counts once. */
  private record Compared(String unit, int layer, String property) {}

  private record Named(String model, long step, Compared compared) {}

  private static final String QUERY =
      "SELECT s.model, s.step, s.unit, s.layer, s.variant, s.participant, c.initial_r,"
          + " c.residual_r, c.t, c.degrees, c.p, c.difference, c.blocks, c.block_difference,"
          + " c.block_p, c.block_exact FROM named_fits s JOIN comparisons c USING (fit)"
          + " ORDER BY s.unit, s.layer, s.participant, s.variant, s.model, s.step";

  private PropertyTestQuery() {}

  static List<PropertyTest> ask(Connection connection) throws SQLException {
    Map<Named, List<OfParticipant>> found = new LinkedHashMap<>();
    Map<Compared, Map<String, OfParticipant>> known = new LinkedHashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(QUERY)) {
      while (row.next()) {
        Compared compared = new Compared(row.getString(3), row.getInt(4), row.getString(5));
        String participant = row.getString(6);
        Map<String, OfParticipant> before =
            known.computeIfAbsent(compared, absent -> new LinkedHashMap<>());
        OfParticipant test = before.get(participant);
        if (test == null) {
          test = comparison(participant, row);
          before.put(participant, test);
        }
        found
            .computeIfAbsent(
                new Named(row.getString(1), row.getLong(2), compared), absent -> new ArrayList<>())
            .add(test);
      }
    }
    Map<SignFlip, Double> ofBlocks = adjusted(overBlocks(known, true));
    ofBlocks.putAll(adjusted(overBlocks(known, false)));
    return tests(found, ofBlocks);
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

  /** Tests within persons, or those of the average beside them, a family of its own. */
  private static List<SignFlip> overBlocks(
      Map<Compared, Map<String, OfParticipant>> known, boolean persons) {
    List<OfParticipant> all = known.values().stream().flatMap(of -> of.values().stream()).toList();
    Set<String> names = new HashSet<>();
    Persons.of(all, OfParticipant::participant).forEach(of -> names.add(of.participant()));
    return all.stream()
        .filter(of -> names.contains(of.participant()) == persons)
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
        Persons.of(participants, OfParticipant::participant).stream()
            .mapToDouble(of -> of.initial() - of.residual())
            .toArray(),
        SEED);
  }

  private static OfParticipant comparison(String participant, ResultSet row) throws SQLException {
    int blocks = row.getInt(13);
    @Nullable SignFlip overBlocks =
        row.wasNull()
            ? null
            : new SignFlip(blocks, row.getDouble(14), row.getDouble(15), row.getInt(16) == 1);
    return new OfParticipant(
        participant,
        row.getDouble(7),
        row.getDouble(8),
        overBlocks,
        Double.NaN,
        new PairedTest(row.getDouble(9), row.getDouble(10), row.getDouble(11), row.getDouble(12)));
  }
}
