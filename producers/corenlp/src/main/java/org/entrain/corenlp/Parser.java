package org.entrain.corenlp;

import edu.stanford.nlp.ling.CoreAnnotations;
import edu.stanford.nlp.pipeline.Annotation;
import edu.stanford.nlp.pipeline.AnnotationOutputter;
import edu.stanford.nlp.pipeline.CoNLLUOutputter;
import edu.stanford.nlp.pipeline.StanfordCoreNLP;
import edu.stanford.nlp.trees.TreeCoreAnnotations;
import edu.stanford.nlp.util.CoreMap;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** CoreNLP's tagger, PCFG parser and converter to Universal Dependencies. */
final class Parser {

  private final StanfordCoreNLP splitter;
  private final StanfordCoreNLP pipeline;
  private final CoNLLUOutputter outputter;

  Parser() {
    Properties splitting = new Properties();
    splitting.setProperty("annotators", "tokenize");
    splitter = new StanfordCoreNLP(splitting);
    Properties parsing = new Properties();
    parsing.setProperty("annotators", "tokenize,pos,lemma,parse,udfeats");
    parsing.setProperty("ssplit.isOneSentence", "true");
    parsing.setProperty("parse.model", "edu/stanford/nlp/models/lexparser/englishPCFG.ser.gz");
    pipeline = new StanfordCoreNLP(parsing);
    outputter = new CoNLLUOutputter(parsing);
  }

  /** The sentences of some blocks of text; none goes from one block into the next. */
  List<String> split(List<String> blocks) {
    List<String> sentences = new ArrayList<>();
    for (String block : blocks) {
      Annotation text = new Annotation(block);
      splitter.annotate(text);
      for (CoreMap sentence : text.get(CoreAnnotations.SentencesAnnotation.class)) {
        sentences.add(sentence.get(CoreAnnotations.TextAnnotation.class));
      }
    }
    return sentences;
  }

  /** Parses a sentence and writes its tree on a line and its dependencies in CoNLL-U. */
  void parse(String sentence, PrintStream trees, PrintStream dependencies) throws IOException {
    Annotation text = new Annotation(sentence);
    pipeline.annotate(text);
    for (CoreMap parsed : text.get(CoreAnnotations.SentencesAnnotation.class)) {
      trees.println(parsed.get(TreeCoreAnnotations.TreeAnnotation.class));
    }
    outputter.print(text, dependencies, new AnnotationOutputter.Options());
  }
}
