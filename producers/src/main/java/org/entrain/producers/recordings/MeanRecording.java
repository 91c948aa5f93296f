package org.entrain.producers.recordings;

import java.util.List;
import java.util.function.Function;
import org.entrain.common.InvalidInputException;

/**
 * Average over participants of their recordings, each z-scored per column over all kept rows
 * beforehand, so that every participant weighs the same. One recording is in memory at a time.
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
    for (String participant : participants) {
      Recording recording = recordings.apply(participant);
      double[][] values = values(recording);
      ZScores.standardise(values, 0, values.length);
      if (mean.length == 0) {
        mean = new double[values.length][recording.voxels()];
      }
      drifts = Math.max(drifts, recording.drifts());
      checkVoxels(participants.get(0), mean[0].length, recording);
      for (int r = 0; r < values.length; r++) {
        for (int c = 0; c < values[r].length; c++) {
          mean[r][c] += values[r][c] / participants.size();
        }
      }
    }
    return new Recording(name, Samples.of(RecordingReader.rounded(mean)), drifts);
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
