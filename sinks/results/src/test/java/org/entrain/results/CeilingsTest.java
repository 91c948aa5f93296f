package org.entrain.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.entrain.results.Events.batch;
import static org.entrain.results.Events.ceiling;
import static org.entrain.schemas.avro.CeilingKind.ACROSS;
import static org.entrain.schemas.avro.CeilingKind.REPEATS;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestStore.class)
class CeilingsTest {

  @Parameter TestStore stores;
  @TempDir Path folder;
  private ResultStore results;
  private ResultSink sink;

  @BeforeEach
  void open() {
    results = stores.open(folder);
    sink = results.sink();
  }

  @AfterEach
  void close() {
    results.close();
  }

  @Test
  void csv_ofCeilings_isExactlyThis() throws IOException {
    sink.apply(
        batch(
            ceiling("M", ACROSS, "a", 0, 2, 0.25, -0.5),
            ceiling("F", REPEATS, "b", 0, 1, 1.0 / 3),
            ceiling("=F", ACROSS, "c", 0, 1, 0)));

    assertThat(csv())
        .isEqualTo(
            """
            participant,kind,others,voxel,ceiling
            '=F,across,2,0,0.0
            F,repeats,2,0,0.3333333333333333
            M,across,2,0,0.25
            M,across,2,1,-0.5
            """
                .replace("\n", "\r\n"));
  }

  @Test
  void ceilings_inBlocks_replaceTheEarlierWholeOnceAllAreThere() throws IOException {
    sink.apply(batch(ceiling("F", ACROSS, "a", 0, 3, 0.1, 0.2, 0.3)));
    String before = csv();
    sink.apply(batch(ceiling("F", ACROSS, "b", 2, 3, 0.6)));
    close();
    open();
    assertThat(csv()).isEqualTo(before);

    sink.apply(batch(ceiling("F", ACROSS, "b", 0, 3, 0.4, 0.5)));

    assertThat(csv().lines().skip(1))
        .containsExactly("F,across,2,0,0.4", "F,across,2,1,0.5", "F,across,2,2,0.6");
    String after = csv();
    sink.apply(
        batch(ceiling("F", ACROSS, "b", 0, 3, 0.4, 0.5), ceiling("F", ACROSS, "b", 2, 3, 0.6)));
    assertThat(csv()).isEqualTo(after);
  }

  @Test
  void blocks_fromDifferentInputs_neverMix() throws IOException {
    sink.apply(batch(ceiling("F", ACROSS, "a", 0, 2, 0.1), ceiling("F", ACROSS, "b", 1, 2, 0.2)));
    assertThat(csv().lines()).hasSize(1);
  }

  @Test
  void table_ofCeilings_saysWhatTheyAreAndStaysNarrow() {
    sink.apply(
        batch(
            ceiling("F", ACROSS, "a", 0, 2, 0.25, 0.5),
            ceiling("M", ACROSS, "a", 0, 1, -0.5),
            ceiling("F", REPEATS, "b", 0, 1, 0.75)));

    assertThat(CeilingTable.render(results.queries().ceilings()))
        .isEqualTo(
            """
            Noise ceiling (r with the mean of 2 others), mean over voxels:
              F 0.3750  M -0.5000
            Noise ceiling (r of each repeat with the mean of 2 others), mean over voxels:
              F 0.7500
            """);
    List<CeilingSummary> many =
        IntStream.range(0, 40)
            .mapToObj(i -> new CeilingSummary("story", "sub-" + i, ACROSS, 39, 0.5))
            .toList();
    assertThat(CeilingTable.render(many).lines())
        .hasSizeGreaterThan(4)
        .allMatch(line -> line.length() <= 100);
    assertThat(CeilingTable.render(List.of())).isEmpty();
  }

  @Test
  void ceiling_outsideItsRecording_isRefusedWithItsNumbers() {
    assertThatThrownBy(() -> sink.apply(batch(ceiling("F", ACROSS, "a", 1, 2, 0.1, 0.2))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("noise ceiling of voxels 1 + 2 of 2");
    assertThat(results.queries().ceilings()).isEmpty();
  }

  @Test
  void blocks_cutOffBeforeAWholeSet_areRemovedAndLaterOnesWait() throws Exception {
    sink.apply(
        batch(
            ceiling("F", ACROSS, "cut off", 0, 2, 0.1),
            ceiling("M", ACROSS, "of another", 0, 2, 0.1),
            ceiling("F", ACROSS, "b", 0, 2, 0.2)));
    sink.apply(
        batch(ceiling("F", ACROSS, "later", 0, 2, 0.4), ceiling("F", ACROSS, "b", 1, 2, 0.3)));
    close();
    assertThat(
            stores.query(
                folder, "SELECT string_agg(inputs, ',' ORDER BY inputs) FROM pending_ceilings"))
        .containsExactly("later,of another");
    open();
    sink.apply(batch(ceiling("F", ACROSS, "later", 1, 2, 0.5)));
    assertThat(csv().lines().skip(1)).containsExactly("F,across,2,0,0.4", "F,across,2,1,0.5");
  }

  private String csv() throws IOException {
    StringWriter out = new StringWriter();
    results.queries().exportCeilings(out);
    return out.toString();
  }
}
