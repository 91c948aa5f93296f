package org.entrain.producers.syntax;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.entrain.common.InvalidInputException;
import org.entrain.common.SmallFile;
import org.entrain.common.Unreadable;

/**
 * Constituency trees in the brackets of the Penn Treebank, one per sentence: {@code (ROOT (S (NP
 * (PRP She)) (VP (VBD slept)) (. .)))}; blanks and line breaks do not matter.
 */
public final class PennTrees {

  /** A million words have half of it. */
  private static final int MAX_BYTES = 64 << 20;

  /** Deeper trees are no sentences, and would exhaust the stack. */
  private static final int DEEPEST = 500;

  private final String file;
  private final String text;
  private int at;
  private int line = 1;

  private PennTrees(String file, String text) {
    this.file = file;
    this.text = text;
  }

  /**
   * Reads all trees of a file in UTF-8.
   *
   * @throws InvalidInputException if the file cannot be read or its brackets do not match
   */
  public static List<Constituent> read(Path path) {
    try {
      return parse(path.toString(), SmallFile.text(path, MAX_BYTES));
    } catch (IOException e) {
      throw Unreadable.refusal(path, "trees in UTF-8", e);
    }
  }

  static List<Constituent> parse(String file, String text) {
    PennTrees reader = new PennTrees(file, text);
    List<Constituent> trees = new ArrayList<>();
    while (reader.skipBlanks()) {
      trees.add(reader.tree(0));
    }
    if (trees.isEmpty()) {
      throw reader.fault("a tree", "none");
    }
    return trees;
  }

  private Constituent tree(int depth) {
    if (depth > DEEPEST) {
      throw fault("a tree of at most " + DEEPEST + " levels", "more");
    }
    if (text.charAt(at) != '(') {
      throw fault("( before a label", "'" + word() + "'");
    }
    at++;
    requireMore();
    String label = isBracket() ? "" : word();
    requireMore();
    if (!isBracket()) {
      String token = word();
      close();
      return new Constituent(label, List.of(), token);
    }
    List<Constituent> children = new ArrayList<>();
    while (text.charAt(at) == '(') {
      children.add(tree(depth + 1));
      requireMore();
    }
    if (children.isEmpty()) {
      throw fault("a token or a phrase under " + label, "nothing");
    }
    close();
    return new Constituent(label, children, "");
  }

  private void close() {
    requireMore();
    if (text.charAt(at) != ')') {
      throw fault(")", "'" + word() + "'");
    }
    at++;
  }

  private void requireMore() {
    if (!skipBlanks()) {
      throw fault(")", "the end of the file");
    }
  }

  private boolean skipBlanks() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      line += text.charAt(at) == '\n' ? 1 : 0;
      at++;
    }
    return at < text.length();
  }

  private boolean isBracket() {
    return text.charAt(at) == '(' || text.charAt(at) == ')';
  }

  private String word() {
    int start = at;
    while (at < text.length() && !isBracket() && !Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return text.substring(start, Math.max(at, Math.min(start + 1, text.length())));
  }

  private InvalidInputException fault(String expected, String found) {
    return new InvalidInputException(
        file,
        "line " + line,
        expected,
        found,
        "Give one tree per sentence, such as (S (NP (PRP She)) (VP (VBD slept)) (. .)).");
  }
}
