package org.entrain.models.text;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.entrain.models.LanguageModel;
import org.entrain.models.PassOutputs;

/**
 * Runs a model over passages. Passes run side by side, each on one thread; which passes there are,
 * and so what they compute, does not depend on how many threads there are.
 */
public final class PassageReader {

  private static final double NANOS = 1e9;

  private final int batch;
  private final int threads;
  private final Executor executor;

  /**
   * @param batch most sequences of one forward pass
   * @param threads passes at a time
   * @param executor runs that many
   */
  public PassageReader(int batch, int threads, Executor executor) {
    this.batch = batch;
    this.threads = threads;
    this.executor = executor;
  }

  /**
   * Computes the representations of the passage's words and the log-probabilities of the tokens
   * that follow its windows.
   *
   * @param layers hidden states wanted, each 0 … L
   * @throws CancellationException when the thread is interrupted; no pass runs any more then
   * @throws org.entrain.models.ModelException when a value is not finite
   */
  public PassageStates read(
      LanguageModel model, Passage passage, int[] layers, PassageListener listener) {
    long start = System.nanoTime();
    List<PassPlan> plans = PassPlan.of(passage, layers, batch);
    float[][][] vectors = new float[passage.words().length][layers.length][];
    double[] logProbabilities = new double[passage.scored()];
    AtomicInteger done = new AtomicInteger();
    new SideBySide(threads, executor)
        .run(
            plans.size(),
            (index, cancelled) -> {
              PassPlan plan = plans.get(index);
              keep(plan, model.run(plan.pass(), cancelled), vectors, logProbabilities);
              listener.read(done.addAndGet(plan.windows()), passage.windows(), secondsSince(start));
            });
    return new PassageStates(vectors, logProbabilities, secondsSince(start));
  }

  /** Puts a pass's outputs where they belong; no two passes have the same places. */
  private static void keep(
      PassPlan plan, PassOutputs outputs, float[][][] vectors, double[] logProbabilities) {
    for (int layer = 0; layer < outputs.hidden().length; layer++) {
      float[] states = outputs.hidden()[layer];
      int count = plan.words().length;
      for (int state = 0; state < count; state++) {
        int width = states.length / count;
        vectors[plan.words()[state]][layer] =
            Arrays.copyOfRange(states, state * width, (state + 1) * width);
      }
    }
    for (int i = 0; i < plan.scored().length; i++) {
      logProbabilities[plan.scored()[i]] = outputs.logProbabilities()[i];
    }
  }

  private static double secondsSince(long start) {
    return (System.nanoTime() - start) / NANOS;
  }
}
