package org.entrain.app.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.entrain.app.Refusal;
import org.entrain.results.Selection;
import org.entrain.results.outputs.OutputFormat;
import org.entrain.results.outputs.OutputRequest;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that ask for a folder of results. */
final class OutputOptions {

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Write a folder of files for other tools (docs/outputs.md); its files are replaced, others"
              + " stay.")
  private @Nullable Path out;

  @Option(
      names = "--formats",
      paramLabel = "NAME,...",
      description =
          "What the folder holds: csv, parquet, npy, nifti, regions (default: csv,parquet,npy; with"
              + " --mask nifti too, with --vertices regions too).")
  private @Nullable String formats;

  @Option(
      names = "--mask",
      paramLabel = "FILE",
      description =
          "Image (.nii, .nii.gz) whose voxels that are not 0 are the recordings' voxels; {participant}"
              + " in it stands for each one's name (default: as the data set says).")
  private @Nullable Path mask;

  @Option(
      names = "--vertices",
      paramLabel = "LEFT,RIGHT",
      description =
          "Voxels are vertices of a surface, so many of the left and of the right hemisphere, or N"
              + " in all: for GIfTI.")
  private @Nullable String vertices;

  /** Whether a folder is asked for. */
  boolean asked() {
    return out != null;
  }

  /** What is asked for; empty for nothing. */
  Optional<OutputRequest> request(Selection selection) {
    if (out == null) {
      if (formats != null || mask != null || vertices != null) {
        throw new Refusal("--formats, --mask and --vertices say what --out writes: add --out DIR.");
      }
      return Optional.empty();
    }
    return Optional.of(
        new OutputRequest(
            out.toAbsolutePath().normalize(),
            formats == null ? usual() : formats(formats),
            selection,
            mask == null ? null : mask.toAbsolutePath().toString(),
            vertices == null ? List.of() : vertices(vertices)));
  }

  private Set<OutputFormat> usual() {
    Set<OutputFormat> usual = EnumSet.of(OutputFormat.CSV, OutputFormat.PARQUET, OutputFormat.NPY);
    if (mask != null) {
      usual.add(OutputFormat.NIFTI);
    }
    if (vertices != null) {
      usual.add(OutputFormat.REGIONS);
    }
    return usual;
  }

  private static Set<OutputFormat> formats(String names) {
    Set<OutputFormat> formats = EnumSet.noneOf(OutputFormat.class);
    for (String name : names.split(",", -1)) {
      formats.add(
          Arrays.stream(OutputFormat.values())
              .filter(format -> format.toString().equals(name.strip()))
              .findFirst()
              .orElseThrow(
                  () ->
                      fault(
                          "--formats",
                          Arrays.toString(OutputFormat.values()),
                          name,
                          "Name some of them, with commas between.")));
    }
    return formats;
  }

  private static List<Integer> vertices(String text) {
    List<Integer> counts = new ArrayList<>();
    for (String count : text.split(",", -1)) {
      if (!count.strip().matches("[1-9]\\d{0,8}")) {
        throw wrongVertices(text);
      }
      counts.add(Integer.parseInt(count.strip()));
    }
    if (counts.size() > 2) {
      throw wrongVertices(text);
    }
    return counts;
  }

  private static Refusal wrongVertices(String found) {
    return fault(
        "--vertices",
        "one or two numbers above 0",
        found,
        "Name the vertices of the left and of the right hemisphere.");
  }

  private static Refusal fault(String option, String expected, String found, String remedy) {
    return new Refusal(Refusal.fault("results", option, expected, found, remedy));
  }
}
