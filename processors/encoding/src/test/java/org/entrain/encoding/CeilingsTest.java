package org.entrain.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.KafkaException;
import org.ejml.data.FMatrixRMaj;
import org.entrain.math.VoxelSource;
import org.entrain.schemas.Topic;
import org.entrain.schemas.Topics;
import org.entrain.schemas.Vectors;
import org.entrain.schemas.avro.CeilingKind;
import org.entrain.schemas.avro.NoiseCeiling;
import org.entrain.schemas.avro.Volume;
import org.entrain.transport.EventSink;
import org.entrain.transport.SteeringBoard;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CeilingsTest {

  private static final int ROWS = 6;
  private static final List<int[]> ALL = List.of(new int[] {0, 1, 2, 3, 4, 5});

  /** Keeps what was sent; refuses it where told so. */
  private static final class Sink implements EventSink {
    private final List<NoiseCeiling> sent = new ArrayList<>();
    private boolean refuses;

    @Override
    public <V extends SpecificRecord> void send(Topic<V> topic, String key, V event) {
      NoiseCeiling ceiling = (NoiseCeiling) event;
      assertThat(key).isEqualTo(ceiling.getStimulus() + "/" + ceiling.getParticipant());
      sent.add(ceiling);
    }

    @Override
    public <V extends SpecificRecord> void offer(Topic<V> topic, String key, V event) {
      throw new UnsupportedOperationException("a ceiling must not be lost");
    }

    @Override
    public void flush() {
      if (refuses) {
        throw new KafkaException("refused");
      }
    }
  }

  @TempDir private Path folder;
  private final Sink sink = new Sink();
  private RecordingStore store;

  @BeforeEach
  void open() {
    store = new RecordingStore(folder, VoxelShare.ALL);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void ceilings_acrossParticipants_arePublishedInBlocksAndOnce() throws Exception {
    List<SimulatedRecording> all = List.of(recording("F"), recording("M"), recording("N"));
    all.forEach(this::publish);
    CeilingLedger ledger = new CeilingLedger(VoxelShare.ALL);

    run(ledger);

    double[][] r = across(all, ALL);
    assertThat(sink.sent).extracting(NoiseCeiling::getFirstVoxel).containsExactly(0, 4, 0, 4, 0, 4);
    assertThat(sink.sent)
        .allSatisfy(
            block -> {
              int i = List.of("F", "M", "N").indexOf(block.getParticipant());
              assertThat(block.getRecording()).isEqualTo(all.get(i).hash());
              assertThat(block.getKind()).isEqualTo(CeilingKind.ACROSS);
              assertThat(block.getOthers()).isEqualTo(2);
              assertThat(block.getTotalVoxels()).isEqualTo(7);
              double[] values = Vectors.doubles(block.getR());
              for (int v = 0; v < values.length; v++) {
                assertThat(values[v]).isEqualTo(r[i][block.getFirstVoxel() + v]);
              }
            });
    run(ledger);
    assertThat(sink.sent).hasSize(6);
  }

  @Test
  void ceilings_onTheTopicAlready_areNotComputedAgain() throws Exception {
    publish(recording("F"));
    publish(recording("M"));
    run(new CeilingLedger(VoxelShare.ALL));
    CeilingLedger restarted = new CeilingLedger(VoxelShare.ALL);
    List.copyOf(sink.sent).forEach(restarted::accept);

    run(restarted);
    assertThat(sink.sent).hasSize(4);

    publish(recording("N"));
    run(restarted);
    assertThat(sink.sent).hasSize(4 + 6);
  }

  @Test
  void ceilings_cutOffOrFollowedByAnothersInputs_areDueAgain() throws Exception {
    publish(recording("F"));
    publish(recording("M"));
    run(new CeilingLedger(VoxelShare.ALL));
    List<NoiseCeiling> blocks = List.copyOf(sink.sent);

    CeilingLedger cutOff = new CeilingLedger(VoxelShare.ALL);
    blocks.subList(0, 3).forEach(cutOff::accept);
    run(cutOff);
    assertThat(sink.sent).hasSize(4 + 4);

    CeilingLedger overtaken = new CeilingLedger(VoxelShare.ALL);
    blocks.forEach(overtaken::accept);
    blocks.stream()
        .map(block -> NoiseCeiling.newBuilder(block).setInputs("fewer").build())
        .forEach(overtaken::accept);
    run(overtaken);
    assertThat(sink.sent).hasSize(4 + 4 + 4);
  }

  @Test
  void averagesOtherStimuliAndOtherShapes_areNotCompared() throws Exception {
    publish(recording("F"));
    for (Volume volume : recording("mean").volumes()) {
      store.accept(Volume.newBuilder(volume).setAverage(true).build());
    }
    publish(SimulatedRecording.of("other", "M", ROWS));
    publish(SimulatedRecording.of("story", "short", ROWS - 1));
    publish(new SimulatedRecording("story", "wide", "wide", SimulatedUnit.random(5, ROWS, 8)));

    run(new CeilingLedger(VoxelShare.ALL));

    assertThat(sink.sent).isEmpty();
  }

  @Test
  void ceilings_ofSeveralRuns_areWithinEach() throws Exception {
    List<SimulatedRecording> all = List.of(recording("F"), recording("M"));
    for (SimulatedRecording recording : all) {
      for (Volume volume : recording.volumes()) {
        store.accept(Volume.newBuilder(volume).setRun(volume.getRow() / 3).build());
      }
    }

    run(new CeilingLedger(VoxelShare.ALL));

    double[][] r = across(all, List.of(new int[] {0, 1, 2}, new int[] {3, 4, 5}));
    assertThat(Vectors.doubles(sink.sent.get(0).getR())[0]).isEqualTo(r[0][0]);
  }

  @Test
  void recordings_withValuesThatAreNotFinite_haveNoCeilings() throws Exception {
    FMatrixRMaj holes = SimulatedUnit.random(2, ROWS, 7);
    holes.data[3] = Float.NaN;
    publish(recording("F"));
    publish(new SimulatedRecording("story", "M", "holes", holes));

    run(new CeilingLedger(VoxelShare.ALL));

    assertThat(sink.sent).isEmpty();
  }

  @Test
  void ceilings_ofRepeats_areTheMeanOverThem() throws Exception {
    SimulatedRecording own = recording("F");
    List<SimulatedRecording> all = new ArrayList<>(List.of(own));
    for (int repeat = 1; repeat <= 2; repeat++) {
      FMatrixRMaj y = SimulatedUnit.random(repeat, ROWS, 7);
      SimulatedRecording again = new SimulatedRecording("story", "F", "again" + repeat, y);
      for (Volume volume : again.volumes()) {
        store.accept(Volume.newBuilder(volume).setRepeat(repeat).build());
      }
      all.add(again);
    }
    for (Volume volume : own.volumes()) {
      store.accept(Volume.newBuilder(volume).setRepeats(2).build());
    }

    run(new CeilingLedger(VoxelShare.ALL));

    double[] r = org.entrain.math.NoiseCeiling.repeats(sources(all), ALL, 1);
    assertThat(sink.sent).hasSize(2).extracting(NoiseCeiling::getOthers).containsOnly(2);
    assertThat(sink.sent).extracting(NoiseCeiling::getKind).containsOnly(CeilingKind.REPEATS);
    assertThat(sink.sent).extracting(NoiseCeiling::getRecording).containsOnly("hash-F");
    assertThat(Vectors.doubles(sink.sent.get(0).getR())).containsExactly(Arrays.copyOf(r, 4));
    assertThat(Vectors.doubles(sink.sent.get(1).getR()))
        .containsExactly(Arrays.copyOfRange(r, 4, 7));
  }

  @Test
  void ceilings_notAccepted_areDueAgain() throws Exception {
    publish(recording("F"));
    publish(recording("M"));
    CeilingLedger ledger = new CeilingLedger(VoxelShare.ALL);
    sink.refuses = true;
    run(ledger);
    sink.refuses = false;
    sink.sent.clear();

    run(ledger);

    assertThat(sink.sent).hasSize(4);
  }

  @Test
  void ceilings_thatFailedUnnoticed_areStartedAgainBeforeTheNextFit() throws Exception {
    publish(recording("F"));
    publish(recording("M"));
    Ceilings ceilings = ceilings(new CeilingLedger(VoxelShare.ALL));
    sink.refuses = true;
    start(ceilings);
    sink.refuses = false;
    sink.sent.clear();

    start(ceilings);

    assertThat(sink.sent).hasSize(4);
    assertThat(ceilings.check()).isTrue();
    assertThat(ceilings.check()).isFalse();
  }

  @Test
  void ceilings_dueWhileOthersAreUnderWay_areHandedOverToo() throws Exception {
    publish(recording("F"));
    publish(recording("M"));
    Ceilings ceilings = ceilings(new CeilingLedger(VoxelShare.ALL));
    CountDownLatch free = new CountDownLatch(1);
    ExecutorService executor = Executors.newSingleThreadExecutor();
    Future<?> before =
        executor.submit(
            () -> {
              free.await();
              return null;
            });
    ceilings.start(executor);
    publish(recording("N"));
    ceilings.start(executor);
    free.countDown();
    executor.shutdown();
    assertThat(executor.awaitTermination(30, TimeUnit.SECONDS)).isTrue();

    assertThat(before).isDone();
    assertThat(sink.sent).hasSize(4 + 6);
    assertThat(ceilings.check()).isTrue();
  }

  @Test
  void block_ofInputsThatWereNotStarted_mayMakeCeilingsDue() throws Exception {
    publish(recording("F"));
    publish(recording("M"));
    CeilingLedger ledger = new CeilingLedger(VoxelShare.ALL);
    run(ledger);
    NoiseCeiling last = sink.sent.get(1);
    NoiseCeiling foreign = NoiseCeiling.newBuilder(last).setInputs("fewer").build();

    assertThat(ledger.accept(sink.sent.get(0))).isFalse();
    assertThat(ledger.accept(last)).isFalse();
    ledger.accept(NoiseCeiling.newBuilder(sink.sent.get(0)).setInputs("fewer").build());
    assertThat(ledger.accept(foreign)).isTrue();
    assertThat(ceilings(ledger).due()).hasSize(1);
  }

  @Test
  void block_outsideItsRecording_isRefusedWithItsNumbers() throws Exception {
    publish(recording("F"));
    publish(recording("M"));
    run(new CeilingLedger(VoxelShare.ALL));
    NoiseCeiling broken = NoiseCeiling.newBuilder(sink.sent.get(1)).setTotalVoxels(5).build();

    assertThatThrownBy(() -> new CeilingLedger(VoxelShare.ALL).accept(broken))
        .hasMessage("noise ceiling of F: voxels 4 + 3 of 5");
  }

  @Test
  void ceilings_interrupted_areNotPublishedAndDueAgain() throws Exception {
    publish(recording("F"));
    publish(recording("M"));
    CeilingLedger ledger = new CeilingLedger(VoxelShare.ALL);
    Ceilings ceilings = ceilings(ledger);
    ExecutorService interrupting =
        new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>()) {
          @Override
          protected void beforeExecute(Thread thread, Runnable task) {
            thread.interrupt();
          }
        };
    ceilings.start(interrupting);
    interrupting.shutdown();
    assertThat(interrupting.awaitTermination(30, TimeUnit.SECONDS)).isTrue();

    ceilings.check();

    assertThat(sink.sent).isEmpty();
    assertThat(ceilings.due()).hasSize(1);
  }

  /** Starts what is due and waits until it has ended. */
  private void run(CeilingLedger ledger) throws Exception {
    Ceilings ceilings = ceilings(ledger);
    start(ceilings);
    ceilings.check();
  }

  private Ceilings ceilings(CeilingLedger ledger) {
    return new Ceilings(
        store, ledger, new SteeringBoard(), new CeilingPublisher(new Topics(1), sink, 4));
  }

  private static void start(Ceilings ceilings) throws Exception {
    ExecutorService executor = Executors.newSingleThreadExecutor();
    ceilings.start(executor);
    executor.shutdown();
    assertThat(executor.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
  }

  private static double[][] across(List<SimulatedRecording> all, List<int[]> runs) {
    return org.entrain.math.NoiseCeiling.acrossParticipants(sources(all), runs, 1);
  }

  private static List<VoxelSource> sources(List<SimulatedRecording> all) {
    return all.stream().map(recording -> VoxelSource.of(recording.y())).toList();
  }

  private void publish(SimulatedRecording recording) {
    recording.volumes().forEach(store::accept);
  }

  private static SimulatedRecording recording(String participant) {
    return SimulatedRecording.of("story", participant, ROWS);
  }
}
