package org.entrain.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.entrain.results.Events.batch;
import static org.entrain.results.Events.block;
import static org.entrain.results.Events.checkpoint;
import static org.entrain.results.Events.fit;
import static org.entrain.results.Events.ofShare;
import static org.entrain.results.Events.part;
import static org.entrain.results.Events.plan;
import static org.entrain.results.Events.progress;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.apache.kafka.common.TopicPartition;
import org.entrain.schemas.avro.Score;
import org.entrain.schemas.avro.WorkState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What holds of every store, whatever the database. */
abstract class ResultStoreContract {

  private static final TopicPartition SCORES = new TopicPartition("entrain.scores", 3);

  @TempDir Path folder;
  ResultSink sink;
  ResultQueries queries;

  private final TestStore stores;
  private ResultStore store;

  ResultStoreContract(TestStore stores) {
    this.stores = stores;
  }

  /** Opens the same database again after {@link #closeStore}. */
  private void openStore() {
    store = stores.open(folder);
    sink = store.sink();
    queries = store.queries();
  }

  private void closeStore() {
    store.close();
  }

  @BeforeEach
  void openFirst() {
    openStore();
    sink.apply(batch(checkpoint("m", 0, "i"), plan("u", "i", 0, 1)));
  }

  @AfterEach
  void closeLast() {
    closeStore();
  }

  @Test
  void sink_sameBatchTwice_changesNothing() {
    ResultBatch batch =
        batch(7, fit("u", 0, "F", 3, 0.1), part("u", 2, 20, -20), fit("u", 1, "F", 3, 0.2));
    sink.apply(batch);
    String once = csv();
    Summary summary = queries.summary();
    sink.apply(batch);
    assertThat(csv()).isEqualTo(once);
    assertThat(queries.summary()).isEqualTo(summary);
    assertThat(lines()).hasSize(2 * 3 * Events.FOLDS);
  }

  @Test
  void sink_rescoredFit_replacesItsRowsWhole() {
    sink.apply(batch(fit("u", 0, "F", 5, 0.1), fit("u", 1, "F", 5, 0.1)));
    sink.apply(batch(fit("u", 0, "F", 2, 0.5)));
    assertThat(lines()).hasSize((2 + 5) * Events.FOLDS);
    assertThat(lines().get(0)).startsWith("m,0,0,initial,F,0,0,0.5,");
  }

  @Test
  void sink_sameFitTwiceInABatch_keepsTheLast() {
    sink.apply(batch(fit("u", 0, "F", 5, 0.1), fit("u", 0, "F", 2, 0.5)));
    assertThat(lines()).hasSize(2 * Events.FOLDS);
    assertThat(lines().get(0)).contains(",0.5,");
  }

  @Test
  void sink_partOfTheVoxels_showsNoneUntilAllAreThere() {
    Score whole = fit("u", 0, "F", 7, 0.1);
    sink.apply(batch(whole));
    String expected = csv();
    sink.apply(batch(fit("u", 0, "F", 7, 0.9)));
    sink.apply(batch(block("u", 0, "F", 4, 3, 7, 0.1, "settings")));
    assertThat(lines().get(0)).contains(",0.9,");
    closeStore();
    openStore();
    sink.apply(batch(block("u", 0, "F", 0, 4, 7, 0.1, "settings")));
    assertThat(csv()).isEqualTo(expected);
  }

  @Test
  void sink_interleavedBlocks_keepsFitsAndSettingsApart() {
    sink.apply(
        batch(block("u", 0, "F", 0, 2, 4, 0.1, "old"), block("u", 0, "G", 2, 2, 4, 0.3, "s")));
    sink.apply(
        batch(block("u", 0, "F", 2, 2, 4, 0.5, "new"), block("u", 0, "G", 0, 2, 4, 0.3, "s")));
    assertThat(lines()).hasSize(4 * Events.FOLDS).allMatch(line -> line.contains(",G,"));
    sink.apply(
        batch(block("u", 0, "F", 2, 2, 4, 0.1, "old"), block("u", 0, "F", 0, 2, 4, 0.5, "new")));
    assertThat(lines()).hasSize(8 * Events.FOLDS);
    assertThat(lines().get(0)).startsWith("m,0,0,initial,F,0,0,0.5,");
  }

