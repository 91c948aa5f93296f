package org.entrain.producers.syntax;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The properties of Oota, Gupta and Toneva (2022) and of the work that followed, each from a
 * sentence's parse or a token's place in it.
 *
 * <p>Main clause: what is shallowest in the tree of dependencies, the leftmost of equals. Classes
 * whose order matters are numbers, from 0.
 */
final class SyntacticProperties {

  private static final int SHORT_SENTENCE = 7;
  private static final int MEDIUM_SENTENCE = 16;
  private static final int SHALLOW_TREE = 3;
  private static final String NO_NUMBER = "None";
  private static final String POPULAR_TOP = "NP VP";
  private static final Set<String> FREQUENT_POS = Set.of("VERB", "NOUN", "PRON", "ADP");
  private static final Set<String> PHRASES =
      Set.of(
          "ADJP", "ADVP", "CONJP", "FRAG", "INTJ", "LST", "NAC", "NP", "NX", "PP", "PRN", "PRT",
          "QP", "RRC", "UCP", "VP", "WHADJP", "WHADVP", "WHNP", "WHPP", "X");
  private static final Set<String> ROOTS = Set.of("ROOT", "TOP", "");
  private static final Set<String> PUNCTUATION =
      Set.of(".", ",", ":", "``", "''", "\"", "-LRB-", "-RRB-", "HYPH", "NFP", "PUNCT");

  private SyntacticProperties() {}

  /** Number of words of the sentence: up to 7, 8 to 16, more. */
  static PropertyValue sentenceLength(int words, Classes classes) {
    int most = classes == Classes.PUBLISHED ? 3 : 2;
    int length = words <= SHORT_SENTENCE ? 0 : words <= MEDIUM_SENTENCE ? 1 : most;
    return new PropertyValue(String.valueOf(words), String.valueOf(length));
  }

  /** Depth of the tree of dependencies, its root at 0: up to 3, more. */
  static PropertyValue treeDepth(UdSentence sentence) {
    int depth = sentence.depth();
    return new PropertyValue(String.valueOf(depth), depth <= SHALLOW_TREE ? "0" : "1");
  }

  /**
   * Categories right below the sentence's top node, without punctuation: {@code NP VP} or not.
   *
   * @param tree from its root, whose only child is the top node
   */
  static PropertyValue topConstituents(Constituent tree) {
    Constituent top = tree;
    while (ROOTS.contains(top.label()) && top.children().size() == 1) {
      top = top.children().get(0);
    }
    String sequence =
        top.children().stream()
            .filter(Constituent::isPronounced)
            .map(Constituent::category)
            .filter(category -> !PUNCTUATION.contains(category))
            .collect(Collectors.joining(" "));
    String raw = sequence.isEmpty() ? PropertyValue.UNDEFINED : sequence;
    return new PropertyValue(raw, sequence.equals(POPULAR_TOP) ? "NP-VP" : PropertyValue.OTHER);
  }

  /** Tense of the shallowest token that has one: Past or not. */
  static PropertyValue tense(UdSentence sentence) {
    return feature(sentence.shallowest(SyntacticProperties::hasTense), "Tense", "Past");
  }

  /** Tense of the first token that has one, where there is no tree: Past or not. */
  static PropertyValue tenseOfFirst(List<UdToken> sentence) {
    return feature(
        sentence.stream().filter(SyntacticProperties::hasTense).findFirst(), "Tense", "Past");
  }

  /** Number of the shallowest {@code nsubj}: Sing or not. */
  static PropertyValue subjectNumber(UdSentence sentence) {
    return feature(
        sentence.shallowest(token -> token.relation().equals("nsubj")), "Number", "Sing");
  }

  /** Number of the shallowest {@code obj}; classes: whether there is one, or as published. */
  static PropertyValue objectNumber(UdSentence sentence, Classes classes) {
    String raw =
        sentence
            .shallowest(token -> token.relation().equals("obj"))
            .map(token -> token.features().getOrDefault("Number", NO_NUMBER))
            .orElse(PropertyValue.UNDEFINED);
    return new PropertyValue(
        raw,
        switch (classes) {
          case PROTOCOL -> raw.equals(PropertyValue.UNDEFINED) ? "absent" : "present";
          case PUBLISHED -> raw.equals(NO_NUMBER) ? "0" : "1";
        });
  }

  /** Part of speech: VERB, NOUN, PRON, ADP, other. */
  static PropertyValue partOfSpeech(UdToken token) {
    String upos = token.upos();
    return new PropertyValue(upos, FREQUENT_POS.contains(upos) ? upos : PropertyValue.OTHER);
  }

  /**
   * The smallest phrase around a token: NP or not.
   *
   * @param path nodes from the root to the token's tag
   */
  static PropertyValue smallestConstituent(List<Constituent> path) {
    for (int i = path.size() - 2; i >= 0; i--) {
      String category = path.get(i).category();
      if (PHRASES.contains(category)) {
        return new PropertyValue(category, category.equals("NP") ? "NP" : PropertyValue.OTHER);
      }
    }
    return new PropertyValue(PropertyValue.UNDEFINED, PropertyValue.OTHER);
  }

  private static boolean hasTense(UdToken token) {
    return token.features().containsKey("Tense");
  }

  private static PropertyValue feature(Optional<UdToken> bearer, String feature, String own) {
    String raw = bearer.map(token -> token.features().get(feature)).orElse(PropertyValue.UNDEFINED);
    return new PropertyValue(raw, raw.equals(own) ? own : PropertyValue.OTHER);
  }
}
