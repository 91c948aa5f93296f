package org.entrain.bench.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ClusterTest {

  private static final Work WORK = Campaign.of(RealShape.PYTHIA_160M, 8, 27_000, 0).work();

  private static CostModel model;

  @BeforeAll
  static void fit() throws IOException {
    model = new CostModel(Measurements.committed().fitted(), RealShape.all());
  }

  @Test
  void days_onOneWorker_areAllSharedWorkOnItsCores() {
    Cluster one = new Cluster(model, WORK, 1);

    assertThat(one.imbalance()).isEqualTo(1);
    assertThat(one.days()).isCloseTo((one.total() - one.results()) / 2 / 86_400, within(1e-9));
  }

  @Test
  void days_onMoreWorkers_fallButByLessThanTheirNumber() {
    double one = new Cluster(model, WORK, 1).days();
    double hundred = new Cluster(model, WORK, 100).days();

    assertThat(hundred).isLessThan(one / 10).isGreaterThan(one / 100);
  }

  @Test
  void days_withPartitionsForAllWorkers_areThoseWithoutThatLimit() {
    Cluster hundred = new Cluster(model, WORK, 100);

    assertThat(hundred.days(100)).isCloseTo(hundred.days(), within(1e-12));
    assertThat(hundred.days(4)).isGreaterThan(hundred.days());
  }

  /** 6,678 windows are 27 tasks: no more workers than that load a checkpoint. */
  @Test
  void loads_ofACheckpoint_areAtMostItsTasks() {
    assertThat(new Cluster(model, WORK, 10).loads()).isEqualTo(10);
    assertThat(new Cluster(model, WORK, 100).loads()).isEqualTo(27);
  }

  @Test
  void network_growsByARecordingOfAllForEveryWorker() {
    double ten = new Cluster(model, WORK, 10).network(3);
    double hundred = new Cluster(model, WORK, 100).network(3);

    assertThat(hundred - ten).isCloseTo(90 * model.bytes("recordings", WORK), within(1.0));
  }
}
