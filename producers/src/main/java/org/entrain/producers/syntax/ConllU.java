package org.entrain.producers.syntax;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.entrain.common.InvalidInputException;
import org.entrain.common.SmallFile;
import org.entrain.common.Unreadable;

/**
 * Sentences in CoNLL-U: a line of ten tab-separated fields per token, a blank line after a
 * sentence; comments and empty nodes are passed over.
 */
public final class ConllU {

  /** A million words have it. */
  private static final int MAX_BYTES = 64 << 20;

  private static final int FIELDS = 10;
  private static final int ID = 0;
  private static final int FORM = 1;
  private static final int UPOS = 3;
  private static final int FEATURES = 5;
  private static final int HEAD = 6;
  private static final int RELATION = 7;
  private static final Pattern CONTRACTION = Pattern.compile("(\\d{1,6})-(\\d{1,6})");
  private static final Pattern EMPTY_NODE = Pattern.compile("\\d+\\.\\d+");

  private final String file;
  private final List<UdSentence> sentences = new ArrayList<>();
  private final List<UdToken> tokens = new ArrayList<>();
  private String contraction = "";
  private int contractionEnd;
  private int line;

  private ConllU(String file) {
    this.file = file;
  }

  /**
   * Reads all sentences of a file in UTF-8.
   *
   * @throws InvalidInputException if the file cannot be read, or a line or a sentence's heads are
   *     not as the format has them
   */
  public static List<UdSentence> read(Path path) {
    try {
      return parse(path.toString(), SmallFile.text(path, MAX_BYTES));
    } catch (IOException e) {
      throw Unreadable.refusal(path, "sentences in UTF-8", e);
    }
  }

  static List<UdSentence> parse(String file, String text) {
    ConllU reader = new ConllU(file);
    text.lines().forEach(reader::accept);
    reader.endSentence();
    if (reader.sentences.isEmpty()) {
      throw reader.fault("a sentence", "none");
    }
    return reader.sentences;
  }

  private void accept(String text) {
    line++;
    if (text.isBlank()) {
      endSentence();
    } else if (!text.startsWith("#")) {
      acceptToken(text.split("\t", -1));
    }
  }

  private void acceptToken(String[] fields) {
    if (fields.length != FIELDS) {
      throw fault(FIELDS + " fields", String.valueOf(fields.length));
    }
    Matcher range = CONTRACTION.matcher(fields[ID]);
    if (range.matches()) {
      contraction = fields[FORM];
      contractionEnd = Integer.parseInt(range.group(2));
    } else if (!EMPTY_NODE.matcher(fields[ID]).matches()) {
      int expected = tokens.size() + 1;
      if (!fields[ID].equals(String.valueOf(expected))) {
        throw fault("token " + expected, "'" + fields[ID] + "'");
      }
      tokens.add(
          new UdToken(
              text(fields[FORM]),
              fields[UPOS],
              features(fields[FEATURES]),
              head(fields[HEAD]) - 1,
              fields[RELATION]));
    }
  }

  /** Takes a token's part of the contraction that it is in. */
  private String text(String form) {
    if (tokens.size() >= contractionEnd) {
      return form;
    }
    String part = contraction.startsWith(form) ? form : contraction;
    contraction = contraction.substring(part.length());
    return part;
  }

  private Map<String, String> features(String field) {
    Map<String, String> features = new HashMap<>();
    if (!field.equals("_")) {
      for (String feature : field.split("\\|")) {
        int equals = feature.indexOf('=');
        if (equals < 0) {
          throw fault("features such as Number=Sing|Person=3", "'" + field + "'");
        }
        features.put(feature.substring(0, equals), feature.substring(equals + 1));
      }
    }
    return features;
  }

  private int head(String field) {
    if (!field.matches("\\d{1,6}")) {
      throw fault("a head: the number of a token, or 0", "'" + field + "'");
    }
    return Integer.parseInt(field);
  }

  private void endSentence() {
    if (!tokens.isEmpty()) {
      try {
        sentences.add(new UdSentence(tokens));
      } catch (IllegalArgumentException e) {
        throw fault("heads that make a tree with one root", String.valueOf(e.getMessage()));
      }
    }
    tokens.clear();
    contraction = "";
    contractionEnd = 0;
  }

  private InvalidInputException fault(String expected, String found) {
    return new InvalidInputException(
        file, "line " + line, expected, found, "Correct the sentence, or write the file anew.");
  }
}
