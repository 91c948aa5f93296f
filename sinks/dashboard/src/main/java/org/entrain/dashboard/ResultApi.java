package org.entrain.dashboard;

import static org.entrain.dashboard.Endpoint.get;

import com.fasterxml.jackson.core.type.TypeReference;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.entrain.dashboard.Endpoint.Parameter;
import org.entrain.results.Accounting;
import org.entrain.results.AnnouncedCheckpoint;
import org.entrain.results.BandShare;
import org.entrain.results.CeilingSummary;
import org.entrain.results.EdgeWarning;
import org.entrain.results.LabelClass;
import org.entrain.results.LabelPair;
import org.entrain.results.PropertyTest;
import org.entrain.results.ResultQueries;
import org.entrain.results.Selection;
import org.entrain.results.SignificantShare;
import org.entrain.results.Summary;
import org.jspecify.annotations.Nullable;

/** What the API answers from the results. Answers are kept until something is committed. */
final class ResultApi {

  private static final Parameter VARIANT =
      Parameter.text(
          "variant", "initial, with-word-rate, or a property that was removed (default: all)");

  private final ResultQueries queries;
  private final LongSupplier commits;
  private final Map<String, Kept> kept = new ConcurrentHashMap<>();

  private record Kept(long commits, Object answer) {}

  /**
   * @param commits number of committed batches, which tells whether answers may have changed
   */
  ResultApi(ResultQueries queries, LongSupplier commits) {
    this.queries = queries;
    this.commits = commits;
  }

  List<Endpoint> endpoints() {
    return List.of(
        get(
            "/api/alignment",
            "Scores of every checkpoint and variant, by model, step and variant",
            list(new TypeReference<List<AlignmentRow>>() {}),
            request -> {
              String variant = request.text("variant");
              return alignment().stream()
                  .filter(row -> variant == null || row.variant().equals(variant))
                  .toList();
            },
            VARIANT,
            Page.OFFSET,
            Page.LIMIT),
        get(
            "/api/significance",
            "Share of significant voxels of every fit that has a test",
            list(new TypeReference<List<SignificantShare>>() {}),
            request -> full().significant(),
            Page.OFFSET,
            Page.LIMIT),
        get(
            "/api/bands",
            "Parts of the bands in joint models",
            list(new TypeReference<List<BandShare>>() {}),
            request -> full().bands(),
            Page.OFFSET,
            Page.LIMIT),
        get(
            "/api/warnings",
            "Fits whose penalties stand at an end of the grid for more than 5 % of the voxels",
            list(new TypeReference<List<EdgeWarning>>() {}),
            request -> summary().edgeWarnings(),
            Page.OFFSET,
            Page.LIMIT),
        get(
            "/api/ceilings",
            "Means of the noise ceilings",
            list(new TypeReference<List<CeilingSummary>>() {}),
            request -> kept("ceilings", queries::ceilings),
            Page.OFFSET,
            Page.LIMIT),
        get(
            "/api/properties/tests",
            "Scores with and without every property, and their tests",
            list(new TypeReference<List<PropertyRow>>() {}),
            request -> propertyTests(),
            Page.OFFSET,
            Page.LIMIT),
        get(
            "/api/properties/probes",
            "Accuracies of probes before and after removal",
            list(new TypeReference<List<ProbeRow>>() {}),
            request -> probes(),
            Page.OFFSET,
            Page.LIMIT),
        get(
            "/api/properties/classes",
            "How many words and sentences have each class of every property",
            list(new TypeReference<List<LabelClass>>() {}),
            request -> labelClasses(),
            Page.OFFSET,
            Page.LIMIT),
        get(
            "/api/properties/pairs",
            "How the labels of two properties go together",
            list(new TypeReference<List<LabelPair>>() {}),
            request -> labelPairs(),
            Page.OFFSET,
            Page.LIMIT),
        get(
            "/api/checkpoints",
            "Checkpoints as they were announced, and what became of them",
            list(new TypeReference<List<AnnouncedCheckpoint>>() {}),
            request -> checkpoints(),
            Page.OFFSET,
            Page.LIMIT),
        get(
            "/api/accounting",
            "What came in and what became of it",
            Accounting.class,
            request -> kept("accounting", queries::accounting)),
        get(
            "/api/scores.csv",
            "Scores, a row per voxel and fold, baselines among them",
            String.class,
            request ->
                csv(request, "scores.csv", out -> queries.exportCsv(out, Selection.of(true)))));
  }

  List<AlignmentRow> alignment() {
    return summary().checkpoints().stream().map(AlignmentRow::of).toList();
  }

  Summary full() {
    return kept("significance", queries::summaryWithSignificance);
  }

  List<PropertyRow> propertyTests() {
    return kept("tests", () -> rows(queries.propertyTests()));
  }

  List<ProbeRow> probes() {
    return kept("probes", () -> queries.probes().stream().map(ProbeRow::of).toList());
  }

  List<LabelClass> labelClasses() {
    return kept("classes", () -> LabelClass.of(queries.labels()));
  }

  List<LabelPair> labelPairs() {
    return kept("pairs", () -> LabelPair.of(queries.labels()));
  }

  List<AnnouncedCheckpoint> checkpoints() {
    return kept("checkpoints", queries::checkpoints);
  }

  private Summary summary() {
    return kept("summary", queries::summary);
  }

  private static List<PropertyRow> rows(List<PropertyTest> tests) {
    return tests.stream().map(PropertyRow::of).toList();
  }

  /** One request at a time asks anew; what it found serves all until the next commit. */
  @SuppressWarnings("unchecked") // each key has one type
  private <T> T kept(String key, Supplier<T> question) {
    long now = commits.getAsLong();
    return (T)
        kept.compute(
                key,
                (name, before) ->
                    before != null && before.commits() == now
                        ? before
                        : new Kept(now, question.get()))
            .answer();
  }

  /** What writes rows. */
  @FunctionalInterface
  private interface Rows {
    long to(Writer out) throws IOException;
  }

  private static @Nullable Object csv(Request request, String file, Rows rows) throws IOException {
    Writer out =
        new BufferedWriter(new OutputStreamWriter(request.csv(file), StandardCharsets.UTF_8));
    rows.to(out);
    out.flush();
    return null;
  }

  private static Type list(TypeReference<?> type) {
    return type.getType();
  }
}
