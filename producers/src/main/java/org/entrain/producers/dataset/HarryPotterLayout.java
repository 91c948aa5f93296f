package org.entrain.producers.dataset;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.entrain.common.Location;
import org.entrain.common.Locations;
import org.entrain.producers.recordings.RecordingReader;
import org.entrain.producers.recordings.RecordingSource;
import org.entrain.producers.recordings.Trend;
import org.entrain.producers.stimulus.Stimulus;
import org.entrain.producers.stimulus.VolumeClock;
import org.entrain.producers.stimulus.VolumeClock.Trim;
import org.entrain.producers.stimulus.WordArrays;

/**
 * The published Harry Potter layout (Wehbe et al. 2014, as Toneva and Wehbe 2019 distribute it):
 * words, word times, TR times and TR runs in NumPy arrays, and one recording a participant, of
 * which every run already lacks its first 20 and last 15 TRs.
 */
final class HarryPotterLayout {

  static final String WORDS = "words_fmri.npy";
  private static final String WORD_TIMES = "time_words_fmri.npy";
  private static final String TR_TIMES = "time_fmri.npy";
  private static final String TR_RUNS = "runs_fmri.npy";
  private static final String RECORDING = "data_subject_{participant}.npy";
  private static final Trim TRIM = new Trim(20, 15);

  private HarryPotterLayout() {}

  static Dataset open(Path folder) {
    Stimulus stimulus =
        Stimulus.of(
            WordArrays.read(folder.resolve(WORDS), folder.resolve(WORD_TIMES)),
            VolumeClock.read(folder.resolve(TR_TIMES), folder.resolve(TR_RUNS), TRIM));
    Map<String, RecordingSource> recordings = new TreeMap<>();
    for (String participant :
        new ParticipantPattern(Location.of(folder), RECORDING).find(Locations.local())) {
      Path file = folder.resolve(ParticipantPattern.filled(RECORDING, participant));
      recordings.put(participant, RecordingSource.of(file));
    }
    RecordingReader reader = new RecordingReader(stimulus.clock(), true, Trend.NONE, false);
    Path name =
        Objects.requireNonNullElse(folder.toAbsolutePath().normalize().getFileName(), folder);
    return new Dataset(
        folder.toString(),
        name.toString(),
        false,
        stimulus,
        RecordingFiles.of(reader, recordings),
        null);
  }
}
