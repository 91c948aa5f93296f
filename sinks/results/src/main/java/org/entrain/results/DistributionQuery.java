package org.entrain.results;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Distributions of many fits at once, from the histograms that the sink keeps. */
final class DistributionQuery {

  private DistributionQuery() {}

  private record Name(String model, long step, int layer, String variant, String participant) {}

  static List<Distribution> ask(Connection connection, FitFilter filter) throws SQLException {
    FitConditions conditions = FitConditions.of(filter);
    Map<Name, List<Integer>> histograms = new LinkedHashMap<>();
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT f.model, f.step, f.layer, f.variant, f.participant, h.bin, h.voxels"
                + " FROM named_fits f JOIN r_histograms h ON h.fit = f.fit WHERE "
                + conditions.where()
                + " ORDER BY f.model, f.step, f.layer, f.variant, f.participant")) {
      conditions.set(statement, 1);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          histograms
              .computeIfAbsent(
                  new Name(
                      row.getString(1),
                      row.getLong(2),
                      row.getInt(3),
                      row.getString(4),
                      row.getString(5)),
                  absent -> new ArrayList<>(Collections.nCopies(RHistogram.BINS, 0)))
              .set(row.getInt(6), row.getInt(7));
        }
      }
    }
    List<Distribution> distributions = new ArrayList<>();
    histograms.forEach(
        (name, voxels) ->
            distributions.add(
                new Distribution(
                    name.model(),
                    name.step(),
                    name.layer(),
                    name.variant(),
                    name.participant(),
                    voxels)));
    return distributions;
  }
}
