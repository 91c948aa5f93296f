package org.entrain.results;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Distributions of many fits at once, from the histograms that the sink keeps. */
final class DistributionQuery {

  private DistributionQuery() {}

  private record Name(String model, long step, int layer, String variant, String participant) {}

  static List<Distribution> ask(Connection connection, FitFilter filter) throws SQLException {
    FitConditions conditions = FitConditions.of(filter);
    Map<Long, Name> names = new TreeMap<>();
    Map<Long, List<Integer>> bins = new TreeMap<>();
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT f.model, f.step, f.layer, f.variant, f.participant, h.bin, h.voxels,"
                + " dense_rank() OVER (ORDER BY f.model, f.step, f.layer, f.variant,"
                + " f.participant) AS place"
                + " FROM named_fits f JOIN r_histograms h ON h.fit = f.fit WHERE "
                + conditions.where())) {
      conditions.set(statement, 1);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          long place = row.getLong(8);
          if (!names.containsKey(place)) {
            names.put(
                place,
                new Name(
                    row.getString(1),
                    row.getLong(2),
                    row.getInt(3),
                    row.getString(4),
                    row.getString(5)));
            bins.put(place, new ArrayList<>(Collections.nCopies(RHistogram.BINS, 0)));
          }
          bins.get(place).set(row.getInt(6), row.getInt(7));
        }
      }
    }
    List<Distribution> distributions = new ArrayList<>();
    names.forEach(
        (place, name) ->
            distributions.add(
                new Distribution(
                    name.model(),
                    name.step(),
                    name.layer(),
                    name.variant(),
                    name.participant(),
                    bins.get(place))));
    return distributions;
  }
}
