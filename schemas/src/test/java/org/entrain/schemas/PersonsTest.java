package org.entrain.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class PersonsTest {

  @Test
  void average_besideOthers_isNoPerson() {
    assertThat(Persons.of(new TreeMap<>(Map.of("A", 1, "mean", 3, "z", 2)))).containsExactly(1, 2);
    assertThat(Persons.of(List.of("mean", "B", "A"), Function.identity()))
        .containsExactly("B", "A");
  }

  @Test
  void average_alone_standsForAll() {
    assertThat(Persons.of(Map.of("mean", 3))).containsExactly(3);
    assertThat(Persons.of(Map.<String, Integer>of())).isEmpty();
    assertThat(Persons.of(List.of("mean", "mean"), Function.identity())).hasSize(2);
  }
}
