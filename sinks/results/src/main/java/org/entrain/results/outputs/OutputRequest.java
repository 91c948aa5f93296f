package org.entrain.results.outputs;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.entrain.results.Selection;
import org.jspecify.annotations.Nullable;

/**
 * What to write where.
 *
 * @param folder absolute; made if it is not there, other files in it stay
 * @param formats what to write
 * @param selection whose results
 * @param mask image of the voxels, or null: absolute, with {@code {participant}} where there is one
 *     for each
 * @param vertices number of vertices of each hemisphere, left and right, or of the one surface, in
 *     the order of the voxels; empty where voxels are no vertices
 */
public record OutputRequest(
    Path folder,
    Set<OutputFormat> formats,
    Selection selection,
    @Nullable String mask,
    List<Integer> vertices) {

  public OutputRequest {
    if (!folder.isAbsolute() || formats.isEmpty() || vertices.size() > 2) {
      throw new IllegalArgumentException("%s %s %s".formatted(folder, formats, vertices));
    }
    formats = Set.copyOf(formats);
    vertices = List.copyOf(vertices);
  }
}
