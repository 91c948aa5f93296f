package org.entrain.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.stream.IntStream;
import org.entrain.models.text.Passage;
import org.entrain.schemas.Vectors;
import org.entrain.schemas.avro.EmbeddingTask;
import org.junit.jupiter.api.Test;

class TaskPassageTest {

  private final EmbeddingTask.Builder task =
      EmbeddingTask.newBuilder(Queue.task("u", Path.of("x"), "i", 0));

  @Test
  void task_withoutBegins_hasWindowsOfEqualLength() {
    Passage passage = TaskPassage.of(task.build());

    assertThat(passage.begins()).containsExactly(IntStream.range(0, Queue.WINDOWS).toArray());
    assertThat(passage.wordTokens()).hasSize(passage.words().length).containsOnly(1);
    assertThat(passage.longest()).isEqualTo(passage.firstLength());
  }

  @Test
  void task_withBegins_keepsThem() {
    int[] begins = {0, 0, 0, 1, 1, 2, 3, 3, 3, 9};
    Passage passage =
        TaskPassage.of(
            task.setBegins(Vectors.ofInts(begins))
                .setWordTokens(Vectors.ofInts(new int[] {1, 2, 3, 4, 5}))
                .build());

    assertThat(passage.begins()).containsExactly(begins);
    assertThat(passage.wordTokens()).containsExactly(1, 2, 3, 4, 5);
  }

  @Test
  void task_withContradictions_isRefusedWithItsNumbers() {
    EmbeddingTask three = task.setBegins(Vectors.ofInts(new int[] {0, 1, 2})).build();
    assertThatThrownBy(() -> TaskPassage.of(three)).hasMessageContaining("3 != 10");
  }
}
