package org.entrain.results;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Distributions of many fits at once, from the histograms that the sink keeps. */
final class DistributionQuery {

  private DistributionQuery() {}

  static Paged<Distribution> ask(Connection connection, FitFilter filter, Page page)
      throws SQLException {
    Paged<FitRow> fits = FitQuery.fits(connection, filter, page);
    Map<Long, List<Integer>> histograms = new HashMap<>();
    fits.rows().forEach(fit -> histograms.put(fit.fit(), empty()));
    if (!histograms.isEmpty()) {
      // Numbers of ours, not text of anybody: safe to put into the statement.
      String numbers =
          histograms.keySet().stream().map(String::valueOf).collect(Collectors.joining(", "));
      try (Statement statement = connection.createStatement();
          ResultSet row =
              statement.executeQuery(
                  "SELECT fit, bin, voxels FROM r_histograms WHERE fit IN (" + numbers + ")")) {
        while (row.next()) {
          histograms
              .computeIfAbsent(row.getLong(1), absent -> empty())
              .set(row.getInt(2), row.getInt(3));
        }
      }
    }
    List<Distribution> distributions = new ArrayList<>();
    for (FitRow fit : fits.rows()) {
      distributions.add(
          new Distribution(
              fit.model(),
              fit.step(),
              fit.layer(),
              fit.variant(),
              fit.participant(),
              histograms.getOrDefault(fit.fit(), empty())));
    }
    return new Paged<>(distributions, fits.total());
  }

  private static List<Integer> empty() {
    return new ArrayList<>(Collections.nCopies(RHistogram.BINS, 0));
  }
}
