package org.entrain.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class Gpt2NetworkTest extends NetworkContract {

  @Override
  TestCheckpoint checkpoint() {
    return TestCheckpoint.gpt2();
  }

  /** Four dimensions a head: unscaled scores double, and so do those of doubled queries. */
  @Test
  void scores_withoutScale_equalThoseOfLargerQueries() throws IOException {
    TestCheckpoint larger = checkpoint();
    for (int layer = 0; layer < TestCheckpoint.LAYERS; layer++) {
      for (String kind : new String[] {"weight", "bias"}) {
        String name = "transformer.h." + layer + ".attn.c_attn." + kind;
        float[] values = larger.tensors().get(name).values();
        for (int i = 0; i < values.length; i++) {
          values[i] *= i % (3 * TestCheckpoint.HIDDEN) < TestCheckpoint.HIDDEN ? 2 : 1;
        }
      }
    }
    TestCheckpoint unscaled = checkpoint();
    unscaled.config().put("scale_attn_weights", false);
    PassOutputs expected = outputs(larger);
    assertClose(outputs(unscaled), expected);
    assertThat(outputs(checkpoint()).hidden()[1]).isNotEqualTo(expected.hidden()[1]);
  }
}
