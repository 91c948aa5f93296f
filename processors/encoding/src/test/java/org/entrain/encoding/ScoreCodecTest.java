package org.entrain.encoding;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.entrain.math.BandedScores;
import org.entrain.math.EncodingScores;
import org.entrain.math.PredictionSplit;
import org.entrain.schemas.EventSerde;
import org.entrain.schemas.Topics;
import org.entrain.schemas.Vectors;
import org.entrain.schemas.avro.Score;
import org.entrain.schemas.avro.Volume;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScoreCodecTest {

  @Test
  void scores_cutIntoBlocks_keepFoldsAndVoxelsInPlace(@TempDir Path folder) {
    SimulatedRecording simulated =
        new SimulatedRecording("story", "F", "hash", SimulatedUnit.random(1, 2, 5));
    EncodingScores scores =
        new EncodingScores(
            2,
            5,
            new double[] {0, 1, 2, 3, 4, 10, 11, 12, 13, 14},
            new double[] {5, 6, 7, 8, 9, 15, 16, 17, 18, 19},
            new byte[] {0, 1, 0, 1, 0, 1, 0, 1, 0, 1},
            new double[] {0.1, 10},
            new double[] {0.6, 0.4},
            new double[] {0.4, 0.6},
            3,
            new double[] {0.3, 0.2},
            new double[] {0.25, 0.5, 0.125},
            new double[] {0.1, 0.2, 0.3, 0.4, 0.5},
            new double[] {0, 1, 2, 3, 4, 10, 11, 12, 13, 14},
            "engine");
    FitUnit unit = new FitUnit(UnitLayer.initial("u", 4), "model", 7, 2, 30, 41);
    List<Score> blocks;
    try (RecordingStore store = new RecordingStore(folder, VoxelShare.ALL)) {
      for (Volume volume : simulated.volumes()) {
        store.accept(Volume.newBuilder(volume).setDrifts(2).build());
      }
      blocks = codec(3, 1000).encode(unit, store.newest().get(0), scores);
    }

    assertThat(blocks).extracting(Score::getFirstVoxel).containsExactly(0, 3);
    assertThat(blocks).extracting(Score::getVoxels).containsExactly(3, 2);
    assertThat(Vectors.doubles(blocks.get(0).getR())).containsExactly(0, 1, 2, 10, 11, 12);
    assertThat(Vectors.doubles(blocks.get(1).getR())).containsExactly(3, 4, 13, 14);
    assertThat(Vectors.doubles(blocks.get(1).getR2())).containsExactly(8, 9, 18, 19);
    assertThat(blocks.get(1).getLambdaIndex().array()).containsExactly(1, 0, 0, 1);
    assertThat(blocks.get(1).getLowEndShare()).containsExactly(0.6, 0.4);
    assertThat(blocks.get(1).getInnerR2()).containsExactly(0.3, 0.2);
    assertThat(blocks.get(1).getBlockParts()).containsExactly(0.25, 0.5, 0.125);
    assertThat(Vectors.doubles(blocks.get(0).getP())).containsExactly(0.1, 0.2, 0.3);
    assertThat(Vectors.doubles(blocks.get(1).getP())).containsExactly(0.4, 0.5);
    assertThat(blocks).extracting(Score::getPermutations).containsOnly(1000);
    assertThat(Vectors.doubles(blocks.get(1).getAccuracy())).containsExactly(3, 4, 13, 14);
    assertThat(blocks.get(1).getSettings()).isEqualTo("settings");
    assertThat(blocks).extracting(Score::getCodeVersion).containsOnly("entrain 1");
    assertThat(blocks).extracting(Score::getLibraries).containsOnly("BLAS 2");
    assertThat(blocks).extracting(Score::getInputTopic).containsOnly("entrain.features");
    assertThat(blocks).extracting(Score::getInputPartition).containsOnly(2);
    assertThat(blocks).extracting(Score::getInputFirstOffset).containsOnly(30L);
    assertThat(blocks).extracting(Score::getInputLastOffset).containsOnly(41L);
    assertThat(blocks).extracting(Score::getRecording).containsOnly("hash-drifts2");
    assertThat(unit.scoreKey("F")).isEqualTo("model@7/4/initial/F");
  }

  @Test
  void bands_ofAJointModel_areCutIntoBlocksOfVoxels(@TempDir Path folder) {
    SimulatedRecording simulated =
        new SimulatedRecording("story", "F", "hash", SimulatedUnit.random(1, 2, 4));
    double[] cells = new double[8];
    EncodingScores scores =
        new EncodingScores(
            2,
            4,
            cells,
            cells,
            new byte[8],
            new double[] {1},
            new double[2],
            new double[2],
            0,
            new double[2],
            new double[0],
            new double[0],
            new double[0],
            "engine");
    BandedScores joint =
        new BandedScores(
            scores,
            List.of("a", "b"),
            new double[][] {{1, 0}, {0.5, 0.5}, {0.25, 0.75}},
            new int[] {0, 1, 2, 2, 1, 1, 2, 0},
            new PredictionSplit(
                2,
                4,
                new double[] {1, 2, 3, 4, 5, 6, 7, 8},
                new double[4],
                cells,
                new double[] {11, 12, 13, 14, 15, 16, 17, 18}));
    FitUnit unit = new FitUnit(UnitLayer.initial("u", 4), "model", 7, 2, 30, 41);
    List<Score> blocks;
    try (RecordingStore store = new RecordingStore(folder, VoxelShare.ALL)) {
      simulated.volumes().forEach(store::accept);
      blocks = codec(2, 0).encode(unit, store.newest().get(0), joint);
    }

    assertThat(blocks).extracting(Score::getVariant).containsOnly("with-word-rate");
    assertThat(blocks).extracting(Score::getVoxels).containsExactly(2, 2);
    assertThat(blocks).allMatch(block -> block.getBands().equals(List.of("a", "b")));
    assertThat(Vectors.doubles(blocks.get(0).getBandWeights()))
        .containsExactly(0.75, 0.5, 0.25, 0.5);
    assertThat(Vectors.doubles(blocks.get(1).getBandWeights()))
        .containsExactly(0.25, 0.625, 0.75, 0.375);
    assertThat(Vectors.doubles(blocks.get(0).getBandR2())).containsExactly(1, 2, 5, 6);
    assertThat(Vectors.doubles(blocks.get(1).getBandR2())).containsExactly(3, 4, 7, 8);
    assertThat(Vectors.doubles(blocks.get(1).getBandVariance())).containsExactly(13, 14, 17, 18);
  }

  @Test
  void scores_ofManyFolds_areCutBelowAMegabyte(@TempDir Path folder) {
    int folds = 20_000;
    int voxels = 5;
    SimulatedRecording simulated =
        new SimulatedRecording("story", "F", "hash", SimulatedUnit.random(1, 2, voxels));
    EncodingScores scores =
        new EncodingScores(
            folds,
            voxels,
            new double[folds * voxels],
            new double[folds * voxels],
            new byte[folds * voxels],
            new double[] {0.1},
            new double[folds],
            new double[folds],
            0,
            new double[folds],
            new double[0],
            new double[0],
            new double[0],
            "engine");
    FitUnit unit = new FitUnit(UnitLayer.initial("u", 4), "model", 7, 2, 30, 41);
    List<Score> blocks;
    try (RecordingStore store = new RecordingStore(folder, VoxelShare.ALL)) {
      simulated.volumes().forEach(store::accept);
      blocks = codec(voxels, 1000).encode(unit, store.newest().get(0), scores);
    }

    assertThat(blocks).extracting(Score::getVoxels).containsExactly(1, 1, 1, 1, 1);
    EventSerde<Score> serde = new Topics(1).scores().values();
    assertThat(blocks).allMatch(block -> serde.encode(block).length < 1_000_000);
    assertThat(blocks).allMatch(block -> block.getP().remaining() == 0);
    assertThat(blocks).extracting(Score::getPermutations).containsOnly(0);
  }

  private static ScoreCodec codec(int voxels, int permutations) {
    return new ScoreCodec(
        "settings",
        voxels,
        permutations,
        new Program("entrain 1", "BLAS 2"),
        "entrain.features",
        VoxelShare.ALL);
  }
}
