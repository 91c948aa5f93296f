package org.entrain.producers.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One test per rule. */
class SyntacticPropertiesTest {

  @ParameterizedTest
  @CsvSource({"1, 0", "7, 0", "8, 1", "16, 1", "17, 2", "90, 2"})
  void sentenceLength_hasThreeClasses(int words, String expected) {
    assertThat(SyntacticProperties.sentenceLength(words, Classes.PROTOCOL))
        .isEqualTo(new PropertyValue(String.valueOf(words), expected));
  }

  @ParameterizedTest
  @CsvSource({"1, 0, 0", "4, 3, 0", "5, 4, 1"})
  void treeDepth_countsFromTheRoot(int tokens, String depth, String expected) {
    List<UdToken> chain = new ArrayList<>();
    for (int i = 0; i < tokens; i++) {
      chain.add(token("X", "dep", i - 1, Map.of()));
    }

    assertThat(SyntacticProperties.treeDepth(new UdSentence(chain)))
        .isEqualTo(new PropertyValue(depth, expected));
  }

  @ParameterizedTest
  @CsvSource({
    "(ROOT (S (NP (PRP She)) (VP (VBD slept)) (. .))), NP VP, NP-VP",
    "(ROOT (S (S (X (A b))) (CC and) (S (X (A c))))), S CC S, other",
    "(ROOT (SBARQ (WHNP (WP Who)) (SQ (VP (VBD slept))) (. ?))), WHNP SQ, other",
    "(ROOT (S (ADVP (RB So)) (NP (PRP she)) (VP (VBD slept)))), ADVP NP VP, other",
    "(ROOT (S (NP (-NONE- *)) (VP (VB Go)))), VP, other",
    "(ROOT (S (-LRB- -LRB-) (NP (PRP She)) (VP (VBD slept)) (-RRB- -RRB-))), NP VP, NP-VP",
    "(ROOT (INTJ (UH Oh))), UH, other",
    "((S (NP (PRP She)) (VP (VBD slept)))), NP VP, NP-VP",
    "(ROOT (NP (NNP Anna)) (VP (VBD slept))), NP VP, NP-VP",
    "(X (. .)), UNDEF, other"
  })
  void topConstituents_areTheChildrenOfTheTopNode(String tree, String raw, String expected) {
    assertThat(SyntacticProperties.topConstituents(PennTrees.parse("t", tree).get(0)))
        .isEqualTo(new PropertyValue(raw, expected));
  }

  @Test
  void topConstituents_areWithoutPunctuation() {
    String tree = "(S (`` ``) (NP-SBJ-1 (PRP She)) (, ,) (VP (VBD slept)) (: ;) ('' ''))";

    assertThat(SyntacticProperties.topConstituents(PennTrees.parse("t", tree).get(0)))
        .isEqualTo(new PropertyValue("NP VP", "NP-VP"));
  }

  @Test
  void tense_isOfTheShallowestThatHasOne() {
    UdSentence sentence =
        sentence(
            token("VERB", "advcl", 2, Map.of("Tense", "Past")),
            token("AUX", "aux", 2, Map.of()),
            token("VERB", "root", -1, Map.of("Tense", "Pres")));

    assertThat(SyntacticProperties.tense(sentence)).isEqualTo(new PropertyValue("Pres", "other"));
  }

  @Test
  void tense_ofEquals_isTheLeftmost() {
    UdSentence sentence =
        sentence(
            token("AUX", "aux", 2, Map.of("Tense", "Past")),
            token("AUX", "aux", 2, Map.of("Tense", "Pres")),
            token("VERB", "root", -1, Map.of("VerbForm", "Inf")));

    assertThat(SyntacticProperties.tense(sentence)).isEqualTo(new PropertyValue("Past", "Past"));
  }

  @Test
  void properties_ofASentenceWithoutBearers_areUndefined() {
    UdSentence sentence = sentence(token("INTJ", "root", -1, Map.of()));

    assertThat(SyntacticProperties.tense(sentence)).isEqualTo(new PropertyValue("UNDEF", "other"));
    assertThat(SyntacticProperties.subjectNumber(sentence))
        .isEqualTo(new PropertyValue("UNDEF", "other"));
    assertThat(SyntacticProperties.objectNumber(sentence, Classes.PROTOCOL))
        .isEqualTo(new PropertyValue("UNDEF", "absent"));
  }

