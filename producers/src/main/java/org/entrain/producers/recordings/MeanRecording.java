package org.entrain.producers.recordings;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.entrain.common.InvalidInputException;

/**
 * Average over participants of their recordings, each z-scored per column over all kept rows
 * beforehand, so that every participant weighs the same. Index arrays that are equal for everybody
 * are the average's too. One recording is in memory at a time.
 */
public final class MeanRecording {

  private MeanRecording() {}

  /**
   * Averages.
   *
   * @param name of the pseudo-participant
   * @param participants whose recordings are averaged, at least one
   * @param recordings gives the recording of a participant
   */
  public static Recording of(
      String name, List<String> participants, Function<String, Recording> recordings) {
    double[][] mean = new double[0][];
    int drifts = 0;
    List<VoxelIndices> maps = new ArrayList<>();
    for (String participant : participants) {
      Recording recording = recordings.apply(participant);
      double[][] values = values(recording);
      ZScores.standardise(values, 0, values.length);
      if (mean.length == 0) {
        mean = new double[values.length][recording.voxels()];
        maps.addAll(recording.maps());
      }
      drifts = Math.max(drifts, recording.drifts());
      checkVoxels(participants.get(0), mean[0].length, recording);
      maps.retainAll(recording.maps());
      for (int r = 0; r < values.length; r++) {
        for (int c = 0; c < values[r].length; c++) {
          mean[r][c] += values[r][c] / participants.size();
        }
      }
    }
    return Recording.average(name, Samples.of(RecordingReader.rounded(mean)), drifts)
        .with(maps, List.of());
  }

  private static double[][] values(Recording recording) {
    double[][] values = new double[recording.rows()][recording.voxels()];
    for (int r = 0; r < values.length; r++) {
      float[] row = recording.row(r);
      for (int c = 0; c < row.length; c++) {
        values[r][c] = row[c];
      }
    }
    return values;
  }

  private static void checkVoxels(String first, int voxels, Recording recording) {
    if (recording.voxels() != voxels) {
      throw new InvalidInputException(
          "participant " + recording.participant(),
          "columns",
          voxels + ", as participant " + first + " has",
          Integer.toString(recording.voxels()),
          "The mean needs the same voxels of everybody: name participants instead.");
    }
  }
}
