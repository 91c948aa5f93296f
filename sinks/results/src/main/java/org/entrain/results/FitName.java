package org.entrain.results;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A stored fit under one name of its weights, and how large it is. */
record FitName(
    long fit,
    String unit,
    String model,
    long step,
    int layer,
    String variant,
    String participant,
    int voxels,
    int folds) {

  /** The variant that a name without one means. */
  static final String USUAL_VARIANT = "initial";

  /** Every fit under every name, sorted. */
  static List<FitName> all(Connection connection) throws SQLException {
    List<FitName> names = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT fit, unit, model, step, layer, variant, participant, voxels, folds"
                    + " FROM named_fits ORDER BY model, step, layer, participant, variant")) {
      while (row.next()) {
        names.add(
            new FitName(
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                row.getLong(4),
                row.getInt(5),
                row.getString(6),
                row.getString(7),
                row.getInt(8),
                row.getInt(9)));
      }
    }
    return names;
  }

  /** The name that is shown: {@code model@step/layer/participant}, and the variant if not usual. */
  String text() {
    String name = text(model, participant);
    return variant.equals(USUAL_VARIANT) ? name : name + "/" + variant;
  }

  /** Everything it is called: names as they are and as CSV has them, and its number. */
  Set<String> texts() {
    Set<String> texts = new LinkedHashSet<>();
    texts.add(Long.toString(fit));
    for (String name :
        List.of(
            text(model, participant),
            text(ScoreExport.harmless(model), ScoreExport.harmless(participant)))) {
      texts.add(name + "/" + variant);
      if (variant.equals(USUAL_VARIANT)) {
        texts.add(name);
      }
    }
    return texts;
  }

  /** Its names one by one, where they could be read in two ways. */
  String columns() {
    return "participant %s, variant %s of %s@%d layer %d"
        .formatted(participant, variant, model, step, layer);
  }

  private String text(String ofModel, String ofParticipant) {
    return "%s@%d/%d/%s".formatted(ofModel, step, layer, ofParticipant);
  }
}
