package org.entrain.results;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.entrain.results.Provenance.RemovedBy;
import org.entrain.schemas.avro.SourceKind;

/** Gathers what is stored about a fit. */
final class ProvenanceQuery {

  private static final String ORIGIN =
      """
      SELECT c.kind, c.architecture, c.location, c.fingerprint, c.identity,
        p.stimulus, p.words, p.skipped_words, p.model AS unit_model, p.step AS unit_step,
        c.topic AS checkpoint_topic, c."partition" AS checkpoint_partition,
        c."offset" AS checkpoint_first, c."offset" AS checkpoint_last,
        p.topic AS plan_topic, p."partition" AS plan_partition,
        p."offset" AS plan_first, p."offset" AS plan_last,
        f.input_topic, f.input_partition,
        f.input_first_offset AS input_first, f.input_last_offset AS input_last
      FROM checkpoints c JOIN plans p ON p.unit = ? JOIN score_units f ON f.fit = ?
      WHERE c.model = ? AND c.step = ?
      """;

  private static final String ROWS =
      """
      SELECT voxel, fold, r, r2, "lambda", p, accuracy FROM scores
      WHERE fit = ? AND voxel = ? AND (fold = ? OR ? < 0) ORDER BY fold
      """;

  private static final String REMOVAL =
      """
      SELECT method, coding, classes, "lambda" FROM removals
      WHERE unit = ? AND layer = ? AND property = ?
      """;

  private final Connection connection;

  private ProvenanceQuery(Connection connection) {
    this.connection = connection;
  }

  /** What a reference names; see {@link RowReference#read}. */
  static Provenance ask(Connection connection, String reference) throws SQLException {
    List<FitName> fits = FitName.all(connection);
    return new ProvenanceQuery(connection).of(RowReference.read(reference, fits), fits);
  }

  /** A fit by its number; empty if there is none. */
  static Optional<Provenance> ask(Connection connection, long fit) throws SQLException {
    List<FitName> fits = FitName.all(connection);
    return fits.stream().anyMatch(name -> name.fit() == fit)
        ? Optional.of(ask(connection, Long.toString(fit)))
        : Optional.empty();
  }

  private Provenance of(RowReference row, List<FitName> fits) throws SQLException {
    FitName name = row.fit();
    FitFilter one =
        new FitFilter(
            name.model(), name.step(), null, name.layer(), name.variant(), name.participant());
    FitRow fit = FitQuery.fits(connection, one, new Page(0, 1)).rows().get(0);
    Map<String, String> settings = new TreeMap<>(SettingQuery.ask(connection));
    try (PreparedStatement statement = connection.prepareStatement(ORIGIN)) {
      statement.setString(1, name.unit());
      statement.setLong(2, name.fit());
      statement.setString(3, name.model());
      statement.setLong(4, name.step());
      try (ResultSet origin = statement.executeQuery()) {
        origin.next();
        List<Provenance.From> records = new FitRecords(name, fit, settings, origin).all();
        Provenance.Data data = data(fit, settings, origin);
        return new Provenance(
            name.text(),
            fits.stream()
                .filter(other -> other.fit() == name.fit() && !other.equals(name))
                .map(FitName::text)
                .toList(),
            fit,
            rows(row),
            data,
            checkpoint(name, origin),
            removal(name),
            settings,
            records);
      }
    }
  }

  /** Takes what it tells out of the settings. */
  private static Provenance.Data data(FitRow fit, Map<String, String> settings, ResultSet origin)
      throws SQLException {
    settings.remove(StoredKeys.STIMULUS); // the plan's, and of every plan
    return new Provenance.Data(
        settings.remove(StoredKeys.DATASET),
        Boolean.parseBoolean(settings.remove(StoredKeys.SIMULATED)),
        origin.getString("stimulus"),
        fit.recording(),
        origin.getInt("words"),
        origin.getInt("skipped_words"),
        settings.remove(StoredKeys.ANNOTATIONS));
  }

  private static Provenance.Source checkpoint(FitName name, ResultSet origin) throws SQLException {
    return new Provenance.Source(
        SourceKind.valueOf(origin.getString("kind")),
        origin.getString("architecture"),
        origin.getString("location"),
        origin.getString("fingerprint"),
        origin.getString("identity"),
        name.unit());
  }

  private List<Provenance.Row> rows(RowReference reference) throws SQLException {
    List<Provenance.Row> rows = new ArrayList<>();
    if (reference.voxel().isEmpty()) {
      return rows;
    }
    try (PreparedStatement statement = connection.prepareStatement(ROWS)) {
      int fold = reference.fold().orElse(-1);
      statement.setLong(1, reference.fit().fit());
      statement.setInt(2, reference.voxel().getAsInt());
      statement.setInt(3, fold);
      statement.setInt(4, fold);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          rows.add(
              new Provenance.Row(
                  row.getInt(1),
                  row.getInt(2),
                  row.getDouble(3),
                  row.getDouble(4),
                  row.getDouble(5),
                  number(row, 6),
                  number(row, 7)));
        }
      }
    }
    return rows;
  }

  private Optional<RemovedBy> removal(FitName name) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(REMOVAL)) {
      statement.setString(1, name.unit());
      statement.setInt(2, name.layer());
      statement.setString(3, name.variant());
      try (ResultSet row = statement.executeQuery()) {
        if (!row.next()) {
          return Optional.empty();
        }
        double lambda = row.getDouble(4);
        return Optional.of(
            new RemovedBy(
                name.variant(),
                row.getString(1),
                row.getString(2),
                row.getString(3),
                lambda > 0 ? lambda : null));
      }
    }
  }

  private static OptionalDouble number(ResultSet row, int column) throws SQLException {
    double value = row.getDouble(column);
    return row.wasNull() ? OptionalDouble.empty() : OptionalDouble.of(value);
  }
}
