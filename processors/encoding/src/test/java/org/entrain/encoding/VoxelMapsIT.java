package org.entrain.encoding;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.entrain.schemas.Vectors;
import org.entrain.schemas.avro.NoiseCeiling;
import org.entrain.schemas.avro.VoxelMap;
import org.entrain.schemas.avro.VoxelMapKind;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Voxel maps and noise ceilings through the broker; every test has a stimulus of its own. */
class VoxelMapsIT {

  private static final String F = "F";
  private static final String M = "M";
  private static final String N = "N";

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
    VoxelMap map =
        VoxelMap.newBuilder()
            .setParticipant(F)
            .setRecording(mapped.hash())
            .setKind(VoxelMapKind.REGIONS)
            .setFirstVoxel(0)
            .setVoxels(7)
            .setWidth(1)
            .setIndices(Vectors.ofInts(new int[] {0, 0, 0, 1, 1, 1, 1}))
            .build();
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
}
