package org.entrain.results.outputs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.entrain.common.InvalidInputException;
import org.entrain.results.ResultQueries;
import org.entrain.results.ResultSnapshot;
import org.entrain.results.RowProgress;
import org.jspecify.annotations.Nullable;

/** Writes a folder of results, all of one committed state. */
public final class Outputs {

  private final OutputRequest request;
  private final VoxelSpaces spaces;
  private final OutputProgress progress;

  private Outputs(OutputRequest request, VoxelSpaces spaces, OutputProgress progress) {
    this.request = request;
    this.spaces = spaces;
    this.progress = progress;
  }

  /**
   * Writes the files that are asked for, each in the place of an earlier one of its name.
   *
   * @param spaces where voxels lie, if the request names no mask
   * @return what was written, for people
   * @throws org.entrain.common.InvalidInputException if something is asked for that cannot be; no
   *     file is written then
   * @throws OutputException if a file cannot be written; those before it are whole
   * @throws OutputStopped if nobody wants the rest
   */
  public static String write(
      ResultQueries queries, OutputRequest request, VoxelSpaces spaces, OutputProgress progress)
      throws IOException {
    List<String> written = new ArrayList<>();
    queries.read(
        request.selection(),
        snapshot -> written.add(new Outputs(request, spaces, progress).write(snapshot)));
    return written.get(0);
  }

  private static void makeFolder(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new InvalidInputException(
          "--out",
          folder.toString(),
          "a folder that can be written",
          e.toString(),
          "Name another folder, or make room and allow writing.",
          e);
    }
  }

  private String write(ResultSnapshot snapshot) throws IOException {
    List<FitFiles> files = fitFiles();
    for (FitFiles each : files) {
      each.check(snapshot.fits());
    }
    Path folder = request.folder();
    makeFolder(folder);
    if (wants(OutputFormat.CSV)) {
      WholeFile.text(folder.resolve("fits.csv"), snapshot::writeFitsCsv);
      WholeFile.text(
          folder.resolve("scores.csv"),
          out -> snapshot.writeCsv(out, rows(snapshot, "scores.csv")));
    }
    if (wants(OutputFormat.PARQUET)) {
      WholeFile.write(folder.resolve("fits.parquet"), snapshot::writeFitsParquet);
      WholeFile.write(
          folder.resolve("scores.parquet"),
          file -> snapshot.writeParquet(file, rows(snapshot, "scores.parquet")));
    }
    if (wants(OutputFormat.REGIONS)) {
      WholeFile.text(
          folder.resolve("regions.csv"),
          out -> RegionTable.write(snapshot, rows(snapshot, "regions.csv"), out));
    }
    if (!files.isEmpty()) {
      OutputNames names = new OutputNames();
      snapshot.each(
          rows(snapshot, "files of fits"),
          scores -> {
            String name = names.next(scores.fit());
            for (FitFiles each : files) {
              each.write(scores, name);
            }
          });
      for (FitFiles each : files) {
        each.finish();
      }
    }
    return String.format(
        Locale.ROOT, "%,d scores of %,d fits", snapshot.scores(), snapshot.fits().size());
  }

  private List<FitFiles> fitFiles() {
    List<FitFiles> files = new ArrayList<>();
    if (wants(OutputFormat.NPY)) {
      files.add(new NpyFiles(request.folder().resolve("npy")));
    }
    if (wants(OutputFormat.NIFTI)) {
      @Nullable String mask = request.mask();
      files.add(
          new NiftiFiles(
              request.folder().resolve("nifti"), mask == null ? spaces : new MaskFiles(mask)));
    }
    if (wants(OutputFormat.REGIONS) && !request.vertices().isEmpty()) {
      files.add(new GiftiFiles(request.folder().resolve("gifti"), request.vertices()));
    }
    return files;
  }

  private boolean wants(OutputFormat format) {
    return request.formats().contains(format);
  }

  private RowProgress rows(ResultSnapshot snapshot, String what) {
    long total = snapshot.scores();
    return rows -> progress.show(what, rows, total);
  }
}
