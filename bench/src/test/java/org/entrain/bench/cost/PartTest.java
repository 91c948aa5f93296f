package org.entrain.bench.cost;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartTest {

  @ParameterizedTest
  @CsvSource({
    "embedding-batch,EMBEDDING",
    "encoding-fit,ENCODING",
    "entrain-math-1,ENCODING",
    "entrain-feature,STREAMS",
    "entrain-planner,STREAMS",
    "results,RESULTS",
    "C2 CompilerThre,JVM",
    "GC Thread#0,JVM",
    "data-plane-kafk,BROKER"
  })
  void of_threadName_isTheStageThatStartsIt(String thread, Part part) {
    assertThat(Part.of(thread)).isEqualTo(part);
  }
}
