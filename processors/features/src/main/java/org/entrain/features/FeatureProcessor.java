package org.entrain.features;

import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.entrain.schemas.Topic;
import org.entrain.schemas.Vectors;
import org.entrain.schemas.avro.Activation;
import org.entrain.schemas.avro.FeatureRow;
import org.entrain.schemas.avro.Plan;
import org.entrain.schemas.avro.Progress;
import org.entrain.schemas.avro.SourceKind;
import org.entrain.schemas.avro.WorkState;
import org.entrain.transport.KeptLetters;
import org.entrain.transport.ProgressReporter;

/**
 * Collects the words of every TR, and emits a row as soon as all of its TRs are complete. Words
 * that come before their plan wait for it; words that come twice count once. Those that do not fit
 * their plan are dead letters, whichever came first.
 *
 * <p>Accounting: per unit, words in = words of complete TRs + words that belong to no TR or are
 * skipped; rows out = kept TRs.
 */
final class FeatureProcessor implements Processor<String, SpecificRecord, String, SpecificRecord> {

  private final Topic<Activation> activations;
  private ProcessorContext<String, SpecificRecord> context;
  private FeatureStores stores;
  private KeptLetters<Activation> letters;

  /**
   * @param activations topic that words come from
   */
  @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else
  FeatureProcessor(Topic<Activation> activations) {
    this.activations = activations;
  }

  @Override
  public void init(ProcessorContext<String, SpecificRecord> processorContext) {
    context = processorContext;
    stores = new FeatureStores(context);
    letters =
        new KeptLetters<>(
            context, FeatureTopology.FEATURES, activations, FeatureTopology.TO_DEAD_LETTERS);
  }

  @Override
  public void process(Record<String, SpecificRecord> message) {
    if (message.value() instanceof Plan plan) {
      begin(message.key(), plan, message.timestamp());
    } else if (message.value() instanceof Activation word) {
      add(word, message.timestamp());
    } else {
      throw new IllegalArgumentException("a record without a value");
    }
  }

  private void begin(String key, Plan plan, long timestamp) {
    if (plan.getCause() != null || isBaseline(plan)) {
      stores.put(plan);
      return;
    }
    // A plan that is refused must not be kept: it would stand in the way of the right one.
    UnitLayout layout = new UnitLayout(plan);
    if (!stores.put(plan)) {
      return;
    }
    UnitState state = stores.state(plan);
    emitReady(plan, state, IntStream.range(0, layout.rows()).toArray(), timestamp);
    for (int tr = 0; tr < layout.trs(); tr++) {
      int[] words = layout.wordsOfTr(tr);
      if (words.length == 0) {
        complete(plan, state, tr, new float[length(plan)], timestamp);
      }
    }
    stores.save(plan.getUnit(), state);
    report(plan, state, timestamp);
    for (Activation word : stores.waitingWords(plan.getUnit())) {
      // Taken out and put back, so that it passes the same checks as a word that comes in time.
      stores.dropWord(plan, word);
      if (fits(plan, word)) {
        add(word, timestamp);
      } else {
        letters.bury(key, word, timestamp, misfit(plan, word)); // activations have the plan's key
      }
    }
  }

  private void add(Activation word, long timestamp) {
    Plan plan = stores.plan(word.getUnit());
    if (plan == null) {
      stores.keep(word);
      return;
    }
    // A word that does not fit must not enter the store: its TR could never be complete.
    if (!fits(plan, word)) {
      throw misfit(plan, word);
    }
    UnitState state = stores.state(plan);
    UnitLayout layout = state.layout();
    int tr = layout.trOfWord(word.getWord());
    if (tr < 0 || state.isComplete(tr) || !stores.put(plan, word)) {
      return;
    }
    int[] words = layout.wordsOfTr(tr);
    if (stores.hasWords(plan, words)) {
      int length = length(plan);
      float[] mean = TrMean.of(stores.takeWords(plan, words, length), length);
      complete(plan, state, tr, mean, timestamp);
      stores.save(plan.getUnit(), state);
      report(plan, state, timestamp);
    }
  }

