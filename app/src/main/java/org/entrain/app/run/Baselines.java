package org.entrain.app.run;

import java.util.List;
import org.entrain.app.settings.Settings;
import org.entrain.common.ContentHash;
import org.entrain.producers.checkpoints.Announcements;
import org.entrain.schemas.avro.Checkpoint;

/** The baselines that every run has beside its checkpoints. */
final class Baselines {

  private Baselines() {}

  /**
   * Word rate, and random vectors as long as the longest features that a word has: its hidden
   * state, or with {@code pca} its components.
   *
   * @param settings their seed is part of the random baseline's identity, from which its values
   *     follow
   */
  static List<Checkpoint> of(List<Checkpoint> checkpoints, Settings settings) {
    int hidden = checkpoints.stream().mapToInt(Checkpoint::getHiddenSize).max().orElse(1);
    int components = settings.pcaComponents();
    int width = components == 0 ? hidden : Math.min(components, hidden);
    return List.of(Announcements.wordRate(), seeded(Announcements.random(width), settings.seed()));
  }

  private static Checkpoint seeded(Checkpoint random, int seed) {
    return Checkpoint.newBuilder()
        .setModel(random.getModel())
        .setStep(random.getStep())
        .setKind(random.getKind())
        .setLocation(random.getLocation())
        .setFingerprint(random.getFingerprint())
        .setIdentity(new ContentHash().add(random.getIdentity()).add(seed).shortHex())
        .setArchitecture(random.getArchitecture())
        .setLayers(random.getLayers())
        .setHiddenSize(random.getHiddenSize())
        .setSkippedWords(random.getSkippedWords())
        .build();
  }
}