  @Test
  void subject_isExactlyNsubj() {
    UdSentence sentence =
        sentence(
            token("NOUN", "nsubj:pass", 1, Map.of("Number", "Sing")),
            token("VERB", "root", -1, Map.of()),
            token("NOUN", "nsubj", 3, Map.of("Number", "Plur")),
            token("VERB", "ccomp", 1, Map.of()));

    assertThat(SyntacticProperties.subjectNumber(sentence))
        .isEqualTo(new PropertyValue("Plur", "other"));
  }

  @Test
  void subject_withoutNumber_isUndefined() {
    UdSentence sentence =
        sentence(token("PRON", "nsubj", 1, Map.of()), token("VERB", "root", -1, Map.of()));

    assertThat(SyntacticProperties.subjectNumber(sentence))
        .isEqualTo(new PropertyValue("UNDEF", "other"));
  }

  @Test
  void object_isThereWithOrWithoutANumber() {
    UdSentence bare =
        sentence(token("VERB", "root", -1, Map.of()), token("PRON", "obj", 0, Map.of()));
    UdSentence plural =
        sentence(
            token("VERB", "root", -1, Map.of()),
            token("NOUN", "iobj", 0, Map.of("Number", "Sing")),
            token("NOUN", "obj", 0, Map.of("Number", "Plur")));

    assertThat(SyntacticProperties.objectNumber(bare, Classes.PROTOCOL))
        .isEqualTo(new PropertyValue("None", "present"));
    assertThat(SyntacticProperties.objectNumber(plural, Classes.PROTOCOL))
        .isEqualTo(new PropertyValue("Plur", "present"));
  }

  @Test
  void objectNumber_asPublished_setsObjectsWithoutNumberApart() {
    UdSentence bare =
        sentence(token("VERB", "root", -1, Map.of()), token("PRON", "obj", 0, Map.of()));
    UdSentence none = sentence(token("VERB", "root", -1, Map.of()));

    assertThat(SyntacticProperties.objectNumber(bare, Classes.PUBLISHED))
        .isEqualTo(new PropertyValue("None", "0"));
    assertThat(SyntacticProperties.objectNumber(none, Classes.PUBLISHED))
        .isEqualTo(new PropertyValue(PropertyValue.UNDEFINED, "1"));
  }

  @Test
  void sentenceLength_asPublished_jumpsToThree() {
    assertThat(SyntacticProperties.sentenceLength(16, Classes.PUBLISHED).className())
        .isEqualTo("1");
    assertThat(SyntacticProperties.sentenceLength(17, Classes.PUBLISHED).className())
        .isEqualTo("3");
  }

  @ParameterizedTest
  @CsvSource({
    "VERB, VERB",
    "NOUN, NOUN",
    "PRON, PRON",
    "ADP, ADP",
    "PROPN, other",
    "AUX, other",
    "X, other"
  })
  void partOfSpeech_hasFiveClasses(String upos, String expected) {
    assertThat(SyntacticProperties.partOfSpeech(token(upos, "dep", -1, Map.of())))
        .isEqualTo(new PropertyValue(upos, expected));
  }

  @ParameterizedTest
  @CsvSource({
    "(ROOT (S (NP-SBJ (DT The) (NN cat)) (VP (VBD slept)))), NP NP VP",
    "(ROOT (S (VP (VB Go) (PP (IN to) (NP (NN bed)))))), VP PP NP",
    "(ROOT (S (UH Oh) (VP (VB go) (S (MD must))))), UNDEF VP VP",
    "(ROOT (SBARQ (WHNP (WDT which) (NN cat)) (SQ (VBZ is)))), WHNP WHNP UNDEF"
  })
  void smallestConstituent_passesOverClauses(String tree, String expected) {
    List<PropertyValue> values =
        PennTrees.parse("t", tree).get(0).paths().stream()
            .map(SyntacticProperties::smallestConstituent)
            .toList();

    assertThat(values).extracting(PropertyValue::raw).containsExactly(expected.split(" "));
    assertThat(values)
        .allSatisfy(
            value ->
                assertThat(value.className()).isEqualTo(value.raw().equals("NP") ? "NP" : "other"));
  }

  private static UdSentence sentence(UdToken... tokens) {
    return new UdSentence(List.of(tokens));
  }

  private static UdToken token(
      String upos, String relation, int head, Map<String, String> features) {
    return new UdToken("w", upos, features, head, relation);
  }
}
