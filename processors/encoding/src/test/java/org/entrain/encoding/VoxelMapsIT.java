package org.entrain.encoding;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.entrain.math.Classification;
import org.entrain.math.Design;
import org.entrain.math.EncodingScores;
import org.entrain.math.EncodingSettings;
import org.entrain.math.PenaltyChoice;
import org.entrain.math.PenaltyScope;
import org.entrain.math.PreparedDesign;
import org.entrain.math.RecordingMaps;
import org.entrain.math.VoxelSource;
import org.entrain.schemas.Vectors;
import org.entrain.schemas.avro.NoiseCeiling;
import org.entrain.schemas.avro.Progress;
import org.entrain.schemas.avro.Score;
import org.entrain.schemas.avro.Volume;
import org.entrain.schemas.avro.VoxelMap;
import org.entrain.schemas.avro.VoxelMapKind;
import org.entrain.schemas.avro.WorkState;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Voxel maps and noise ceilings through the broker; every test has a stimulus of its own. */
class VoxelMapsIT {

  private static final String F = "F";
  private static final String M = "M";
  private static final String N = "N";

  /** Has both maps, of a recording of its own: maps know no stimulus. */
  private static final String P = "P";

  private static final int[] REGIONS = {0, 0, 0, 1, 1, 1, 1};
  private static final int[] NEIGHBOURS = {0, 1, 1, 2, 2, 3, 3, -1, 4, 5, 5, 6, 6, 0};
  private static final int BOTH = 3;

  private static StreamFixture stream;
  @TempDir private Path state;

  @BeforeAll
  static void start(@TempDir Path folder) {
    stream = new StreamFixture(folder);
  }

  @AfterAll
  static void stop() {
    stream.close();
  }

  @Test
  void recording_withAMap_isFittedWhenTheMapIsThere() {
    SimulatedUnit unit = SimulatedUnit.of("map", 1);
    SimulatedRecording mapped = SimulatedRecording.of("map", F, SimulatedUnit.ROWS);
    VoxelMap map = map(mapped, VoxelMapKind.REGIONS, REGIONS);
    stream.publish(mapped, map);
    stream.publish(SimulatedRecording.of("map", M, SimulatedUnit.ROWS));
    stream.publish(unit);
    try (EncodingStage stage = stream.start(StreamFixture.SETTINGS, state)) {
      stream.done(unit, M, stage);
      assertThat(stream.history(unit, F)).isEmpty();
      stream.publish(map);
      stream.done(unit, F, stage);
    }
  }

  @Test
  void fit_perRegionAndClassified_isTheEnginesWithTheMaps() {
    SimulatedUnit unit = SimulatedUnit.of("regions", 1);
    SimulatedRecording mapped = SimulatedRecording.of("regions", P, SimulatedUnit.ROWS);
    SimulatedRecording without = SimulatedRecording.of("regions", M, SimulatedUnit.ROWS);
    PenaltyChoice each = StreamFixture.FIT.penalty();
    EncodingSettings fit =
        StreamFixture.FIT
            .with(
                new PenaltyChoice(
                    each.lambdas(),
                    each.folds(),
                    each.gap(),
                    each.criterion(),
                    PenaltyScope.REGION,
                    each.intercept()))
            .with(new Classification(50, 25, 1));
    stream.publish(map(mapped, VoxelMapKind.REGIONS, REGIONS));
    stream.publish(map(mapped, VoxelMapKind.NEIGHBOURS, NEIGHBOURS));
    for (Volume volume : mapped.volumes(BOTH)) {
      stream.publish(volume);
    }
    stream.publish(without);
    stream.publish(unit);
    EncodingStageSettings settings =
        new EncodingStageSettings("test", fit, 0, false, List.of(0), 4);
    try (EncodingStage stage = stream.start(settings, state)) {
      stream.done(unit, P, stage);
      Progress failed = stream.settled(unit, M, stage);
      assertThat(failed.getState()).isEqualTo(WorkState.FAILED);
      assertThat(failed.getCause()).contains("region of each of 7 voxels");
    }
    EncodingScores expected = scores(unit, mapped, fit, new RecordingMaps(REGIONS, NEIGHBOURS));
    EncodingScores alone = scores(unit, mapped, fit, new RecordingMaps(REGIONS, new int[0]));
    assertThat(stream.scores(unit, P)).hasSize(2);
    for (Score block : stream.scores(unit, P)) {
      double[] accuracy = Vectors.doubles(block.getAccuracy());
      for (int fold = 0; fold < block.getFolds(); fold++) {
        for (int v = 0; v < block.getVoxels(); v++) {
          int cell = fold * 7 + block.getFirstVoxel() + v;
          assertThat(accuracy[fold * block.getVoxels() + v]).isEqualTo(expected.accuracy()[cell]);
          assertThat(block.getLambdaIndex().get(fold * block.getVoxels() + v))
              .isEqualTo(expected.lambdaIndex()[cell]);
        }
      }
    }
    assertThat(expected.accuracy()).isNotEqualTo(alone.accuracy());
  }

  @Test
  void ceilings_ofParticipants_standOnTheTopicOnceAndGrowWithTheSet() {
    SimulatedUnit unit = SimulatedUnit.of("ceilings", 1);
    stream.publish(SimulatedRecording.of("ceilings", F, SimulatedUnit.ROWS));
    stream.publish(SimulatedRecording.of("ceilings", M, SimulatedUnit.ROWS));
    stream.publish(unit);
    try (EncodingStage stage = stream.start(StreamFixture.SETTINGS, state)) {
      stream.awaitCeilings("ceilings", 2, stage);
      stream.done(unit, M, stage);
    }
    SimulatedUnit next = SimulatedUnit.of("ceilings", 2);
    stream.publish(next);
    try (EncodingStage stage = stream.start(StreamFixture.SETTINGS, state)) {
      stream.done(next, F, stage);
      stream.done(next, M, stage);
      assertThat(stream.ceilings("ceilings")).hasSize(2);
      stream.publish(SimulatedRecording.of("ceilings", N, SimulatedUnit.ROWS));
      List<NoiseCeiling> all = stream.awaitCeilings("ceilings", 2 + 3, stage);
      assertThat(all).extracting(NoiseCeiling::getOthers).containsExactly(1, 1, 2, 2, 2);
      assertThat(all).extracting(NoiseCeiling::getParticipant).containsExactly(F, M, F, M, N);
      stream.done(next, N, stage);
    }
  }

  private static EncodingScores scores(
      SimulatedUnit unit, SimulatedRecording recording, EncodingSettings fit, RecordingMaps maps) {
    try (PreparedDesign prepared =
        stream.engine.prepare(Design.of(unit.x()), SimulatedUnit.runs(), fit)) {
      return prepared.score(VoxelSource.of(recording.y()), maps);
    }
  }

  private static VoxelMap map(SimulatedRecording recording, VoxelMapKind kind, int[] indices) {
    int voxels = recording.y().numCols;
    return VoxelMap.newBuilder()
        .setParticipant(recording.participant())
        .setRecording(recording.hash())
        .setKind(kind)
        .setFirstVoxel(0)
        .setVoxels(voxels)
        .setWidth(indices.length / voxels)
        .setIndices(Vectors.ofInts(indices))
        .build();
  }
}
