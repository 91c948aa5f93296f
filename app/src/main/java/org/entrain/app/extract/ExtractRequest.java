package org.entrain.app.extract;

import java.nio.file.Path;
import java.util.List;
import org.entrain.common.Location;
import org.jspecify.annotations.Nullable;

/**
 * What an extraction was asked for.
 *
 * @param words table of words; null if a dataset is given
 * @param dataset manifest or folder whose words are meant; null if a table is given
 * @param dataRoot what the manifest's paths are relative to; null for the manifest's folder
 * @param models folders of checkpoints, each {@code DIR} or {@code NAME=DIR}
 * @param out folder to write to
 * @param preset name; null for the default
 * @param assignments settings as {@code key=value}
 */
public record ExtractRequest(
    @Nullable Location words,
    @Nullable Location dataset,
    @Nullable Location dataRoot,
    List<String> models,
    Path out,
    @Nullable String preset,
    List<String> assignments) {

  public ExtractRequest {
    models = List.copyOf(models);
    assignments = List.copyOf(assignments);
  }
}
