package org.entrain.results;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.entrain.schemas.avro.SourceKind;
import org.jspecify.annotations.Nullable;

/** Where a row comes from, for people: groups of lines of a name and a value, values whole. */
public final class ProvenanceText {

  /** What stands for a value that results of earlier versions lack. */
  static final String NOT_RECORDED = "not recorded (made before this version)";

  private record Line(String name, String value) {}

  private final StringBuilder text = new StringBuilder();
  private final List<Line> group = new ArrayList<>();

  private ProvenanceText() {}

  /** Score, data, checkpoint, settings, program and records. */
  public static String of(Provenance provenance) {
    ProvenanceText text = new ProvenanceText();
    text.text.append(TextLines.printable(provenance.name())).append('\n');
    text.score(provenance);
    text.data(provenance.data(), provenance.fit());
    text.checkpoint(provenance);
    provenance.removal().ifPresent(text::removal);
    text.settings(provenance);
    text.program(provenance.fit());
    text.records(provenance);
    return text.text.toString();
  }

  private void score(Provenance provenance) {
    FitRow fit = provenance.fit();
    line("fit", Long.toString(fit.fit()));
    if (!provenance.otherNames().isEmpty()) {
      line("also named", String.join(", ", provenance.otherNames()) + " (equal weights)");
    }
    line("layer", Integer.toString(fit.layer()));
    line("variant", fit.variant());
    line("participant", fit.participant());
    line(
        "mean r",
        "%s over %s voxels and %s folds".formatted(fit.meanR(), fit.voxels(), fit.folds()));
    for (Provenance.Row row : provenance.scores()) {
      line(
          "voxel %s fold %s".formatted(row.voxel(), row.fold()),
          "r %s, R² %s, λ %s%s%s"
              .formatted(
                  row.r(),
                  row.r2(),
                  row.lambda(),
                  optional(", p %s", row.p()),
                  optional(", accuracy %s", row.accuracy())));
    }
    end("score");
  }

  private void data(Provenance.Data data, FitRow fit) {
    @Nullable String name = data.name();
    line(
        "data set",
        name == null
            ? "not recorded (its name is known where the data are replayed)"
            : name + (data.simulated() ? " (its recordings are SIMULATED)" : ""));
    line("stimulus", data.stimulus());
    line(
        "words",
        "%s, of these %s skipped for want of context".formatted(data.words(), data.skippedWords()));
    line("recording", data.recording());
    line("TRs", Integer.toString(fit.rows()));
    @Nullable String annotations = data.annotations();
    line("annotations", annotations == null ? "none" : annotations);
    end("data");
  }

  private void checkpoint(Provenance provenance) {
    Provenance.Source source = provenance.checkpoint();
    line("announced as", provenance.fit().model() + "@" + provenance.fit().step());
    line("kind", source.kind().name().toLowerCase(Locale.ROOT).replace('_', ' '));
    line("architecture", source.architecture());
    line("location", source.location().isEmpty() ? "none" : source.location());
    line("fingerprint", source.fingerprint());
    line("identity", source.identity());
    line("unit", source.unit());
    end("checkpoint");
  }

  private void removal(Provenance.RemovedBy removal) {
    line("property", removal.property());
    line("method", removal.method());
    line("coding", removal.coding() + " of " + removal.classes());
    @Nullable Double lambda = removal.lambda();
    if (lambda != null) {
      line("λ", lambda.toString());
    }
    end("removal");
  }

  private void settings(Provenance provenance) {
    line("hash", provenance.fit().settings());
    if (provenance.settings().isEmpty()) {
      line("values", "not recorded");
    }
    provenance.settings().forEach(this::line);
    end("settings");
  }

  private void program(FitRow fit) {
    line("version", recorded(fit.codeVersion()));
    line("libraries", recorded(fit.libraries()));
    line("engine", fit.engine());
    if (fit.kind() == SourceKind.WEIGHTS) {
      line("activations", "not recorded (they do not say what computed them)");
    }
    end("program");
  }

  private void records(Provenance provenance) {
    for (Provenance.From from : provenance.records()) {
      line(from.what(), "%s, key %s, %s".formatted(from.topic(), from.key(), place(from)));
    }
    provenance
        .fit()
        .origin()
        .ifPresent(read -> line("written", Instant.ofEpochMilli(read.writtenAt()).toString()));
    end("records");
  }

  private static String place(Provenance.From from) {
    @Nullable Integer partition = from.partition();
    @Nullable Long first = from.firstOffset();
    @Nullable Long last = from.lastOffset();
    if (partition == null || first == null || last == null) {
      return "offsets not kept";
    }
    return first.equals(last)
        ? "partition %s, offset %s".formatted(partition, first)
        : "partition %s, offsets %s … %s".formatted(partition, first, last);
  }

  private static String optional(String format, OptionalDouble value) {
    return value.isPresent() ? format.formatted(value.getAsDouble()) : "";
  }

  private static String recorded(@Nullable String value) {
    return value == null ? NOT_RECORDED : value;
  }

  private void line(String name, String value) {
    group.add(new Line(name, value));
  }

  private void end(String title) {
    int width = group.stream().mapToInt(line -> line.name().length()).max().orElse(0);
    text.append('\n').append(title).append('\n');
    text.append(
        group.stream()
            .map(
                line ->
                    "  %s%s  %s\n"
                        .formatted(
                            line.name(),
                            " ".repeat(width - line.name().length()),
                            TextLines.printable(line.value())))
            .collect(Collectors.joining()));
    group.clear();
  }
}
