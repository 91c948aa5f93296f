package org.entrain.results;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.entrain.results.Provenance.From;
import org.entrain.schemas.Topic;
import org.entrain.schemas.Topics;
import org.entrain.schemas.avro.SourceKind;
import org.jspecify.annotations.Nullable;

/** Which records a fit came from: positions where they are stored, otherwise topic and key. */
final class FitRecords {

  private static final String NO_PCA = "none";

  private final Topics topics = new Topics(1);
  private final FitName name;
  private final FitRow fit;
  private final Map<String, String> settings;
  private final ResultSet origin;
  private final List<From> records = new ArrayList<>();

  /** Name of the unit's records, which of equal weights is the one that was announced first. */
  private final String unit;

  /**
   * @param origin a row as {@link ProvenanceQuery} asks for it
   */
  FitRecords(FitName name, FitRow fit, Map<String, String> settings, ResultSet origin)
      throws SQLException {
    this.name = name;
    this.fit = fit;
    this.settings = settings;
    this.origin = origin;
    unit = origin.getString("unit_model") + "@" + origin.getLong("unit_step");
  }

  List<From> all() throws SQLException {
    scores();
    if (fit.kind() == SourceKind.WEIGHTS || fit.kind() == SourceKind.ACTIVATIONS) {
      rows();
    }
    if (!Selection.WHOLE.contains(name.variant())) {
      byKey("removal", topics.removals(), unit + "/" + name.layer() + "/" + name.variant());
      byKey("annotations", topics.annotations(), origin.getString("stimulus"));
    }
    at("plan", topics.plans(), unit, "plan");
    at("checkpoint", topics.checkpoints(), name.model() + "@" + name.step(), "checkpoint");
    byKey("recording", topics.recordings(), name.participant());
    byKey("words", topics.words(), origin.getString("stimulus"));
    byKey("clock", topics.clock(), origin.getString("stimulus"));
    return records;
  }

  private void scores() {
    // Joint models go under the key of the layer's own scores.
    String variant =
        Selection.WHOLE.contains(name.variant()) ? FitName.USUAL_VARIANT : name.variant();
    String key =
        String.join("/", unit, Integer.toString(name.layer()), variant, name.participant());
    FitRow.@Nullable Records read = fit.origin().orElse(null);
    if (read == null || read.partition() < 0) {
      byKey("scores", topics.scores(), key);
    } else {
      records.add(
          new From(
              "scores",
              read.topic(),
              key,
              read.partition(),
              read.firstOffset(),
              read.lastOffset()));
    }
  }

  /** Rows of the features, and the activations behind them; with PCA there are the latter alone. */
  private void rows() throws SQLException {
    String features = topics.features().name();
    @Nullable String topic = origin.getString("input_topic");
    boolean ofActivations =
        topic == null
            ? !settings.getOrDefault("pca", NO_PCA).equals(NO_PCA)
            : !topic.equals(features);
    if (ofActivations) {
      at("activations", topics.activations(), unit, "input");
    } else {
      at("features", topics.features(), unit + "/" + name.layer(), "input");
      byKey("activations", topics.activations(), unit);
    }
  }

  /**
   * Adds records that the row tells of.
   *
   * @param columns what the names of its columns begin with
   */
  private void at(String what, Topic<?> topic, String key, String columns) throws SQLException {
    @Nullable String read = origin.getString(columns + "_topic");
    if (read == null) {
      byKey(what, topic, key);
      return;
    }
    records.add(
        new From(
            what,
            read,
            key,
            origin.getInt(columns + "_partition"),
            origin.getLong(columns + "_first"),
            origin.getLong(columns + "_last")));
  }

  private void byKey(String what, Topic<?> topic, String key) {
    records.add(new From(what, topic.name(), key, null, null, null));
  }
}
