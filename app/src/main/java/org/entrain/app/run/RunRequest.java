package org.entrain.app.run;

import java.util.List;
import org.entrain.app.state.Source;
import org.entrain.common.Location;
import org.jspecify.annotations.Nullable;

/**
 * What a run was asked for.
 *
 * @param dataset manifest or folder; null for the state's, or the packaged sample
 * @param dataRoot what the manifest's paths are relative to; null for the manifest's folder
 * @param annotations table of linguistic properties; null for the state's, or the manifest's
 * @param sources folders of checkpoints and activations; empty for the state's, or the sample's
 * @param participants participants to score; empty for the state's, or everybody
 * @param preset name; null for the state's, or the default
 * @param assignments settings as {@code key=value}
 */
public record RunRequest(
    @Nullable Location dataset,
    @Nullable Location dataRoot,
    @Nullable Location annotations,
    List<Source> sources,
    List<String> participants,
    @Nullable String preset,
    List<String> assignments) {

  public RunRequest {
    sources = List.copyOf(sources);
    participants = List.copyOf(participants);
    assignments = List.copyOf(assignments);
  }
}
