package org.entrain.producers.checkpoints;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.entrain.common.ContentHash;
import org.entrain.common.LocalCopy;
import org.entrain.common.Locations;
import org.entrain.models.CheckpointFiles;
import org.entrain.models.CheckpointFolder;
import org.entrain.models.LoadListener;
import org.entrain.producers.stimulus.Stimulus;
import org.entrain.schemas.avro.Checkpoint;
import org.entrain.schemas.avro.SourceKind;

/** Turns what was found into announcements; weights and activations are checked on the way. */
public final class Announcements {

  /** Model name of the word-rate baseline: number of words per TR. */
  public static final String WORD_RATE = "baseline-word-rate";

  /** Model name of the baseline of i.i.d. normal vectors. */
  public static final String RANDOM = "baseline-random";

  private static final int NO_SKIPPED_WORDS = -1;

  /** Grows when the random baseline draws other values: those of a state are then made anew. */
  private static final int RANDOM_SEQUENCE = 2;

  private Announcements() {}

  /** As the other, of this machine's folders, telling nobody. */
  public static Checkpoint weights(CheckpointSource source, int context) {
    return weights(source, context, LoadListener.none(), Locations.local());
  }

  /**
   * Opens a checkpoint's folder and reads its weights once.
   *
   * @param context tokens of context it shall run with; 0 where that depends on the text
   * @param listener hears how far the weights are read
   * @param locations brings the folder here
   * @throws org.entrain.common.InvalidInputException if it cannot be run
   */
  public static Checkpoint weights(
      CheckpointSource source, int context, LoadListener listener, Locations locations) {
    try (LocalCopy copy = locations.folder(source.location(), CheckpointFiles.all())) {
      CheckpointFolder folder = CheckpointFolder.open(copy.path(), listener);
      folder.requireContext(context);
      return announcement(source, SourceKind.WEIGHTS, folder.fingerprint(), folder.identity())
          .setArchitecture(folder.config().architecture())
          .setLayers(folder.config().layers() + 1)
          .setPositions(folder.config().maxPositions())
          .setHiddenSize(folder.config().hiddenSize())
          .build();
    }
  }

  /**
   * Opens a folder of activations and checks it against the stimulus.
   *
   * @param locations brings the folder here
   * @throws org.entrain.common.InvalidInputException if it is damaged or does not fit
   */
  public static Checkpoint activations(
      CheckpointSource source, Stimulus stimulus, Locations locations) {
    try (LocalCopy copy = locations.folder(source.location(), ActivationsFolder.FILES)) {
      ActivationsFolder folder = ActivationsFolder.open(copy.path());
      folder.requireFits(stimulus);
      return announcement(source, SourceKind.ACTIVATIONS, folder.fingerprint(), folder.identity())
          .setArchitecture("activations")
          .setLayers(folder.layers())
          .setHiddenSize(folder.hiddenSize())
          .setSkippedWords(folder.skippedWords())
          .build();
    }
  }

  /** The word-rate baseline: one layer, one number a word. */
  public static Checkpoint wordRate() {
    return baseline(WORD_RATE, SourceKind.WORD_RATE, 1, new ContentHash().add(WORD_RATE).add(1));
  }

  /**
   * The baseline of random vectors.
   *
   * @param hiddenSize H of the models it is compared with
   */
  public static Checkpoint random(int hiddenSize) {
    ContentHash drawn = new ContentHash().add(RANDOM).add(hiddenSize).add(RANDOM_SEQUENCE);
    return baseline(RANDOM, SourceKind.RANDOM, hiddenSize, drawn);
  }

  /**
   * Groups of two or more announcements with equal weights, configuration and tokenizer, in order:
   * each is computed once.
   */
  public static List<List<Checkpoint>> equalWeights(List<Checkpoint> checkpoints) {
    Map<String, List<Checkpoint>> byIdentity = new LinkedHashMap<>();
    for (Checkpoint checkpoint : checkpoints) {
      byIdentity
          .computeIfAbsent(checkpoint.getIdentity(), absent -> new ArrayList<>())
          .add(checkpoint);
    }
    return byIdentity.values().stream().filter(group -> group.size() > 1).toList();
  }

  private static Checkpoint baseline(
      String model, SourceKind kind, int hiddenSize, ContentHash hash) {
    String fingerprint = hash.hex();
    return Checkpoint.newBuilder()
        .setModel(model)
        .setStep(0)
        .setKind(kind)
        .setLocation("")
        .setFingerprint(fingerprint)
        .setIdentity(fingerprint.substring(0, 16))
        .setArchitecture("baseline")
        .setLayers(1)
        .setHiddenSize(hiddenSize)
        .setSkippedWords(NO_SKIPPED_WORDS)
        .build();
  }

  private static Checkpoint.Builder announcement(
      CheckpointSource source, SourceKind kind, String fingerprint, String identity) {
    return Checkpoint.newBuilder()
        .setModel(source.model())
        .setStep(source.step())
        .setKind(kind)
        .setLocation(source.location().text())
        .setFingerprint(fingerprint)
        .setIdentity(identity)
        .setSkippedWords(NO_SKIPPED_WORDS);
  }
}
