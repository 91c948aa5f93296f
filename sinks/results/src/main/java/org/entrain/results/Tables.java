package org.entrain.results;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Tables whose rows are replaced by key; {@code db/V*.sql} has their columns. */
final class Tables {

  static final StagedTable CHECKPOINTS = StagedTable.of("checkpoints", "model", "step");
  static final StagedTable REMOVED_CHECKPOINTS =
      StagedTable.of("removed_checkpoints", "model", "step");
  static final StagedTable STEERING = StagedTable.of("steering", "target", "name");
  static final StagedTable PLANS = StagedTable.of("plans", "unit");
  static final StagedTable FITS =
      StagedTable.of("score_units", "unit", "layer", "variant", "participant");
  static final StagedTable FOLDS = StagedTable.of("fold_scores", "fit", "fold");
  static final StagedTable BLOCK_PARTS = StagedTable.of("block_parts", "fit");
  static final StagedTable HISTOGRAMS = StagedTable.of("r_histograms", "fit");
  static final StagedTable SMALL_P = StagedTable.of("small_p", "fit");
  static final StagedTable COMPARISONS = StagedTable.of("comparisons", "fit");
  static final StagedTable BAND_MEANS = StagedTable.of("band_means", "fit");
  static final StagedTable PENDING_BLOCKS =
      StagedTable.of(
          "pending_blocks", "unit", "layer", "variant", "participant", "settings", "recording");
  static final StagedTable PERPLEXITY_PARTS =
      StagedTable.of("perplexity_parts", "unit", "first_token");
  static final StagedTable PROGRESS = StagedTable.of("progress", "stage", "unit", "part");
  static final StagedTable REMOVALS = StagedTable.of("removals", "unit", "layer", "property");
  static final StagedTable PROBES = StagedTable.of("probes", "unit", "layer", "property");

  /** A word's labels are replaced together: those of an earlier table go, whatever their names. */
  static final StagedTable ANNOTATIONS = StagedTable.of("annotations", "stimulus", "word");

  static final StagedTable OFFSETS = StagedTable.of("offsets", "topic", "\"partition\"");
  static final StagedTable SETTINGS = StagedTable.of("run_settings", "\"key\"");
  static final StagedTable PENDING_CEILINGS =
      StagedTable.of(
          "pending_ceilings", "stimulus", "participant", "kind", "inputs", "first_voxel");

  /** Tables with rows of a fit, which go with it. */
  static final List<String> OF_FITS =
      List.of(
          "scores",
          "fold_scores",
          "block_parts",
          "band_scores",
          "band_means",
          "r_histograms",
          "small_p",
          "comparisons");

  private static final List<StagedTable> STAGED =
      List.of(
          CHECKPOINTS,
          REMOVED_CHECKPOINTS,
          STEERING,
          PLANS,
          FITS,
          FOLDS,
          BLOCK_PARTS,
          HISTOGRAMS,
          SMALL_P,
          COMPARISONS,
          BAND_MEANS,
          PENDING_BLOCKS,
          PERPLEXITY_PARTS,
          PROGRESS,
          REMOVALS,
          PROBES,
          ANNOTATIONS,
          OFFSETS,
          SETTINGS,
          PENDING_CEILINGS);

  private Tables() {}

  /** Makes the temporary tables of a connection that writes. */
  static void prepare(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (StagedTable table : STAGED) {
        table.prepare(statement);
      }
    }
  }
}
