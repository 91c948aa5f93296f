package org.entrain.results;

import java.io.IOException;
import java.io.Writer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.apache.kafka.common.TopicPartition;
import org.entrain.common.InvalidInputException;

/**
 * Questions over stored results. Each sees one committed state of the database, from its beginning
 * to its end. Thread-safe.
 */
public final class ResultQueries {

  /** A question, asked on a connection inside a transaction. */
  @FunctionalInterface
  private interface Question<T> {
    T ask(Connection connection) throws SQLException, IOException;
  }

  private final ConnectionSource connections;

  ResultQueries(ConnectionSource connections) {
    this.connections = connections;
  }

  /**
   * Writes the scores as CSV (RFC 4180), with the header {@code
   * model,step,layer,variant,participant,voxel,fold,r,r2,lambda,p,accuracy}: indices from 0,
   * numbers in full precision, p of the voxel over all folds and empty without a test, accuracy
   * empty without a classification, sorted by the columns in order, text by code points. Memory is
   * bounded, however many rows there are.
   *
   * <p>A name that a spreadsheet would take for a formula (it begins with {@code = + - @} or a
   * control character) gets an apostrophe before it.
   *
   * @param out where to; neither flushed nor closed
   * @param selection whose rows are written
   * @return number of rows, without the header
   * @throws InvalidInputException if there is no such property
   */
  public long exportCsv(Writer out, Selection selection) throws IOException {
    check(selection);
    try {
      return ask(
          connection ->
              new ResultSnapshot(connection, StoredFitQuery.ask(connection, selection))
                  .writeCsv(out, RowProgress.NONE));
    } catch (SQLException e) {
      throw new ResultStoreException("export scores", e);
    }
  }

  /** Reads one committed state in several ways. */
  @FunctionalInterface
  public interface Reading {
    void read(ResultSnapshot snapshot) throws IOException;
  }

  /**
   * Reads the scores as they are committed now, in as many passes as are wanted.
   *
   * @param selection whose rows are read
   * @throws InvalidInputException if there is no such property
   */
  public void read(Selection selection, Reading reading) throws IOException {
    check(selection);
    try {
      ask(
          connection -> {
            reading.read(new ResultSnapshot(connection, StoredFitQuery.ask(connection, selection)));
            return true;
          });
    } catch (SQLException e) {
      throw new ResultStoreException("read scores", e);
    }
  }

  /**
   * Mean r, chosen layers and perplexity of every checkpoint, and warnings; without shares of
   * significant voxels and of bands. Reads no scores, so that it can be asked after every commit.
   */
  public Summary summary() {
    return answer("summarize results", SummaryQuery::ask);
  }

  /** The summary with shares of significant voxels and of bands; reads no scores either. */
  public Summary summaryWithSignificance() {
    return answer(
        "summarize results",
        connection ->
            SummaryQuery.ask(connection)
                .with(SignificanceQuery.ask(connection), BandQuery.ask(connection)));
  }

  /**
   * Checks that there are such results.
   *
   * @throws InvalidInputException if there is no such property
   */
  public void check(Selection selection) {
    if (selection.properties() != null) {
      selection.check(answer("read names of properties", ResultQueries::properties));
    }
  }

