package org.entrain.dashboard;

import static org.entrain.dashboard.Endpoint.get;
import static org.entrain.dashboard.Endpoint.list;

import com.fasterxml.jackson.core.type.TypeReference;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.entrain.common.InvalidInputException;
import org.entrain.dashboard.Endpoint.Parameter;
import org.entrain.results.Accounting;
import org.entrain.results.AnnouncedCheckpoint;
import org.entrain.results.BandShare;
import org.entrain.results.CeilingSummary;
import org.entrain.results.Distribution;
import org.entrain.results.EdgeWarning;
import org.entrain.results.FitFilter;
import org.entrain.results.FitRow;
import org.entrain.results.LabelClass;
import org.entrain.results.LabelPair;
import org.entrain.results.Page;
import org.entrain.results.Paged;
import org.entrain.results.PropertyLabels;
import org.entrain.results.Provenance;
import org.entrain.results.ResultQueries;
import org.entrain.results.Selection;
import org.entrain.results.SignificantShare;
import org.entrain.results.Summary;
import org.entrain.results.VoxelScore;
import org.jspecify.annotations.Nullable;

/** What the API answers from the results. Answers are kept until something is committed. */
final class ResultApi {

  private static final Parameter VARIANT =
      Parameter.text(
          "variant", "initial, with-word-rate, or a property that was removed (default: all)");

  private static final Parameter MODEL = Parameter.text("model", "name of the model");
  private static final Parameter STEP = Parameter.number("step", "training step");
  private static final Parameter LAYER = Parameter.number("layer", "index of the hidden state");
  private static final Parameter PARTICIPANT =
      Parameter.text("participant", "id of the participant");

  private final ResultQueries queries;
  private final LongSupplier commits;
  private final CsvExport scores;
  private final Map<String, Kept> kept = new ConcurrentHashMap<>();

  /** An answer, and the commits that it has in any case. */
  private static final class Kept {
    private long commits;
    private @Nullable Object answer;
  }

  /**
   * @param commits number of committed batches, which tells whether answers may have changed
   */
  ResultApi(ResultQueries queries, LongSupplier commits) {
    this.queries = queries;
    this.commits = commits;
    scores = new CsvExport("scores.csv", out -> queries.exportCsv(out, Selection.of(true)));
  }

  List<Endpoint> endpoints() {
    return List.of(
        list(
            "/api/alignment",
            "Scores of every checkpoint and variant, by model, step and variant",
            type(new TypeReference<List<AlignmentRow>>() {}),
            request -> {
              String variant = request.text("variant");
              String model = request.text("model");
              long step = request.number("step", -1, 0, Long.MAX_VALUE / 2);
              return alignment().stream()
                  .filter(row -> variant == null || row.variant().equals(variant))
                  .filter(row -> model == null || row.model().equals(model))
                  .filter(row -> step < 0 || row.step() == step)
                  .toList();
            },
            MODEL,
            STEP,
            VARIANT),
        list(
            "/api/fits",
            "The ledger: every fit under every name of its weights",
            type(new TypeReference<List<FitRow>>() {}),
            request -> {
              Paged<FitRow> fits = queries.fits(filter(request), request.page());
              request.total(fits.total());
              return fits.rows();
            },
            MODEL,
            STEP,
            LAYER,
            VARIANT,
            PARTICIPANT),
        list(
            "/api/fits/{fit}/voxels",
            "A fit's voxels: mean r over folds, p, and the penalty of every fold",
            type(new TypeReference<List<VoxelScore>>() {}),
            request -> {
              Paged<VoxelScore> voxels = queries.voxels(fit(request), request.page());
              if (voxels.total() == 0) {
                throw noFit(request);
              }
              request.total(voxels.total());
              return voxels.rows();
            },
            Parameter.path("fit", "number of the fit")),
        get(
            "/api/fits/{fit}/provenance",
            "Where a fit comes from: data, checkpoint, settings, program and records",
            Provenance.class,
            request -> queries.provenance(fit(request)).orElseThrow(() -> noFit(request)),
            Parameter.path("fit", "number of the fit")),
        list(
            "/api/distributions",
            "How many voxels reach which r, in 100 bins of .02 from -1 on",
            type(new TypeReference<List<Distribution>>() {}),
            request -> {
              Paged<Distribution> found = queries.distributions(filter(request), request.page());
              request.total(found.total());
              return found.rows();
            },
            MODEL,
            STEP,
            LAYER,
            VARIANT,
            PARTICIPANT),
        list(
            "/api/significance",
            "Share of significant voxels of every fit that has a test",
            type(new TypeReference<List<SignificantShare>>() {}),
            request -> {
              String model = request.text("model");
              String variant = request.text("variant");
              return full().significant().stream()
                  .filter(share -> model == null || share.model().equals(model))
                  .filter(share -> variant == null || share.variant().equals(variant))
                  .toList();
            },
            MODEL,
            VARIANT),
        list(
            "/api/bands",
            "Parts of the bands in joint models",
            type(new TypeReference<List<BandShare>>() {}),
            request -> full().bands()),
        list(
            "/api/warnings",
            "Fits whose penalties stand at an end of the grid for more than 5 % of the voxels",
            type(new TypeReference<List<EdgeWarning>>() {}),
            request -> summary().edgeWarnings()),
        list(
            "/api/ceilings",
            "Means of the noise ceilings",
            type(new TypeReference<List<CeilingSummary>>() {}),
            request -> kept("ceilings", queries::ceilings)),
        list(
            "/api/properties/tests",
            "Scores with and without every property, and their tests",
            type(new TypeReference<List<PropertyRow>>() {}),
            request -> {
              String model = request.text("model");
              return propertyTests().stream()
                  .filter(row -> model == null || row.model().equals(model))
                  .toList();
            },
            MODEL),
        list(
            "/api/properties/probes",
            "Accuracies of probes before and after removal",
            type(new TypeReference<List<ProbeRow>>() {}),
            request -> probes()),
        list(
            "/api/properties/classes",
            "How many words and sentences have each class of every property",
            type(new TypeReference<List<LabelClass>>() {}),
            request -> labelClasses()),
        list(
            "/api/properties/pairs",
            "How the labels of two properties go together",
            type(new TypeReference<List<LabelPair>>() {}),
            request -> labelPairs()),
        list(
            "/api/checkpoints",
            "Checkpoints as they were announced, and what became of them",
            type(new TypeReference<List<AnnouncedCheckpoint>>() {}),
            request -> checkpoints()),
        get(
            "/api/accounting",
            "What came in and what became of it",
            Accounting.class,
            request -> kept("accounting", queries::accounting)),
        get(
            "/api/scores.csv",
            "Scores, a row per voxel and fold, baselines among them",
            String.class,
            scores::answer));
  }

