package org.entrain.encoding;

import java.util.ArrayList;
import java.util.List;
import org.ejml.data.FMatrixRMaj;
import org.entrain.schemas.Vectors;
import org.entrain.schemas.avro.Volume;

/** A participant's recording, published in two blocks a row. */
record SimulatedRecording(String stimulus, String participant, String hash, FMatrixRMaj y) {

  private static final int FIRST_BLOCK = 3;

  static SimulatedRecording of(String stimulus, String participant, int rows) {
    return new SimulatedRecording(
        stimulus,
        participant,
        "hash-" + participant,
        SimulatedUnit.random(participant.hashCode(), rows, 7));
  }

  List<Volume> volumes() {
    List<Volume> volumes = new ArrayList<>();
    for (int row = 0; row < y.numRows; row++) {
      volumes.add(block(row, 0, FIRST_BLOCK));
      volumes.add(block(row, FIRST_BLOCK, y.numCols - FIRST_BLOCK));
    }
    return volumes;
  }

  /** Its volumes, to be complete only with some maps. */
  List<Volume> volumes(int maps) {
    return volumes().stream().map(v -> Volume.newBuilder(v).setMaps(maps).build()).toList();
  }

  Volume block(int row, int firstVoxel, int count) {
    return Volume.newBuilder()
        .setParticipant(participant)
        .setRecording(hash)
        .setStimulus(stimulus)
        .setRun(0)
        .setTr(row)
        .setRow(row)
        .setRows(y.numRows)
        .setFirstVoxel(firstVoxel)
        .setVoxels(y.numCols)
        .setValues(Vectors.ofFloats(y.data, row * y.numCols + firstVoxel, count))
        .build();
  }
}
