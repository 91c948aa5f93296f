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
   * Word rate, and random vectors as long as the longest hidden state. None with {@code pca}: it is
   * fitted on representations of words, which baselines do not have.
   *
   * @param settings their seed is part of the random baseline's identity, from which its values
   *     follow
   */
  static List<Checkpoint> of(List<Checkpoint> checkpoints, Settings settings) {
    if (settings.pcaComponents() > 0) {
      return List.of();
    }
    int hidden = checkpoints.stream().mapToInt(Checkpoint::getHiddenSize).max().orElse(1);
    return List.of(Announcements.wordRate(), seeded(Announcements.random(hidden), settings.seed()));
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