  @Test
  void sink_blocksOfAnotherSize_replaceThoseTheyOverlap() {
    sink.apply(batch(block("u", 0, "F", 0, 2, 5, 0.1, "s"), block("u", 0, "F", 2, 2, 5, 0.1, "s")));
    sink.apply(batch(block("u", 0, "F", 0, 3, 5, 0.1, "s")));
    assertThat(lines()).isEmpty();
    sink.apply(batch(block("u", 0, "F", 3, 2, 5, 0.1, "s")));
    assertThat(lines()).hasSize(5 * Events.FOLDS);
  }

  /** 1 of 2 and the last three of 6 cover all voxels, and are not put together. */
  @Test
  void sink_sharesOfTwoDivisions_waitForTheirOwn() {
    Score late = ofShare(block("u", 0, "F", 3, 3, 6, 0.1, "s"), 2, 2);
    sink.apply(
        batch(
            ofShare(block("u", 0, "F", 0, 3, 6, 0.1, "s"), 1, 2),
            ofShare(block("u", 0, "F", 3, 1, 6, 0.1, "s"), 4, 6),
            ofShare(block("u", 0, "F", 4, 1, 6, 0.1, "s"), 5, 6),
            ofShare(block("u", 0, "F", 5, 1, 6, 0.1, "s"), 6, 6)));
    assertThat(lines()).isEmpty();
    assertThat(queries.pendingBlocks()).isEqualTo(4);
    closeStore();
    openStore();
    sink.apply(batch(late));
    assertThat(queries.pendingBlocks()).isZero();
    String shared = csv();
    assertThat(lines()).hasSize(6 * Events.FOLDS);
    sink.apply(batch(block("u", 0, "F", 0, 6, 6, 0.1, "s")));
    assertThat(csv()).isEqualTo(shared);
    sink.apply(batch(late));
    assertThat(csv()).isEqualTo(shared);
    assertThat(queries.pendingBlocks()).isEqualTo(1);
  }

  @Test
  void sink_unitOfWhichAShareIsMissing_isOpen() {
    Score second = ofShare(block("u", 1, "F", 2, 2, 4, 0.1, "s"), 2, 2);
    sink.apply(
        batch(
            fit("u", 0, "F", 4, 0.1),
            ofShare(block("u", 1, "F", 0, 2, 4, 0.1, "s"), 1, 2),
            progress("encoding", "u", "1/initial/1-of-2/F", WorkState.DONE, 1)));
    assertThat(queries.accounting().units()).isEqualTo(new Accounting.Units(1, 0, 0, 1, 0, 0));
    sink.apply(batch(second, progress("encoding", "u", "1/initial/2-of-2/F", WorkState.DONE, 1)));
    assertThat(queries.accounting().units()).isEqualTo(new Accounting.Units(1, 1, 0, 0, 0, 0));
  }

  @Test
  void sink_unitOfWhichAShareFailed_isFailedByTheCause() {
    sink.apply(
        batch(
            fit("u", 0, "F", 4, 0.1),
            ofShare(block("u", 1, "F", 0, 2, 4, 0.1, "s"), 1, 2),
            progress("encoding", "u", "1/initial/2-of-2/F", WorkState.FAILED, 0)));
    assertThat(queries.accounting().units()).isEqualTo(new Accounting.Units(1, 0, 1, 0, 0, 0));
    assertThat(queries.accounting().failures())
        .containsExactly(
            new Accounting.Failure(
                "encoding", "m@0", "1/initial/2-of-2/F", "weights are truncated"));
  }

