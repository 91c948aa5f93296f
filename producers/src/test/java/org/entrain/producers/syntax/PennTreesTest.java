package org.entrain.producers.syntax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.entrain.common.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PennTreesTest {

  @Test
  void trees_overSeveralLines_areReadInOrder() {
    List<Constituent> trees =
        PennTrees.parse(
            "t.mrg",
            """
            ( (S (NP-SBJ-1 (PRP She))
                 (VP (VBD slept)) (. .)) )
            (ROOT (FRAG (NP (DT A) (NN rose))))
            """);

    assertThat(trees).hasSize(2);
    assertThat(trees.get(0).label()).isEmpty();
    assertThat(trees.get(0).children().get(0).children())
        .extracting(Constituent::category)
        .containsExactly("NP", "VP", ".");
    assertThat(tokens(trees.get(1))).containsExactly("A", "rose");
  }

  @Test
  void traces_areNoTokens() {
    Constituent tree = PennTrees.parse("t.mrg", "(S (NP (-NONE- *T*)) (VP (VB Go)) (. !))").get(0);

    assertThat(tokens(tree)).containsExactly("Go", "!");
  }

  @ParameterizedTest
  @CsvSource({
    "NP, NP",
    "NP-SBJ-1, NP",
    "NP=2, NP",
    "NP-TMP, NP",
    "-LRB-, -LRB-",
    "-NONE-, -NONE-",
    "PRP$, PRP$"
  })
  void category_hasNoTagsOfFunction(String label, String category) {
    assertThat(new Constituent(label, List.of(), "x").category()).isEqualTo(category);
  }

  @ParameterizedTest
  @CsvSource({
    "'(S (NP (PRP She))', line 1: expected ), the end of the file",
    "'(S (NP she slept))', 'expected ), found', 'slept'",
    "'(S\n(NP))', line 2, nothing",
    "'She slept', ( before a label, 'She'",
    "'   ', a tree, none"
  })
  void brackets_thatDoNotMatch_areNamed(String text, String expected, String found) {
    assertThatThrownBy(() -> PennTrees.parse("t.mrg", text))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("t.mrg: line ")
        .hasMessageContaining(expected)
        .hasMessageContaining(found);
  }

  @Test
  void tree_ofEndlessDepth_isRefused() {
    assertThatThrownBy(() -> PennTrees.parse("t.mrg", "(S ".repeat(100_000)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("levels");
  }

  private static List<String> tokens(Constituent tree) {
    return tree.paths().stream().map(path -> path.get(path.size() - 1).token()).toList();
  }
}