  private static List<String> properties(Connection connection) throws SQLException {
    List<String> names = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT variant FROM score_units UNION SELECT property FROM annotations"
                    + " UNION SELECT property FROM probes")) {
      while (row.next()) {
        names.add(row.getString(1));
      }
    }
    return names;
  }

  /** Probes of linguistic properties, by model, property, step and layer. */
  public List<ProbeScore> probes() {
    return answer("read probes", ProbeQuery::ask);
  }

  /** Labels of the words, by stimulus and property. */
  public List<PropertyLabels> labels() {
    return answer("read annotations", LabelQuery::ask);
  }

  /** Initial against residual scores of every property, by model, property, step and layer. */
  public List<PropertyTest> propertyTests() {
    return answer("compare scores with and without properties", PropertyTestQuery::ask);
  }

  /** Means of the noise ceilings, by stimulus, kind and participant. */
  public List<CeilingSummary> ceilings() {
    return answer("read noise ceilings", CeilingQuery::means);
  }

  /**
   * Writes the noise ceilings as CSV (RFC 4180), with the header {@code
   * participant,kind,others,voxel,ceiling}: {@code across} participants or over {@code repeats},
   * how many recordings were in the mean of the others, and r in full precision.
   *
   * @param out where to; neither flushed nor closed
   * @return number of rows, without the header
   */
  public long exportCeilings(Writer out) throws IOException {
    try {
      return ask(connection -> CeilingQuery.export(connection, out));
    } catch (SQLException e) {
      throw new ResultStoreException("export noise ceilings", e);
    }
  }

  /** Offset of the next record of every partition that results come from. */
  public Map<TopicPartition, Long> offsets() {
    return answer("read offsets", OffsetQuery::ask);
  }

  /** Checkpoints as they were announced, and what became of them; baselines among them. */
  public List<AnnouncedCheckpoint> checkpoints() {
    return answer("read checkpoints", CheckpointQuery::ask);
  }

  /**
   * The ledger: every fit under every name of its weights, by model, step, variant, layer and
   * participant.
   *
   * @param filter which of them
   * @param page which part of those
   */
  public Paged<FitRow> fits(FitFilter filter, Page page) {
    return answer("read fits", connection -> FitQuery.fits(connection, filter, page));
  }

  /** Distributions of r over the voxels of these fits, in the ledger's order. */
  public Paged<Distribution> distributions(FitFilter filter, Page page) {
    return answer("read histograms", connection -> DistributionQuery.ask(connection, filter, page));
  }

  /**
   * Distribution of r over a fit's voxels.
   *
   * @param fit its number in the ledger
   * @return empty if there is no such fit: it was replaced by another number, or never was
   */
  public Optional<RHistogram> histogram(long fit) {
    return answer("read a histogram", connection -> FitQuery.histogram(connection, fit));
  }

  /**
   * A fit's voxels, by their index.
   *
   * @param fit its number in the ledger
   * @param page which of them
   * @return nothing of 0 if there is no such fit
   */
  public Paged<VoxelScore> voxels(long fit, Page page) {
    return answer("read voxels", connection -> FitQuery.voxels(connection, fit, page));
  }

  /**
   * Where a row of the results comes from.
   *
   * @param reference {@code model@step/layer/participant[/variant][:voxel[:fold]]}, names as they
   *     are or as CSV has them, the variant {@code initial} if there is none; or the fit's number
   *     in the ledger instead of the names
   * @throws InvalidInputException if there is no such row, or the names can be read in several ways
   */
  public Provenance provenance(String reference) {
    return answer(
        "read where a row is from", connection -> ProvenanceQuery.ask(connection, reference));
  }

  /**
   * Where a fit comes from.
   *
   * @param fit its number in the ledger
   * @return empty if there is no such fit
   */
  public Optional<Provenance> provenance(long fit) {
    return answer("read where a fit is from", connection -> ProvenanceQuery.ask(connection, fit));
  }

  /** What came in and what became of it. */
  public Accounting accounting() {
    return answer("account for results", AccountingQuery::ask);
  }

  /**
   * What contradicts itself in the database, one line each; none in a sound one. Reads all rows.
   */
  public List<String> faults() {
    return answer("check results", StoredFaults::ask);
  }

  /** Blocks of scores whose fit is not whole yet. */
  public long pendingBlocks() {
    return answer(
        "count pending blocks",
        connection -> {
          try (Statement statement = connection.createStatement();
              ResultSet row = statement.executeQuery("SELECT count(*) FROM pending_blocks")) {
            row.next();
            return row.getLong(1);
          }
        });
  }

  /** The settings that are stored with the results. */
  public SortedMap<String, String> settings() {
    return answer("read settings", SettingQuery::ask);
  }

  private <T> T answer(String doing, Question<T> question) {
    try {
      return ask(question);
    } catch (SQLException | IOException e) {
      throw new ResultStoreException(doing, e);
    }
  }

  private <T> T ask(Question<T> question) throws SQLException, IOException {
    try (Connection connection = connections.open()) {
      connection.setAutoCommit(false);
      try {
        return question.ask(connection);
      } finally {
        connection.rollback();
      }
    }
  }
}
