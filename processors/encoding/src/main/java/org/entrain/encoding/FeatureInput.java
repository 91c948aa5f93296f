package org.entrain.encoding;

import java.util.List;
import java.util.function.IntFunction;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.ejml.data.FMatrixRMaj;
import org.entrain.gathering.Gather;
import org.entrain.gathering.InputRow;
import org.entrain.gathering.RowShape;
import org.entrain.math.Design;
import org.entrain.math.Fold;
import org.entrain.math.RowSource;
import org.entrain.math.Standardize;
import org.entrain.schemas.Topic;
import org.entrain.schemas.avro.FeatureRow;
import org.entrain.schemas.avro.Plan;
import org.entrain.transport.DeadLetters;
import org.jspecify.annotations.Nullable;

/** Without PCA: feature rows of a layer are the design. */
final class FeatureInput implements RowInput {

  private final Topic<FeatureRow> topic;
  private final boolean zScorePerRun;

  FeatureInput(Topic<FeatureRow> topic, boolean zScorePerRun) {
    this.topic = topic;
    this.zScorePerRun = zScorePerRun;
  }

  @Override
  public Topic<FeatureRow> topic() {
    return topic;
  }

  @Override
  public @Nullable InputRow row(ConsumerRecord<byte[], byte[]> message, DeadLetters deadLetters) {
    FeatureRow row = deadLetters.decode(topic, message);
    return row == null ? null : input(row);
  }

  /** A row as a gather takes it in. */
  static InputRow input(FeatureRow row) {
    return new InputRow(
        row.getUnit() + "/" + row.getLayer(),
        row.getUnit(),
        row.getModel(),
        row.getStep(),
        row.getRow(),
        row.getRows(),
        List.of(row.getLayer()),
        List.of(row.getVector()));
  }

  @Override
  public RowShape shape(Plan plan) {
    return new RowShape(Rows.count(plan), 1, plan.getLags().size() * plan.getHiddenSize());
  }

  @Override
  public List<Integer> layers(Gather gather, Plan plan) {
    return gather.layers();
  }

  @Override
  public boolean complete(Gather gather, Plan plan) {
    return gather.spool().has(0, gather.rows());
  }

  @Override
  public Design design(Gather gather, Plan plan, int layer, @Nullable RemovedProperty removed) {
    int[] runs = Rows.runs(plan);
    if (gather.rows() != runs.length) {
      throw new IllegalArgumentException(
          "rows of features and of the plan differ: %d != %d"
              .formatted(gather.rows(), runs.length));
    }
    RowSource whole = gather.spool();
    if (removed == null) {
      return Design.of(scaled(whole, runs));
    }
    IntFunction<RowSource> rest = removed.rows(whole, plan);
    if (!removed.differsByFold()) {
      return Design.of(scaled(rest.apply(0), runs));
    }
    return new Design() {
      @Override
      public int rows() {
        return runs.length;
      }

      @Override
      public RowSource features(Fold fold) {
        return scaled(rest.apply(fold.index()), runs);
      }
    };
  }

  private RowSource scaled(RowSource rows, int[] runs) {
    if (!zScorePerRun) {
      return rows;
    }
    FMatrixRMaj x = new FMatrixRMaj(runs.length, rows.columns());
    rows.read(0, runs.length, x.data);
    return RowSource.of(Standardize.perRun(x, runs));
  }
}