  private static FitFilter filter(Request request) {
    long step = request.number("step", -1, 0, Long.MAX_VALUE / 2);
    long layer = request.number("layer", -1, 0, Integer.MAX_VALUE);
    return new FitFilter(
        request.text("model"),
        step < 0 ? null : step,
        null,
        layer < 0 ? null : (int) layer,
        request.text("variant"),
        request.text("participant"));
  }

  private static long fit(Request request) {
    String fit = request.path("fit");
    if (!fit.matches("[0-9]{1,18}")) {
      throw request.refused("fit", "the number of a fit, as /api/fits has it", fit);
    }
    return Long.parseLong(fit);
  }

  private static InvalidInputException noFit(Request request) {
    return request.refused("fit", "the number of a fit, as /api/fits has it", "another");
  }

  List<AlignmentRow> alignment() {
    return summary().checkpoints().stream().map(AlignmentRow::of).toList();
  }

  Summary full() {
    return kept("significance", queries::summaryWithSignificance);
  }

  List<PropertyRow> propertyTests() {
    return kept("tests", () -> queries.propertyTests().stream().map(PropertyRow::of).toList());
  }

  List<ProbeRow> probes() {
    return kept("probes", () -> queries.probes().stream().map(ProbeRow::of).toList());
  }

  /** Of all fits of whole representations. */
  List<Distribution> distributions() {
    FitFilter initial = new FitFilter(null, null, null, null, "initial", null);
    List<Distribution> all = new ArrayList<>();
    long total = 1;
    while (all.size() < total) {
      Paged<Distribution> part = queries.distributions(initial, new Page(all.size(), Page.LARGEST));
      total = part.rows().isEmpty() ? 0 : part.total();
      all.addAll(part.rows());
    }
    return all;
  }

  List<LabelClass> labelClasses() {
    return kept("classes", () -> LabelClass.of(labels()));
  }

  List<LabelPair> labelPairs() {
    return kept("pairs", () -> LabelPair.of(labels()));
  }

  /** Read once for both; every word of the story is in them. */
  private List<PropertyLabels> labels() {
    return kept("labels", queries::labels);
  }

  List<AnnouncedCheckpoint> checkpoints() {
    return kept("checkpoints", queries::checkpoints);
  }

  private Summary summary() {
    return kept("summary", queries::summary);
  }

  /** Of equal requests one asks anew; what it found serves all until the next commit. */
  @SuppressWarnings("unchecked") // each key has one type
  private <T> T kept(String key, Supplier<T> question) {
    Kept found = kept.computeIfAbsent(key, absent -> new Kept());
    synchronized (found) {
      // Read first: what is committed meanwhile may be in the answer, and is asked for again.
      long now = commits.getAsLong();
      if (found.answer == null || found.commits < now) {
        found.answer = question.get();
        found.commits = now;
      }
      return (T) found.answer;
    }
  }

  private static Type type(TypeReference<?> type) {
    return type.getType();
  }
}
