package org.entrain.producers.opennlp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import opennlp.tools.lemmatizer.LemmatizerME;
import opennlp.tools.lemmatizer.LemmatizerModel;
import opennlp.tools.postag.POSModel;
import opennlp.tools.postag.POSTaggerME;
import opennlp.tools.sentdetect.SentenceDetectorME;
import opennlp.tools.sentdetect.SentenceModel;
import opennlp.tools.tokenize.TokenizerME;
import opennlp.tools.tokenize.TokenizerModel;
import org.entrain.producers.syntax.UdToken;

/**
 * Splits English text into sentences and tokens and tags them. No trees: of the properties it gives
 * the length of sentences, parts of speech and, by {@link Tense}, the tense of the first verb.
 */
public final class OpenNlpTagger {

  private static final String MODEL = "/opennlp-en-ud-ewt-%s-1.3-2.5.4.bin";

  private final SentenceDetectorME splitter;
  private final TokenizerME tokenizer;
  private final POSTaggerME tagger;
  private final LemmatizerME lemmatizer;

  /** Loads the models. */
  public OpenNlpTagger() {
    try {
      splitter = new SentenceDetectorME(new SentenceModel(model("sentence")));
      tokenizer = new TokenizerME(new TokenizerModel(model("tokens")));
      tagger = new POSTaggerME(new POSModel(model("pos")));
      lemmatizer = new LemmatizerME(new LemmatizerModel(model("lemmas")));
    } catch (IOException e) {
      throw new UncheckedIOException("a model of OpenNLP cannot be read", e);
    }
  }

  /** The sentences of a block of text. */
  public List<String> split(String block) {
    return List.of(splitter.sentDetect(block));
  }

  /** The tokens of a sentence, with neither heads nor relations. */
  public List<UdToken> tag(String sentence) {
    String[] texts = tokenizer.tokenize(sentence);
    String[] tags = tagger.tag(texts);
    String[] lemmas = lemmatizer.lemmatize(texts, tags);
    List<UdToken> tokens = new ArrayList<>();
    for (int i = 0; i < texts.length; i++) {
      // A contraction that is one token has the tags and lemmas of all its parts: won't is
      // AUX+PART.
      String upos = firstPart(tags[i]);
      Map<String, String> features =
          Tense.of(texts[i].toLowerCase(Locale.ROOT), firstPart(lemmas[i]), upos)
              .map(tense -> Map.of("Tense", tense))
              .orElse(Map.of());
      tokens.add(new UdToken(texts[i], upos, features, -1, "_"));
    }
    return tokens;
  }

  private static String firstPart(String joined) {
    int plus = joined.indexOf('+');
    return plus > 0 ? joined.substring(0, plus) : joined;
  }

  private static URL model(String name) {
    String path = MODEL.formatted(name);
    return Objects.requireNonNull(OpenNlpTagger.class.getResource(path), path);
  }
}
