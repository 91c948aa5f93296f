package org.entrain.results.outputs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.entrain.common.InvalidInputException;
import org.entrain.formats.nifti.NiftiImage;
import org.entrain.formats.nifti.NiftiWriter;
import org.entrain.formats.nifti.VoxelGrid;
import org.entrain.formats.nifti.VoxelSpace;
import org.entrain.formats.npy.NpyArray;
import org.entrain.results.SampleResults;
import org.entrain.results.Selection;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputsTest {

  private static final int VOXELS = SampleResults.VOXELS;

  @TempDir Path temporary;
  private Path folder;
  private SampleResults results;

  @BeforeEach
  void open() {
    folder = temporary.resolve("out é'x");
    results = SampleResults.at(temporary.resolve("results.duckdb"));
  }

  @AfterEach
  void close() {
    results.close();
  }

  @Test
  void csv_isTheExport_andARowPerFit() throws IOException {
    write(Set.of(OutputFormat.CSV));

    StringWriter export = new StringWriter();
    results.queries().exportCsv(export, Selection.of(false));
    assertThat(folder.resolve("scores.csv")).hasContent(export.toString());
    assertThat(Files.readAllLines(folder.resolve("fits.csv")))
        .startsWith(
            "model,step,layer,variant,participant,mean_r,low_end_share,high_end_share,voxels,folds,"
                + "trs,permutations,constant_columns,kind,engine,settings,recording,unit")
        .hasSize(1 + SampleResults.FITS)
        .anyMatch(line -> line.startsWith("'=1+1,12,0,initial,F,0.1155,0.0,0.01,4,2,4,999,0,"));
  }

  @Test
  void parquet_readBack_hasTheRowsOfTheCsvInTheirOrder() throws Exception {
    write(Set.of(OutputFormat.PARQUET));

    List<String> rows = new ArrayList<>();
    for (String row :
        query(
            "SELECT concat_ws(',', model, step, layer, variant, participant, voxel, fold, r, r2,"
                + " \"lambda\", coalesce(p::VARCHAR, '-'), coalesce(accuracy::VARCHAR, '-')) FROM '%s'",
            "scores.parquet")) {
      rows.add(row);
    }
    StringWriter export = new StringWriter();
    results.queries().exportCsv(export, Selection.of(false));
    List<String> expected = export.toString().lines().skip(1).toList();
    assertThat(rows).hasSameSizeAs(expected).hasSize(SampleResults.FITS * VOXELS * 2);
    for (int row = 0; row < rows.size(); row++) {
      String[] found = rows.get(row).split(",");
      String[] wanted = expected.get(row).replaceFirst("^'", "").split(",", -1);
      for (int cell = 0; cell < 7; cell++) {
        assertThat(found[cell]).isEqualTo(wanted[cell]);
      }
      for (int cell = 7; cell < 12; cell++) {
        if (wanted[cell].isEmpty()) {
          assertThat(found[cell]).isEqualTo("-");
        } else {
          assertThat(Double.parseDouble(found[cell])).isEqualTo(Double.parseDouble(wanted[cell]));
        }
      }
    }
    assertThat(
            query(
                "SELECT model || mean_r FROM '%s' WHERE participant = 'F' AND variant = 'initial'",
                "fits.parquet"))
        .containsExactly("=1+10.1155");
  }

  @Test
  void parquet_columns_arePlainTypesCompressedWithDictionaries() throws Exception {
    write(Set.of(OutputFormat.PARQUET));

    assertThat(
            query(
                "SELECT concat_ws(' ', path_in_schema, type, compression, encodings)"
                    + " FROM parquet_metadata('%s') WHERE column_id < 6",
                "scores.parquet"))
        .containsExactly(
            "model BYTE_ARRAY ZSTD PLAIN_DICTIONARY",
            "step INT64 ZSTD PLAIN_DICTIONARY",
            "layer INT32 ZSTD PLAIN_DICTIONARY",
            "variant BYTE_ARRAY ZSTD PLAIN_DICTIONARY",
            "participant BYTE_ARRAY ZSTD PLAIN_DICTIONARY",
            "voxel INT32 ZSTD PLAIN_DICTIONARY");
    assertThat(query("SELECT converted_type FROM parquet_schema('%s') LIMIT 2", "scores.parquet"))
        .contains("UTF8");
  }

  @Test
  void npy_readBack_hasMeansFoldsAndPOfEveryFit() throws IOException {
    write(Set.of(OutputFormat.NPY));

    Path npy = folder.resolve("npy");
    Path fit = npy.resolve("%3D1%2B1/step12/layer0");
    NpyArray folds = NpyArray.open(fit.resolve("F.folds.npy"));
    NpyArray mean = NpyArray.open(fit.resolve("F.npy"));
    assertThat(folds.shape()).containsExactly(2, VOXELS);
    assertThat(mean.shape()).containsExactly(VOXELS);
    for (int voxel = 0; voxel < VOXELS; voxel++) {
      assertThat(folds.number(voxel)).isEqualTo(0.1 + voxel / 100.0);
      assertThat(folds.number(VOXELS + voxel)).isEqualTo(0.1 + voxel / 100.0 + 1 / 1000.0);
      assertThat(mean.number(voxel)).isCloseTo(0.1005 + voxel / 100.0, within(1e-15));
    }
    assertThat(NpyArray.open(fit.resolve("F.p.npy")).number(1)).isEqualTo(0.002);
    assertThat(fit.resolve("G.p.npy")).doesNotExist();
    assertThat(Files.readAllLines(npy.resolve("index.csv")))
        .startsWith("model,step,layer,variant,participant,file,folds_file,p_file")
        .contains(
            "'=1+1,12,0,initial,F,%3D1%2B1/step12/layer0/F.npy,"
                + "%3D1%2B1/step12/layer0/F.folds.npy,%3D1%2B1/step12/layer0/F.p.npy",
            "'=1+1,12,0,POS,F,%3D1%2B1/step12/layer0/F.POS.npy,"
                + "%3D1%2B1/step12/layer0/F.POS.folds.npy,");
  }

  @Test
  void nifti_readBack_hasTheValuesWhereTheMaskIs() throws IOException {
    Path mask = mask("F", 0, 3, 5, 11);
    mask("G", 1, 3, 5, 11);

    write(Set.of(OutputFormat.NIFTI), temporary.resolve("{participant}.nii.gz"), List.of());

    VoxelSpace space = VoxelSpace.ofMask(mask);
    Path fit = folder.resolve("nifti/%3D1%2B1/step12/layer0");
    assertThat(values(fit.resolve("F.r.nii.gz"), space))
        .containsExactly(new double[] {0.1005, 0.1105, 0.1205, 0.1305}, within(1e-7));
    assertThat(values(fit.resolve("F.p.nii.gz"), space))
        .containsExactly(new double[] {0.001, 0.002, 0.003, 0.004}, within(1e-9));
    VoxelSpace everywhere = VoxelSpace.all(space.grid());
    assertThat(Arrays.stream(values(fit.resolve("F.r.nii.gz"), everywhere)).filter(r -> r == 0))
        .hasSize(12 - 4);
    assertThat(Arrays.stream(values(fit.resolve("F.p.nii.gz"), everywhere)).filter(p -> p == 1))
        .hasSize(12 - 4);
    assertThat(NiftiImage.open(fit.resolve("G.r.nii.gz")).grid().matches(space.grid())).isTrue();
    assertThat(Files.readAllLines(folder.resolve("nifti/index.csv")))
        .hasSize(1 + SampleResults.FITS);
  }

  @Test
  void nifti_ofAMaskOfAnotherSize_isRefusedWithBothNumbersAndWritesNothing() throws IOException {
    Path mask = mask("all", 0, 3, 5);

    assertThatThrownBy(() -> write(EnumSet.allOf(OutputFormat.class), mask, List.of()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("expected 4, as participant F has, found 3 in the mask");
    assertThat(folder).doesNotExist();
    assertThatThrownBy(() -> write(Set.of(OutputFormat.NIFTI)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll("--mask", "participant F");
  }

  @Test
  void nifti_withoutAMask_takesTheDataSets() throws IOException {
    VoxelSpace space = VoxelSpace.ofMask(mask("all", 0, 3, 5, 11));

    Outputs.write(
        results.queries(),
        request(Set.of(OutputFormat.NIFTI), null, List.of()),
        participant -> Optional.of(space),
        (what, done, total) -> {});

    assertThat(values(folder.resolve("nifti/%3D1%2B1/step12/layer0/G.r.nii.gz"), space))
        .containsExactly(new double[] {0.2005, 0.2105, 0.2205, 0.2305}, within(1e-7));
  }

  @Test
  void regions_areATable_andSurfacesOfTwoHemispheresAFileEach() throws IOException {
    write(Set.of(OutputFormat.REGIONS), null, List.of(3, 1));

    assertThat(Files.readAllLines(folder.resolve("regions.csv")))
        .startsWith("model,step,layer,variant,participant,region,r,p")
        .hasSize(1 + SampleResults.FITS * VOXELS)
        .contains("'=1+1,12,0,initial,F,0,0.1005,0.001", "'=1+1,12,0,POS,F,0,0.3005,");
    Path fit = folder.resolve("gifti/%3D1%2B1/step12/layer0");
    assertThat(fit.resolve("F.left.func.gii")).content().contains("Dim0=\"3\"", "CortexLeft");
    assertThat(fit.resolve("F.p.right.func.gii")).content().contains("Dim0=\"1\"", "CortexRight");
    assertThatThrownBy(() -> write(Set.of(OutputFormat.REGIONS), null, List.of(3, 2)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("expected 4 in all, as participant F has, found 5");
  }

  @Test
  void folder_thatHasFiles_keepsOthersAndGetsItsOwnAnew() throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("notes.txt"), "mine");
    Files.writeString(folder.resolve("fits.csv"), "old");
    Files.writeString(folder.resolve(".part-scores.csv"), "left by a process that was killed");

    write(Set.of(OutputFormat.CSV));
    List<String> first = Files.readAllLines(folder.resolve("scores.csv"));
    write(Set.of(OutputFormat.CSV));

    assertThat(folder.resolve("notes.txt")).hasContent("mine");
    assertThat(folder.resolve("scores.csv")).hasContent(String.join("\n", first));
    assertThat(names()).containsExactlyInAnyOrder("notes.txt", "fits.csv", "scores.csv");
  }

  @Test
  void outputs_stoppedMidway_leaveEveryNameWhole() throws IOException {
    write(Set.of(OutputFormat.CSV, OutputFormat.PARQUET));
    byte[] before = Files.readAllBytes(folder.resolve("scores.parquet"));

    for (OutputFormat format : List.of(OutputFormat.CSV, OutputFormat.PARQUET, OutputFormat.NPY)) {
      assertThatThrownBy(
              () ->
                  Outputs.write(
                      results.queries(),
                      request(Set.of(format), null, List.of()),
                      participant -> Optional.empty(),
                      (what, done, total) -> {
                        throw new OutputStopped("gone", null);
                      }))
          .isInstanceOf(OutputStopped.class);
    }

    assertThat(folder.resolve("scores.parquet")).hasBinaryContent(before);
    try (Stream<Path> files = Files.walk(folder)) {
      assertThat(files).noneMatch(file -> file.getFileName().toString().startsWith(".part-"));
    }
  }

  @Test
  void file_thatCannotBeWritten_isNamedInOneLine() throws IOException {
    Files.createDirectories(folder.resolve("scores.parquet/something"));
    Files.createDirectories(folder.resolve(".part-fits.csv/something"));

    assertThatThrownBy(() -> write(Set.of(OutputFormat.PARQUET)))
        .isInstanceOf(OutputException.class)
        .hasMessageStartingWith("cannot write " + folder.resolve("scores.parquet") + ": ")
        .hasMessageNotContaining("\n");
    assertThatThrownBy(() -> write(Set.of(OutputFormat.CSV)))
        .isInstanceOf(OutputException.class)
        .hasMessageStartingWith("cannot write " + folder.resolve("fits.csv") + ": ");
  }

  @Test
  void selection_ofOnePropertyAndBaselines_isKept() throws IOException {
    OutputRequest request =
        new OutputRequest(
            folder, Set.of(OutputFormat.CSV), Selection.of(true, ""), null, List.of());

    Outputs.write(
        results.queries(), request, participant -> Optional.empty(), (what, done, total) -> {});

    assertThat(Files.readAllLines(folder.resolve("fits.csv")))
        .noneMatch(line -> line.contains("POS"))
        .anyMatch(line -> line.startsWith("baseline-random,"));
  }

  @Test
  void progress_reachesTheNumberOfScores() throws IOException {
    List<String> shown = new ArrayList<>();

    String written =
        Outputs.write(
            results.queries(),
            request(Set.of(OutputFormat.CSV), null, List.of()),
            participant -> Optional.empty(),
            (what, done, total) -> shown.add("%s %d/%d".formatted(what, done, total)));

    assertThat(shown).containsExactly("scores.csv 24/24");
    assertThat(written).isEqualTo("24 scores of 3 fits");
  }

  private void write(Set<OutputFormat> formats) throws IOException {
    write(formats, null, List.of());
  }

  private void write(Set<OutputFormat> formats, @Nullable Path mask, List<Integer> vertices)
      throws IOException {
    Outputs.write(
        results.queries(),
        request(formats, mask, vertices),
        participant -> Optional.empty(),
        (what, done, total) -> {});
  }

  private OutputRequest request(
      Set<OutputFormat> formats, @Nullable Path mask, List<Integer> vertices) {
    return new OutputRequest(
        folder, formats, Selection.of(false), mask == null ? null : mask.toString(), vertices);
  }

  /** A mask of 3 × 2 × 2 voxels. */
  private Path mask(String name, int... inside) throws IOException {
    VoxelGrid grid =
        VoxelGrid.of(
            3, 2, 2, new double[][] {{2, 0, 0, -9}, {0, 2, 0, 5}, {0, 0, 3, 7}, {0, 0, 0, 1}});
    float[] values = new float[grid.voxels()];
    for (int voxel : inside) {
      values[voxel] = 1;
    }
    Path file = temporary.resolve(name + ".nii.gz");
    try (NiftiWriter writer = NiftiWriter.volume(file, grid, "mask")) {
      writer.write(values);
      writer.finish();
    }
    return file;
  }

  private static double[] values(Path image, VoxelSpace space) {
    List<double[]> volumes = new ArrayList<>();
    NiftiImage.open(image).read(space, (volume, values) -> volumes.add(values.clone()));
    assertThat(volumes).hasSize(1);
    return volumes.get(0);
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private List<String> query(String query, String file) throws SQLException {
    List<String> rows = new ArrayList<>();
    String path = folder.resolve(file).toString().replace("'", "''");
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query.formatted(path))) {
      while (row.next()) {
        rows.add(row.getString(1));
      }
    }
    return rows;
  }
}
