package org.entrain.results;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeSet;
import org.entrain.schemas.Persons;
import org.entrain.schemas.avro.SourceKind;

/** What a summary says of joint models: r with and without a layer, and the bands' shares. */
final class BandText {

  private static final String PLAIN = "initial";
  private static final int BAND = 15;

  private final TextLines text;
  private final Summary summary;

  BandText(TextLines text, Summary summary) {
    this.text = text;
    this.summary = summary;
  }

  /**
   * A row per step, at the layer with the largest r of the layer alone; nothing for models of one
   * band.
   *
   * @param checkpoints steps of one model in one variant
   */
  void table(List<CheckpointSummary> checkpoints) {
    TreeSet<String> names = new TreeSet<>();
    checkpoints.forEach(c -> bands(c).forEach(share -> names.add(share.band())));
    if (names.isEmpty()) {
      return;
    }
    text.blank();
    text.line(
        "Joint model at the layer with the largest r of the layer alone (on test rows): mean r");
    text.line(
        "jointly, of the layer alone and of word rate alone; each band's share of the joint R²");
    text.line("(product split, mean over voxels, folds and participants):");
    StringBuilder head =
        new StringBuilder(
            "%-12s%7s%9s%9s%11s".formatted("step", "layer", "joint", "alone", "word rate"));
    names.forEach(name -> head.append(TextLines.right("R² " + name, BAND)));
    text.line("%s", head);
    for (CheckpointSummary checkpoint : checkpoints) {
      plain(checkpoint)
          .flatMap(CheckpointSummary::best)
          .ifPresent(best -> row(checkpoint, best, names));
    }
  }

  private void row(CheckpointSummary joint, LayerScore alone, TreeSet<String> names) {
    OptionalDouble r =
        joint.layers().stream()
            .filter(score -> score.layer() == alone.layer())
            .mapToDouble(LayerScore::meanR)
            .findFirst();
    StringBuilder row =
        new StringBuilder(
            "%-12d%7d%9s%9s%11s"
                .formatted(
                    joint.step(),
                    alone.layer(),
                    number(r),
                    number(OptionalDouble.of(alone.meanR())),
                    number(wordRate())));
    for (String name : names) {
      List<BandShare> shares =
          bands(joint).stream()
              .filter(band -> band.layer() == alone.layer() && band.band().equals(name))
              .toList();
      OptionalDouble share =
          Persons.of(shares, BandShare::participant).stream().mapToDouble(BandShare::r2).average();
      row.append(TextLines.right(number(share), BAND));
    }
    text.line("%s", row);
  }

  private Optional<CheckpointSummary> plain(CheckpointSummary joint) {
    return summary.checkpoints().stream()
        .filter(
            c ->
                c.model().equals(joint.model())
                    && c.step() == joint.step()
                    && c.variant().equals(PLAIN))
        .findFirst();
  }

  private OptionalDouble wordRate() {
    return summary.checkpoints().stream()
        .filter(c -> c.kind() == SourceKind.WORD_RATE)
        .flatMap(c -> c.best().stream())
        .mapToDouble(LayerScore::meanR)
        .findFirst();
  }

  private List<BandShare> bands(CheckpointSummary checkpoint) {
    return summary.bands().stream()
        .filter(
            band ->
                band.model().equals(checkpoint.model())
                    && band.step() == checkpoint.step()
                    && band.variant().equals(checkpoint.variant()))
        .toList();
  }

  private static String number(OptionalDouble value) {
    return value.isPresent() ? TextLines.number("%.4f", value.getAsDouble()) : "-";
  }
}
