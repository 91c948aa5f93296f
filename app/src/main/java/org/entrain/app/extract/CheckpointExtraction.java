package org.entrain.app.extract;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.entrain.app.Version;
import org.entrain.app.settings.Settings;
import org.entrain.common.InvalidInputException;
import org.entrain.formats.npy.NpyWriter;
import org.entrain.models.CheckpointConfig;
import org.entrain.models.CheckpointFolder;
import org.entrain.models.LanguageModel;
import org.entrain.models.LanguageModels;
import org.entrain.models.TokenizedText;
import org.entrain.models.WordTokenizer;
import org.entrain.models.text.Passage;
import org.entrain.models.text.PassagePlanner;
import org.entrain.models.text.PassageReader;
import org.entrain.models.text.PassageStates;
import org.entrain.producers.checkpoints.ActivationsFolder;

/**
 * Runs one checkpoint over the text. Representations go to the file passage by passage, so that no
 * more than one passage of them is ever in memory.
 */
final class CheckpointExtraction {

  private final ExtractInputs inputs;
  private final Settings settings;
  private final Map<String, String> wanted;
  private final Supplier<LanguageModels> engine;
  private final PassageReader reader;
  private final ExtractProgress progress;

  CheckpointExtraction(
      ExtractInputs inputs,
      Supplier<LanguageModels> engine,
      PassageReader reader,
      ExtractProgress progress) {
    this.inputs = inputs;
    wanted = inputs.wanted();
    this.engine = engine;
    this.reader = reader;
    this.progress = progress;
    settings = inputs.settings();
  }

  /**
   * Writes the representations to the target's partial folder.
   *
   * @param files of the checkpoint, as they were before it was opened
   * @return what was computed
   * @throws OutputException if they cannot be written
   * @throws InvalidInputException if the text or the settings do not suit the checkpoint
   * @throws org.entrain.models.ModelException if a value is not finite
   * @throws java.util.concurrent.CancellationException when the thread is interrupted
   */
  Extracted run(Target target, CheckpointFolder folder, List<SourceFile> files) {
    CheckpointConfig config = folder.config();
    String configFile = folder.directory().resolve("config.json").toString();
    int[] layers = layers(configFile, config.layers());
    TokenizedText text = tokenize(folder);
    PassagePlanner planner = settings.planner().passages();
    List<Passage> passages =
        planner.plan(text, settings.skippedWords(), configFile, config.maxPositions());
    int first = planner.firstWord(text, settings.skippedWords());
    int words = inputs.words().size() - first;
    Tally tally = new Tally();
    progress.phase("loading");
    try (LanguageModel model = engine.get().open(folder, progress::opening)) {
      Finished.begin(target);
      Path file = target.partial().resolve(ActivationsFolder.REPRESENTATIONS);
      try (NpyWriter writer = new NpyWriter(file, layers.length, words, config.hiddenSize())) {
        progress.expect(passages.stream().mapToLong(Passage::windows).sum());
        for (Passage passage : passages) {
          PassageStates states = reader.read(model, passage, layers, progress.listener());
          write(writer, states.vectors(), passage.words(), first, words);
          tally.add(passage, states);
          progress.passage(passage.windows());
        }
        progress.phase("writing");
        writer.finish();
      } catch (IOException e) {
        throw new OutputException(target, e);
      }
    }
    return extracted(target, folder, files, first, tally);
  }

  /** Writes a passage's vectors layer by layer; its words follow each other in the text. */
  private static void write(
      NpyWriter writer, float[][][] vectors, int[] textWords, int first, int words)
      throws IOException {
    if (vectors.length == 0) {
      return;
    }
    for (int layer = 0; layer < vectors[0].length; layer++) {
      int hidden = vectors[0][layer].length;
      float[] block = new float[vectors.length * hidden];
      for (int word = 0; word < vectors.length; word++) {
        System.arraycopy(vectors[word][layer], 0, block, word * hidden, hidden);
      }
      writer.write(((long) layer * words + textWords[0] - first) * hidden, block);
    }
  }

  private TokenizedText tokenize(CheckpointFolder folder) {
    try (WordTokenizer tokenizer = WordTokenizer.open(folder.tokenizer())) {
      return tokenizer.tokenize(inputs.words());
    } catch (InvalidInputException e) {
      throw e;
    } catch (RuntimeException e) {
      // The library's failures on a text are the checkpoint's.
      throw new InvalidInputException(
          folder.tokenizer().toString(),
          "content",
          "a tokenizer for this text",
          e.toString(),
          "Save the tokenizer again, or leave the checkpoint out.",
          e);
    }
  }

  private int[] layers(String config, int blocks) {
    List<Integer> wanted = settings.layers();
    if (wanted.isEmpty()) {
      return IntStream.rangeClosed(0, blocks).toArray();
    }
    int largest = wanted.get(wanted.size() - 1);
    if (largest > blocks) {
      throw new InvalidInputException(
          config,
          "layers",
          "hidden states from 0 to " + blocks,
          Integer.toString(largest),
          "Ask for layers that the checkpoint has.");
    }
    return wanted.stream().mapToInt(Integer::intValue).toArray();
  }

  private Extracted extracted(
      Target target, CheckpointFolder folder, List<SourceFile> files, int first, Tally tally) {
    return new Extracted(
        target.source().model(),
        target.source().step(),
        folder.config().architecture(),
        folder.fingerprint(),
        folder.identity(),
        files,
        wanted,
        inputs.words().size(),
        first,
        folder.config().hiddenSize(),
        tally.windows,
        tally.scored,
        tally.sum,
        tally.scored == 0 ? null : Math.exp(-tally.sum / tally.scored),
        tally.seconds,
        tally.windows / tally.seconds,
        Version.TEXT);
  }

  /** Sums over passages. */
  private static final class Tally {
    private long windows;
    private long scored;
    private double sum;
    private double seconds;

    void add(Passage passage, PassageStates states) {
      windows += passage.windows();
      scored += states.logProbabilities().length;
      sum += states.logProbabilitySum();
      seconds += states.seconds();
    }
  }
}