  @Test
  void progress_ofAnotherNumberOfShares_isOutOfDateOnceTheFitIsSettled() {
    sink.apply(
        batch(
            fit("u", 0, "F", 4, 0.1),
            progress("encoding", "u", "0/initial/F", WorkState.DONE, 1),
            progress("encoding", "u", "1/initial/1-of-2/F", WorkState.DONE, 1),
            progress("encoding", "u", "1/initial/2-of-2/F", WorkState.FAILED, 0)));
    sink.apply(batch(progress("encoding", "u", "1/initial/F", WorkState.RUNNING, 0)));
    assertThat(queries.accounting().units()).isEqualTo(new Accounting.Units(1, 0, 1, 0, 0, 0));
    sink.apply(
        batch(
            fit("u", 1, "F", 4, 0.1), progress("encoding", "u", "1/initial/F", WorkState.DONE, 1)));
    assertThat(queries.accounting().units()).isEqualTo(new Accounting.Units(1, 1, 0, 0, 0, 0));
    assertThat(queries.accounting().failures()).isEmpty();
    assertThat(queries.accounting().stages())
        .containsExactly(new Accounting.StageCount("encoding", 0, 0, 2, 0, 20, 2, 0, 0, 0));
  }

  @Test
  void progress_ofSharesOfOneNumberAndOfOtherFits_staysBesideASettledOne() {
    sink.apply(
        batch(
            progress("encoding", "u", "1/initial/1-of-2/F", WorkState.FAILED, 0),
            progress("encoding", "u", "1/initial/3-of-3/F", WorkState.RUNNING, 0),
            progress("encoding", "u", "1/initial/G", WorkState.FAILED, 0),
            progress("encoding", "u", "1/POS/F", WorkState.FAILED, 0),
            progress("encoding", "v", "1/initial/F", WorkState.FAILED, 0)));
    sink.apply(batch(progress("encoding", "u", "1/initial/2-of-2/F", WorkState.DONE, 1)));
    assertThat(queries.accounting().failures())
        .extracting(Accounting.Failure::part)
        .containsExactly("1/POS/F", "1/initial/1-of-2/F", "1/initial/F", "1/initial/G");
    assertThat(queries.accounting().stages().get(0).running()).isZero();
  }

  @Test
  void progress_ofTwoNumbersOfSharesInABatch_isThatSettledLast() {
    sink.apply(
        batch(
            progress("encoding", "u", "1/initial/F", WorkState.FAILED, 0),
            progress("encoding", "u", "1/initial/1-of-3/F", WorkState.DONE, 1),
            progress("encoding", "u", "1/initial/1-of-2/F", WorkState.FAILED, 0),
            progress("encoding", "u", "1/initial/3-of-3/F", WorkState.RUNNING, 0)));
    assertThat(queries.accounting().failures())
        .extracting(Accounting.Failure::part)
        .containsExactly("1/initial/1-of-2/F");
    assertThat(queries.accounting().stages())
        .containsExactly(new Accounting.StageCount("encoding", 0, 1, 0, 1, 20, 0, 0, 0, 0));
  }