  private void complete(Plan plan, UnitState state, int tr, float[] mean, long timestamp) {
    state.complete(tr);
    if (state.isSpent(tr)) {
      return;
    }
    stores.putMean(plan, tr, mean);
    emitReady(plan, state, state.layout().rowsOfTr(tr), timestamp);
  }

  private void emitReady(Plan plan, UnitState state, int[] rows, long timestamp) {
    for (int row : rows) {
      if (state.isReady(row)) {
        emit(plan, state.layout(), row, timestamp);
        state.emitted(row);
        for (int used : state.layout().trsOfRow(row)) {
          if (used != UnitLayout.BEFORE_RUN && state.isSpent(used)) {
            stores.dropMean(plan, used);
          }
        }
      }
    }
  }

  private void emit(Plan plan, UnitLayout layout, int row, long timestamp) {
    int hidden = plan.getHiddenSize();
    int[] trs = layout.trsOfRow(row);
    float[][] means = new float[trs.length][];
    for (int lag = 0; lag < trs.length; lag++) {
      means[lag] =
          trs[lag] == UnitLayout.BEFORE_RUN ? new float[length(plan)] : stores.mean(plan, trs[lag]);
    }
    String name = plan.getModel() + "@" + plan.getStep();
    for (int i = 0; i < plan.getLayers().size(); i++) {
      int layer = plan.getLayers().get(i);
      FeatureRow features =
          FeatureRow.newBuilder()
              .setUnit(plan.getUnit())
              .setModel(plan.getModel())
              .setStep(plan.getStep())
              .setLayer(layer)
              .setRun(layout.runOfRow(row))
              .setTr(layout.trOfRow(row))
              .setRow(row)
              .setRows(layout.rows())
              .setVector(Vectors.ofSlices(means, i * hidden, hidden))
              .build();
      context.forward(
          new Record<>(name + "/" + layer, features, timestamp), FeatureTopology.TO_FEATURES);
    }
  }

  private void report(Plan plan, UnitState state, long timestamp) {
    int layers = plan.getLayers().size();
    Progress progress =
        Progress.newBuilder()
            .setStage("features")
            .setUnit(plan.getUnit())
            .setName(plan.getModel() + "@" + plan.getStep())
            .setState(state.isDone() ? WorkState.DONE : WorkState.RUNNING)
            .setExpected((long) state.layout().rows() * layers)
            .setDone((long) state.emittedRows() * layers)
            .build();
    context.forward(
        new Record<>(ProgressReporter.key(progress), progress, timestamp),
        FeatureTopology.TO_PROGRESS);
  }

  /** Baselines have no activations: whoever fits them makes their features of the plan. */
  private static boolean isBaseline(Plan plan) {
    return plan.getKind() == SourceKind.WORD_RATE || plan.getKind() == SourceKind.RANDOM;
  }

  private static boolean fits(Plan plan, Activation word) {
    long bytes = (long) plan.getHiddenSize() * Float.BYTES;
    return word.getWord() >= 0
        && word.getWord() < plan.getWords()
        && (word.getSkipped() != null
            || word.getVectors().size() == plan.getLayers().size()
                && word.getVectors().stream().allMatch(v -> v.remaining() == bytes));
  }

  private static IllegalArgumentException misfit(Plan plan, Activation word) {
    return new IllegalArgumentException(
        "word %d of unit %s: the plan has %d words, %d layers of %d values"
            .formatted(
                word.getWord(),
                word.getUnit(),
                plan.getWords(),
                plan.getLayers().size(),
                plan.getHiddenSize()));
  }

  /** Values of all layers of one word or TR. */
  private static int length(Plan plan) {
    return plan.getLayers().size() * plan.getHiddenSize();
  }
}
