package org.entrain.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class OptNetworkTest extends NetworkContract {

  private static final String FINAL_NORM = "model.decoder.final_layer_norm";

  @Override
  TestCheckpoint checkpoint() {
    return TestCheckpoint.opt();
  }

  @Test
  void head_ofItsOwn_isUsed() throws IOException {
    for (TestCheckpoint untied :
        new TestCheckpoint[] {TestCheckpoint.opt(), TestCheckpoint.optProjected()}) {
      PassOutputs tied = outputs(untied);
      untied.config().put("tie_word_embeddings", false);
      TestTensor table = untied.tensors().get("model.decoder.embed_tokens.weight");
      TestTensor head = new TestTensor(table.shape(), table.values().clone());
      untied.tensors().put("lm_head.weight", head);
      assertClose(outputs(untied), tied);
      head.values()[0] += 1;
      assertThat(outputs(untied).logProbabilities()).isNotEqualTo(tied.logProbabilities());
    }
  }

  @Test
  void finalNorm_removed_leavesTheBlocksOutput() throws IOException {
    TestCheckpoint checkpoint = checkpoint();
    float[][] normed = outputs(checkpoint).hidden();
    float[] gamma = checkpoint.tensors().remove(FINAL_NORM + ".weight").values();
    float[] beta = checkpoint.tensors().remove(FINAL_NORM + ".bias").values();
    checkpoint.config().put("_remove_final_layer_norm", true);
    float[][] plain = outputs(checkpoint).hidden();
    for (int layer = 0; layer < TestCheckpoint.LAYERS; layer++) {
      assertThat(plain[layer]).isEqualTo(normed[layer]);
    }
    int size = TestCheckpoint.HIDDEN;
    float[] last = plain[TestCheckpoint.LAYERS];
    for (int begin = 0; begin < last.length; begin += size) {
      double sum = 0;
      double squares = 0;
      for (int h = 0; h < size; h++) {
        sum += last[begin + h];
        squares += last[begin + h] * last[begin + h];
      }
      double mean = sum / size;
      double deviation = Math.sqrt(squares / size - mean * mean + 1e-5);
      for (int h = 0; h < size; h++) {
        double expected = (last[begin + h] - mean) / deviation * gamma[h] + beta[h];
        assertThat((double) normed[TestCheckpoint.LAYERS][begin + h])
            .isCloseTo(expected, within(5e-5));
      }
    }
  }
}