  @Test
  void sink_unusableEventInABatch_appliesNothingOfIt() {
    Score broken =
        Score.newBuilder(fit("u", 1, "F", 3, 0.1)).setVoxels(4).setTotalVoxels(4).build();
    sink.apply(batch(5));
    assertThatThrownBy(() -> sink.apply(batch(9, fit("u", 0, "F", 3, 0.1), broken)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 folds × 4 voxels");
    assertThat(lines()).isEmpty();
    assertThat(sink.offsets()).containsExactly(Map.entry(SCORES, 5L));
  }

  @Test
  void sink_reopened_hasRowsOffsetsAndSettings() {
    sink.apply(batch(7, fit("u", 0, "F", 3, 0.1)));
    sink.putSettings(Map.of("preset", "paper", "gap", "5"));
    sink.putSettings(Map.of("preset", "paper", "gap", "0"));
    String before = csv();
    closeStore();
    openStore();
    assertThat(csv()).isEqualTo(before);
    assertThat(sink.offsets()).containsExactly(Map.entry(SCORES, 7L));
    assertThat(queries.settings())
        .containsExactly(Map.entry("gap", "0"), Map.entry("preset", "paper"));
  }

  @Test
  void checkpoints_equalIdentity_haveRowsEach() {
    sink.apply(batch(checkpoint("m", 1, "i"), fit("u", 0, "F", 2, 0.1)));
    assertThat(lines()).hasSize(2 * 2 * Events.FOLDS);
    assertThat(lines().get(4)).startsWith("m,1,0,initial,F,0,0,0.1,");
    assertThat(queries.accounting().duplicates())
        .containsExactly(new Accounting.Duplicate("i", List.of("m@0", "m@1")));
    assertThat(queries.accounting().units().announced()).isEqualTo(1);
  }

  @Test
  void checkpoint_announcedWithNewWeights_losesTheOldRows() {
    sink.apply(batch(fit("u", 0, "F", 2, 0.1)));
    sink.apply(batch(checkpoint("m", 0, "j"), plan("v", "j", 0)));
    assertThat(lines()).isEmpty();
    sink.apply(batch(fit("v", 0, "F", 2, 0.7)));
    assertThat(lines()).hasSize(2 * Events.FOLDS);
  }

  @Test
  void perplexity_partsRepeatedAndOverlapping_countOnce() {
    sink.apply(batch(part("u", 2, 12, -12)));
    assertThat(perplexity()).isEmpty();
    sink.apply(batch(part("u", 14, 8, -28), part("u", 2, 12, -12), part("u", 8, 6, -6)));
    assertThat(perplexity()).hasValueCloseTo(Math.exp(2), within(1e-12));
  }

  @Test
  void progress_laterState_replacesTheEarlier() {
    sink.apply(batch(progress("embedding", "u", "0", WorkState.RUNNING, 3)));
    sink.apply(
        batch(
            progress("embedding", "u", "0", WorkState.RUNNING, 6),
            progress("embedding", "u", "0", WorkState.DONE, 10)));
    assertThat(queries.accounting().stages())
        .containsExactly(new Accounting.StageCount("embedding", 0, 0, 1, 0, 10, 10, 0, 0, 0));
  }

  @Test
  void progress_ofAnEmbeddingTaskThatWasLeft_leavesItsUnitScored() {
    sink.apply(
        batch(fit("u", 0, "F", 2, 0.1), progress("embedding", "u", "1", WorkState.RUNNING, 3)));
    assertThat(queries.accounting().units()).isEqualTo(new Accounting.Units(1, 0, 0, 1, 0, 0));
    sink.apply(batch(fit("u", 1, "F", 2, 0.1)));
    assertThat(queries.accounting().units()).isEqualTo(new Accounting.Units(1, 1, 0, 0, 0, 0));
    sink.apply(batch(progress("embedding", "u", "0", WorkState.WAITING, 0)));
    assertThat(queries.accounting().units()).isEqualTo(new Accounting.Units(1, 1, 0, 0, 0, 0));
  }

  @Test
  void progress_ofLoading_changesNoUnit() {
    sink.apply(
        batch(
            fit("u", 0, "F", 2, 0.1),
            fit("u", 1, "F", 2, 0.1),
            progress("embedding", "u", "0", WorkState.DONE, 3)));
    Accounting.Units before = queries.accounting().units();
    assertThat(before.scored()).isEqualTo(1);

    sink.apply(
        batch(
            progress("loading", "u", "", WorkState.RUNNING, 0),
            progress("loading", "v", "", WorkState.FAILED, 0)));

    assertThat(queries.accounting().units()).isEqualTo(before);
    assertThat(queries.accounting().failures()).isEmpty();
  }

  String csv() {
    StringWriter out = new StringWriter();
    try {
      queries.exportCsv(out, Selection.of(false));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString();
  }

  /** Lines of the export, without its header. */
  List<String> lines() {
    return csv().lines().skip(1).toList();
  }

  private OptionalDouble perplexity() {
    return queries.summary().checkpoints().get(0).perplexity();
  }
}
