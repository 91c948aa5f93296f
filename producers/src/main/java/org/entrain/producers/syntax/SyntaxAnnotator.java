package org.entrain.producers.syntax;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.entrain.producers.annotations.Annotations;
import org.entrain.producers.annotations.Annotations.WordProperties;
import org.entrain.producers.syntax.TokenAlignment.Position;

/**
 * Makes the properties of a stimulus's words from parses of its text. Dependencies and trees are
 * placed on the words independently of each other, so that each gives its properties even where the
 * other is missing or is of another text.
 */
public final class SyntaxAnnotator {

  private static final List<String> ORDER =
      List.of(
          "SentenceLength",
          "TreeDepth",
          "TopConstituents",
          "Tense",
          "SubjectNumber",
          "ObjectNumber",
          "POS",
          "SmallestConstituent");

  private final List<String> words;
  private final Classes classes;
  private final Map<String, List<PropertyValue>> values = new HashMap<>();
  private List<Integer> sentences = List.of();

  /**
   * @param words all words of the stimulus, in order; with punctuation or without
   * @param classes whose classes properties get
   */
  public SyntaxAnnotator(List<String> words, Classes classes) {
    this.words = List.copyOf(words);
    this.classes = classes;
  }

  /**
   * Adds what follows from dependencies, parts of speech and features.
   *
   * @param file where they come from, for messages
   * @throws org.entrain.common.InvalidInputException if they are of another text
   */
  public void addDependencies(String file, List<UdSentence> sentences) {
    List<Position> positions =
        TokenAlignment.align(
            file,
            words,
            sentences.stream()
                .map(sentence -> sentence.tokens().stream().map(UdToken::text).toList())
                .toList());
    addLengths(positions);
    addOfSentences("TreeDepth", positions, sentences, SyntacticProperties::treeDepth);
    addOfSentences("Tense", positions, sentences, SyntacticProperties::tense);
    addOfSentences("SubjectNumber", positions, sentences, SyntacticProperties::subjectNumber);
    addOfSentences(
        "ObjectNumber", positions, sentences, s -> SyntacticProperties.objectNumber(s, classes));
    addOfTokens(
        "POS",
        positions,
        sentences.stream().map(UdSentence::tokens).toList(),
        SyntacticProperties::partOfSpeech);
  }

  /**
   * Adds what follows from tagged tokens without a tree: instead of the shallowest token with a
   * tense the first one counts.
   *
   * @param file where they come from, for messages
   * @throws org.entrain.common.InvalidInputException if they are of another text
   */
  public void addTagged(String file, List<List<UdToken>> sentences) {
    List<Position> positions =
        TokenAlignment.align(
            file,
            words,
            sentences.stream()
                .map(sentence -> sentence.stream().map(UdToken::text).toList())
                .toList());
    addLengths(positions);
    addOfSentences("Tense", positions, sentences, SyntacticProperties::tenseOfFirst);
    addOfTokens("POS", positions, sentences, SyntacticProperties::partOfSpeech);
  }

  /**
   * Adds what follows from constituency trees.
   *
   * @param file where they come from, for messages
   * @throws org.entrain.common.InvalidInputException if they are of another text
   */
  public void addTrees(String file, List<Constituent> trees) {
    List<List<List<Constituent>>> paths = trees.stream().map(Constituent::paths).toList();
    List<Position> positions =
        TokenAlignment.align(
            file,
            words,
            paths.stream()
                .map(tree -> tree.stream().map(path -> path.get(path.size() - 1).token()).toList())
                .toList());
    addLengths(positions);
    addOfSentences("TopConstituents", positions, trees, SyntacticProperties::topConstituents);
    addOfTokens("SmallestConstituent", positions, paths, SyntacticProperties::smallestConstituent);
  }

  /** What was added so far, in the order in which the properties are usually given. */
  public Annotations annotations() {
    List<String> names = ORDER.stream().filter(values::containsKey).toList();
    List<WordProperties> annotated = new ArrayList<>();
    for (int w = 0; w < words.size(); w++) {
      Map<String, String> raw = new HashMap<>();
      Map<String, String> classOf = new HashMap<>();
      for (String name : names) {
        PropertyValue value = values.getOrDefault(name, List.of()).get(w);
        raw.put(name, value.raw());
        classOf.put(name, value.className());
      }
      annotated.add(new WordProperties(raw, classOf));
    }
    return new Annotations(names, annotated, sentences);
  }

  /** Sentences and their lengths are as the first source has them. */
  private void addLengths(List<Position> positions) {
    if (sentences.isEmpty()) {
      sentences = positions.stream().map(Position::sentence).toList();
    }
    Map<Integer, Integer> lengths = new HashMap<>();
    positions.forEach(position -> lengths.merge(position.sentence(), 1, Integer::sum));
    values.putIfAbsent(
        "SentenceLength",
        positions.stream()
            .map(position -> lengths.getOrDefault(position.sentence(), 0))
            .map(length -> SyntacticProperties.sentenceLength(length, classes))
            .toList());
  }

  private <S> void addOfSentences(
      String name, List<Position> positions, List<S> sentences, Function<S, PropertyValue> rule) {
    List<PropertyValue> ofSentences = sentences.stream().map(rule).toList();
    values.put(
        name, positions.stream().map(position -> ofSentences.get(position.sentence())).toList());
  }

  private <T> void addOfTokens(
      String name,
      List<Position> positions,
      List<List<T>> tokens,
      Function<T, PropertyValue> rule) {
    PropertyValue none = new PropertyValue(PropertyValue.UNDEFINED, PropertyValue.OTHER);
    values.put(
        name,
        positions.stream()
            .map(
                position ->
                    position
                        .token()
                        .map(token -> rule.apply(tokens.get(position.sentence()).get(token)))
                        .orElse(none))
            .toList());
  }
}
