package org.entrain.results.outputs;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.entrain.common.InvalidInputException;
import org.entrain.formats.gifti.GiftiWriter;
import org.entrain.results.FitScores;
import org.entrain.results.StoredFit;

/**
 * Surface data, a value per vertex: mean r over folds, and p where vertices were tested; a file for
 * each hemisphere where there are two, as programs that show surfaces want them.
 */
final class GiftiFiles implements FitFiles {

  private static final List<String> HEMISPHERES = List.of("left", "right");
  private static final List<String> STRUCTURES = List.of("CortexLeft", "CortexRight");

  private final Path folder;
  private final List<Integer> vertices;
  private final FileIndex index;

  /**
   * @param vertices vertices of the left and of the right hemisphere, or of the one surface
   */
  GiftiFiles(Path folder, List<Integer> vertices) {
    this.folder = folder;
    this.vertices = vertices;
    index =
        vertices.size() == 2
            ? new FileIndex(folder, "r_left_file", "r_right_file", "p_left_file", "p_right_file")
            : new FileIndex(folder, "r_file", "p_file");
  }

  @Override
  public void check(List<StoredFit> fits) {
    long expected = vertices.stream().mapToLong(Integer::longValue).sum();
    for (StoredFit fit : fits) {
      if (fit.voxels() != expected) {
        throw new InvalidInputException(
            "results",
            "--vertices",
            String.format(
                Locale.ROOT, "%,d in all, as participant %s has", fit.voxels(), fit.participant()),
            String.format(Locale.ROOT, "%,d", expected),
            "Name the vertices of the surface that the recording is on.");
      }
    }
  }

  @Override
  public void write(FitScores scores, String name) throws OutputStopped {
    String[] files = new String[2 * vertices.size()];
    Arrays.fill(files, "");
    write(scores, name, scores.meanR(), "mean r over folds", files, 0);
    if (scores.tested()) {
      write(scores, name + ".p", scores.p(), "p of r", files, vertices.size());
    }
    index.add(scores.fit(), files);
  }

  private void write(
      FitScores scores, String name, double[] values, String what, String[] files, int at)
      throws OutputStopped {
    int first = 0;
    for (int surface = 0; surface < vertices.size(); surface++) {
      int end = first + vertices.get(surface);
      boolean one = vertices.size() == 1;
      String file = name + (one ? "" : "." + HEMISPHERES.get(surface)) + ".func.gii";
      Map<String, String> metadata = metadata(scores.fit());
      if (!one) {
        metadata.put("AnatomicalStructurePrimary", STRUCTURES.get(surface));
      }
      float[] part = Floats.of(Arrays.copyOfRange(values, first, end));
      WholeFile.bytes(folder.resolve(file), out -> GiftiWriter.write(out, part, metadata, what));
      files[at + surface] = file;
      first = end;
    }
  }

  private static Map<String, String> metadata(StoredFit fit) {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("model", fit.model());
    metadata.put("step", Long.toString(fit.step()));
    metadata.put("layer", Integer.toString(fit.layer()));
    metadata.put("variant", fit.variant());
    metadata.put("participant", fit.participant());
    return metadata;
  }

  @Override
  public void finish() throws OutputStopped {
    index.write();
  }
}
