package org.entrain.bench.cost;

import java.util.List;
import java.util.Locale;

/** The generated part of {@code docs/scale.md}. */
final class ScaleTable {

  private static final double HOUR = 3_600;
  private static final double TERA = 1e12;
  private static final List<Integer> WORKERS = List.of(1, 10, 100);
  private static final int DEFAULT_PARTITIONS = 4;
  private static final int REPLICAS = 3;
  private static final int MANY = 100;

  private ScaleTable() {}

  /** All tables, from the measurements alone. */
  static String of(Measurements measurements) {
    CostModel runs = new CostModel(measurements.fitted());
    CostModel model = new CostModel(measurements.fitted(), RealShape.all());
    StringBuilder text = new StringBuilder();
    text.append("### A run larger than those fitted to, predicted from runs alone\n\n")
        .append(Comparison.shape(measurements.larger().work()))
        .append(Comparison.of(runs, measurements.larger()))
        .append("\n### Figures of real shapes\n\n")
        .append("| figure | measured | predicted from runs alone | with these figures | source |\n")
        .append("|---|---|---|---|---|\n");
    RealShape.all().forEach(figure -> text.append(figure.line(runs, model)).append('\n'));
    text.append(RealShape.check().line(runs, model)).append('\n');
    text.append("\n### The runs that constants are fitted to\n\n")
        .append(Comparison.residuals(runs, measurements.fitted()))
        .append("\nConstants fitted to runs alone:\n\n```\n")
        .append(runs.constants())
        .append(
            "```\n\nCPU time fitted to runs and figures, of which the tables below are made:\n\n```\n")
        .append(model.cpuConstants())
        .append("```\n");
    campaigns(text, model, 8, 27_000, 0);
    campaigns(text, model, 27, 95_000, 0);
    campaigns(text, model, 8, 27_000, Campaign.PROPERTIES);
    campaigns(text, model, 27, 95_000, Campaign.PROPERTIES);
    return text.toString();
  }

  private static void campaigns(
      StringBuilder text, CostModel model, int people, int voxels, int properties) {
    text.append(
        String.format(
            Locale.ROOT,
            "%n### %d people × %,d voxels%s%n%n",
            people,
            voxels,
            properties == 0 ? "" : ", with " + properties + " properties"));
    text.append(
        "| model | core-hours: embedding | encoding | properties | results | rest | all |"
            + " days on 1 | on 10 | on 100 workers | on 100, 4 partitions |\n"
            + "|---|---|---|---|---|---|---|---|---|---|---|\n");
    List<Campaign> campaigns = Campaign.all(people, voxels, properties);
    for (Campaign campaign : campaigns) {
      Cluster one = new Cluster(model, campaign.work(), 1);
      text.append("| ").append(campaign.work().model().name());
      for (double seconds :
          new double[] {
            one.embedding(),
            one.encoding(),
            one.properties(),
            one.results(),
            one.rest(),
            one.total()
          }) {
        text.append(" | ").append(number(seconds / HOUR));
      }
      for (int workers : WORKERS) {
        Cluster cluster = new Cluster(model, campaign.work(), workers);
        text.append(" | ")
            .append(number(cluster.days()))
            .append(cluster.writerBound() ? " (writer)" : "");
      }
      text.append(" | ")
          .append(number(new Cluster(model, campaign.work(), MANY).days(DEFAULT_PARTITIONS)))
          .append(" |\n");
    }
    text.append(
        "\n| model | TB: activations | features | scores | changelogs | recordings |"
            + " topics, 3 replicas | database | network, 10 workers | 100 workers |"
            + " weights read, 10 workers | 100 workers |\n"
            + "|---|---|---|---|---|---|---|---|---|---|---|---|\n");
    for (Campaign campaign : campaigns) {
      Work work = campaign.work();
      Cluster ten = new Cluster(model, work, 10);
      Cluster hundred = new Cluster(model, work, MANY);
      text.append("| ").append(work.model().name());
      for (double bytes :
          new double[] {
            model.bytes("activations", work),
            model.bytes("features", work),
            model.bytes("scores", work),
            model.bytes("changelogs", work),
            model.bytes("recordings", work),
            ten.topics(REPLICAS),
            model.database(work),
            ten.network(REPLICAS),
            hundred.network(REPLICAS),
            ten.weights(),
            hundred.weights()
          }) {
        text.append(" | ").append(number(bytes / TERA));
      }
      text.append(" |\n");
    }
  }

  /** Two significant digits, more of large numbers. */
  static String number(double value) {
    if (value == 0) {
      return "–";
    }
    if (value >= 10) {
      return String.format(Locale.ROOT, "%,.0f", value);
    }
    if (value >= 1) {
      return String.format(Locale.ROOT, "%.1f", value);
    }
    return value >= 0.1
        ? String.format(Locale.ROOT, "%.2f", value)
        : String.format(Locale.ROOT, "%.3f", value);
  }
}
