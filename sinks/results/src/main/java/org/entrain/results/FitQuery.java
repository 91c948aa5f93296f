package org.entrain.results;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.entrain.schemas.avro.SourceKind;
import org.jspecify.annotations.Nullable;

/** What a page asks: the ledger, and one fit's distribution and voxels. */
final class FitQuery {

  private static final String LEDGER =
      SignificanceQuery.SIGNIFICANT
          + """
          SELECT f.*, s.voxels AS significant FROM named_fits f
          LEFT JOIN significant s ON s.fit = f.fit
          WHERE %s
          ORDER BY f.model, f.step, f.variant, f.layer, f.participant
          LIMIT ? OFFSET ?
          """;

  private static final String VOXELS =
      "SELECT voxel, r, p, \"lambda\" FROM scores WHERE fit = ? AND voxel >= ? AND voxel < ?"
          + " ORDER BY voxel, fold";

  private FitQuery() {}

  static Paged<FitRow> fits(Connection connection, FitFilter filter, Page page)
      throws SQLException {
    FitConditions conditions = FitConditions.of(filter);
    List<Object> values = new ArrayList<>(conditions.values());
    String where = conditions.where();
    long total =
        count(connection, "SELECT count(*) FROM named_fits f WHERE " + where, values.toArray());
    List<FitRow> rows = new ArrayList<>();
    values.add(0, SignificantShare.LEVEL);
    values.add(page.limit());
    values.add(page.offset());
    try (PreparedStatement statement = connection.prepareStatement(LEDGER.formatted(where))) {
      set(statement, values.toArray());
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          rows.add(fit(row));
        }
      }
    }
    return new Paged<>(rows, total);
  }

  static Optional<RHistogram> histogram(Connection connection, long fit) throws SQLException {
    if (count(connection, "SELECT count(*) FROM score_units WHERE fit = ?", fit) == 0) {
      return Optional.empty();
    }
    List<Integer> voxels = new ArrayList<>(Collections.nCopies(RHistogram.BINS, 0));
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT bin, voxels FROM r_histograms WHERE fit = ?")) {
      set(statement, fit);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          voxels.set(row.getInt(1), row.getInt(2));
        }
      }
    }
    return Optional.of(new RHistogram(fit, voxels));
  }

  static Paged<VoxelScore> voxels(Connection connection, long fit, Page page) throws SQLException {
    long total =
        count(connection, "SELECT coalesce(max(voxels), 0) FROM score_units WHERE fit = ?", fit);
    List<VoxelScore> voxels = new ArrayList<>();
    // Voxels are numbered from 0 without gaps.
    int first = (int) Math.min(page.offset(), total);
    int end = (int) Math.min(page.offset() + page.limit(), total);
    try (PreparedStatement statement = connection.prepareStatement(VOXELS)) {
      set(statement, fit, first, end);
      try (ResultSet row = statement.executeQuery()) {
        int voxel = -1;
        double sum = 0;
        OptionalDouble p = OptionalDouble.empty();
        List<Double> lambdas = new ArrayList<>();
        while (row.next()) {
          if (row.getInt(1) != voxel && !lambdas.isEmpty()) {
            voxels.add(new VoxelScore(voxel, sum / lambdas.size(), p, lambdas));
            sum = 0;
            lambdas.clear();
          }
          voxel = row.getInt(1);
          sum += row.getDouble(2);
          p = optional(row, 3);
          lambdas.add(row.getDouble(4));
        }
        if (!lambdas.isEmpty()) {
          voxels.add(new VoxelScore(voxel, sum / lambdas.size(), p, lambdas));
        }
      }
    }
    return new Paged<>(voxels, total);
  }

  private static FitRow fit(ResultSet row) throws SQLException {
    return new FitRow(
        row.getLong("fit"),
        row.getString("model"),
        row.getLong("step"),
        SourceKind.valueOf(row.getString("kind")),
        row.getInt("layer"),
        row.getString("variant"),
        row.getString("participant"),
        row.getString("settings"),
        row.getString("recording"),
        row.getInt("rows"),
        row.getInt("folds"),
        row.getInt("voxels"),
        row.getDouble("mean_r"),
        quantiles(row),
        row.getInt("tested"),
        row.getInt("significant"),
        row.getInt("permutations"),
        row.getDouble("low_end_share"),
        row.getDouble("high_end_share"),
        row.getString("engine"),
        records(row),
        row.getString("code_version"),
        row.getString("libraries"));
  }

  private static Optional<FitRow.Quantiles> quantiles(ResultSet row) throws SQLException {
    double min = row.getDouble("min_r");
    return row.wasNull()
        ? Optional.empty()
        : Optional.of(
            new FitRow.Quantiles(
                min,
                row.getDouble("r_05"),
                row.getDouble("r_25"),
                row.getDouble("median_r"),
                row.getDouble("r_75"),
                row.getDouble("r_95"),
                row.getDouble("max_r")));
  }

  private static Optional<FitRow.Records> records(ResultSet row) throws SQLException {
    @Nullable String topic = row.getString("topic");
    if (topic == null) {
      return Optional.empty();
    }
    int partition = row.getInt("partition");
    boolean several = row.wasNull();
    return Optional.of(
        new FitRow.Records(
            topic,
            several ? -1 : partition,
            several ? -1 : row.getLong("first_offset"),
            several ? -1 : row.getLong("last_offset"),
            row.getLong("written_at")));
  }

  private static long count(Connection connection, String query, Object... values)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      set(statement, values);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  private static void set(PreparedStatement statement, Object... values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
  }

  private static OptionalDouble optional(ResultSet row, int column) throws SQLException {
    double value = row.getDouble(column);
    return row.wasNull() ? OptionalDouble.empty() : OptionalDouble.of(value);
  }
}
