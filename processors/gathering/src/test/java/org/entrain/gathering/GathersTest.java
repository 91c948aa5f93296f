package org.entrain.gathering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which of several rows that contradict each other is wrong. */
class GathersTest {

  private static final String UNIT = "u";
  private static final int PARTITION = 1;
  private static final int ROWS = 3;
  private static final RowShape SHAPE = new RowShape(ROWS, 2, 2);

  private final Map<String, RowShape> planned = new HashMap<>();
  @TempDir private Path folder;
  private Gathers gathers;

  @BeforeEach
  void open() {
    gathers = new Gathers(folder, unit -> Optional.ofNullable(planned.get(unit)));
  }

  @AfterEach
  void close() {
    gathers.close();
  }

  @Test
  void row_unlikeItsPlanAndBeforeTheOthers_isRefusedAlone() {
    planned.put(UNIT, SHAPE);
    assertThatThrownBy(() -> accept(row(0, 8, 12), 10)).hasMessageContaining("12 bytes, not 2");
    assertThatThrownBy(() -> accept(row(0, 8, 7), 11)).hasMessageContaining("7 bytes, not 2");
    assertThatThrownBy(() -> accept(row(0, 16), 12)).hasMessageContaining("1 parts, not 2");
    assertThatThrownBy(() -> accept(row(ROWS, 8, 8), 13)).hasMessageContaining("row 3 of 3");
    assertThatThrownBy(() -> accept(told(0, 4, 8, 8), 14)).hasMessageContaining("row 0 of 4");
    assertThat(gathers.open()).isEmpty();
    assertThat(folder).isEmptyDirectory();

    feed(20);
    assertComplete(20);
  }

  @Test
  void row_unlikeItsPlanAndAmongTheOthers_isRefusedAlone() {
    planned.put(UNIT, SHAPE);
    accept(row(0, 8, 8), 20);
    assertThatThrownBy(() -> accept(row(1, 4, 12), 19)).hasMessageContaining("4 bytes, not 2");
    feed(20);

    assertThat(gathers.closeContradicted()).isEmpty();
    assertComplete(20);
  }

  @Test
  void row_ofNoWholeFloatsBeforeItsPlan_opensNoGather() {
    assertThatThrownBy(() -> accept(row(0, 8, 7), 10)).hasMessageContaining("15 bytes");
    assertThat(gathers.open()).isEmpty();
    assertThat(folder).isEmptyDirectory();
    assertThat(gathers.pin(PARTITION, 11)).isEqualTo(11);

    feed(20);
    planned.put(UNIT, SHAPE);
    assertThat(gathers.closeContradicted()).isEmpty();
    assertComplete(20);
  }

  @Test
  void rows_unlikeEachOtherBeforeTheirPlan_areReadAgainWithIt() {
    accept(row(0, 12, 12), 10);
    feed(11);
    assertThat(gathers.closeContradicted()).isEmpty();
    assertThat(gathers.pin(PARTITION, 14)).isEqualTo(10);

    planned.put(UNIT, SHAPE);
    assertThat(gathers.closeContradicted()).isEqualTo(Map.of(PARTITION, 10L));
    assertThat(gathers.open()).isEmpty();
    assertThatThrownBy(() -> accept(row(0, 12, 12), 10)).hasMessageContaining("12 bytes, not 2");
    feed(11);
    assertThat(gathers.closeContradicted()).isEmpty();
    assertComplete(11);
  }

  @Test
  void row_unlikeTheOthersBeforeTheirPlan_isReadAgainAndRefused() {
    accept(row(0, 8, 8), 12);
    accept(row(1, 4, 12), 11);
    planned.put(UNIT, SHAPE);

    assertThat(gathers.closeContradicted()).isEqualTo(Map.of(PARTITION, 11L));
  }

  private void feed(long offset) {
    for (int row = 0; row < ROWS; row++) {
      accept(row(row, 8, 8), offset + row);
    }
  }

  private void assertComplete(long firstOffset) {
    assertThat(gathers.open()).hasSize(1);
    Gather gather = gathers.open().get(0);
    assertThat(gather.spool().has(0, ROWS)).isTrue();
    assertThat(gather.spool().width()).isEqualTo(4);
    assertThat(gather.firstOffset()).isEqualTo(firstOffset);
  }

  private void accept(InputRow row, long offset) {
    gathers.accept(row, PARTITION, offset, any -> true);
  }

  /** A row that does not tell how many there are. */
  private static InputRow row(int index, int... lengths) {
    return told(index, -1, lengths);
  }

  private static InputRow told(int index, int rows, int... lengths) {
    List<ByteBuffer> parts = Arrays.stream(lengths).mapToObj(ByteBuffer::allocate).toList();
    return new InputRow(UNIT, UNIT, "m", 1, index, rows, List.of(), parts);
  }
}
