package org.entrain.producers.syntax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.entrain.common.InvalidInputException;
import org.entrain.producers.annotations.AnnotationTableWriter;
import org.entrain.producers.annotations.Annotations;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SyntaxAnnotatorTest {

  private static final List<String> WORDS = List.of("\"She", "saw", "it,\"", "Oh!");
  private static final String TREES =
      "(ROOT (S (`` ``) (NP (PRP She)) (VP (VBD saw) (NP (PRP it))) (, ,) ('' '')))"
          + " (ROOT (INTJ (UH Oh) (. !)))";
  private static final String CONLLU =
      """
      1	"	"	PUNCT	_	_	3	punct	_	_
      2	She	she	PRON	_	Number=Sing	3	nsubj	_	_
      3	saw	see	VERB	_	Tense=Past	0	root	_	_
      4	it	it	PRON	_	Number=Sing	3	obj	_	_
      5	,	,	PUNCT	_	_	3	punct	_	_
      6	"	"	PUNCT	_	_	3	punct	_	_

      1	Oh	oh	INTJ	_	_	0	root	_	_
      2	!	!	PUNCT	_	_	1	punct	_	_
      """;

  @TempDir private Path folder;

  @Test
  void treesAndDependencies_giveAllPropertiesOfEveryWord() {
    SyntaxAnnotator annotator = new SyntaxAnnotator(WORDS, Classes.PROTOCOL);
    annotator.addDependencies("c", ConllU.parse("c", CONLLU));
    annotator.addTrees("t", PennTrees.parse("t", TREES));

    Annotations annotations = annotator.annotations();

    assertThat(annotations.properties())
        .containsExactly(
            "SentenceLength",
            "TreeDepth",
            "TopConstituents",
            "Tense",
            "SubjectNumber",
            "ObjectNumber",
            "POS",
            "SmallestConstituent");
    assertThat(raw(annotations, "SentenceLength")).containsExactly("3", "3", "3", "1");
    assertThat(raw(annotations, "TreeDepth")).containsExactly("1", "1", "1", "1");
    assertThat(raw(annotations, "TopConstituents"))
        .containsExactly("NP VP", "NP VP", "NP VP", "UH");
    assertThat(raw(annotations, "Tense")).containsExactly("Past", "Past", "Past", "UNDEF");
    assertThat(raw(annotations, "POS")).containsExactly("PRON", "VERB", "PRON", "INTJ");
    assertThat(raw(annotations, "SmallestConstituent")).containsExactly("NP", "VP", "NP", "INTJ");
    assertThat(annotations.words().get(3).classes())
        .containsEntry("ObjectNumber", "absent")
        .containsEntry("SubjectNumber", "other");
  }

  @Test
  void trees_ofAnotherText_leaveWhatDependenciesGive() {
    SyntaxAnnotator annotator = new SyntaxAnnotator(WORDS, Classes.PROTOCOL);
    annotator.addDependencies("c", ConllU.parse("c", CONLLU));
    List<Constituent> other = PennTrees.parse("t", "(S (NP (PRP He)) (VP (VBD saw)))");

    assertThatThrownBy(() -> annotator.addTrees("t", other))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("t: sentence 1, token 1");

    assertThat(annotator.annotations().properties())
        .containsExactly(
            "SentenceLength", "TreeDepth", "Tense", "SubjectNumber", "ObjectNumber", "POS");
  }

  @Test
  void table_hasClassAndRawValueOfEveryWord() throws Exception {
    SyntaxAnnotator annotator = new SyntaxAnnotator(WORDS, Classes.PROTOCOL);
    annotator.addTrees("t", PennTrees.parse("t", TREES));
    Path table = folder.resolve("table.tsv");

    AnnotationTableWriter.write(table, WORDS, annotator.annotations());

    assertThat(Files.readAllLines(table))
        .startsWith(
            "index\tword\tsentence\tSentenceLength\tSentenceLength.raw\tTopConstituents"
                + "\tTopConstituents.raw\tSmallestConstituent\tSmallestConstituent.raw",
            "0\t\"She\t0\t0\t3\tNP-VP\tNP VP\tNP\tNP")
        .hasSize(5);
  }

  private static List<String> raw(Annotations annotations, String property) {
    return annotations.words().stream().map(word -> word.raw().get(property)).toList();
  }
}
