package org.entrain.bench;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.entrain.common.InvalidInputException;

/** The words after a benchmark's name, one after another. */
public final class CommandLine {

  private static final String REMEDY = "See bench/README.md.";

  private final Iterator<String> words;

  /** What a benchmark does. */
  @FunctionalInterface
  public interface Work {
    /** Does it. */
    void run() throws Exception;
  }

  /**
   * @param words in their order
   */
  public CommandLine(List<String> words) {
    this.words = words.iterator();
  }

  /** Does the work; ends the process with one line where the user's input cannot be used. */
  public static void run(String command, Work work) throws Exception {
    try {
      work.run();
    } catch (InvalidInputException e) {
      System.err.println(command + ": " + e.getMessage());
      System.exit(2);
    }
  }

  /** Whether a word is left. */
  public boolean hasNext() {
    return words.hasNext();
  }

  /**
   * The next word.
   *
   * @param name what it is: an option that it belongs to, or what it stands for itself
   * @throws InvalidInputException when none is left
   */
  public String next(String name) {
    if (!words.hasNext()) {
      throw new InvalidInputException(name, "value", "one", "the end of the line", REMEDY);
    }
    return words.next();
  }

  /** All words that are left. */
  public List<String> rest() {
    List<String> rest = new ArrayList<>();
    words.forEachRemaining(rest::add);
    return rest;
  }

  /**
   * The next word as a number, at least 1.
   *
   * @throws InvalidInputException when it is something else, or none is left
   */
  public int count(String option) {
    return count(option, next(option));
  }

  /**
   * A word as a number, at least 1.
   *
   * @throws InvalidInputException when it is something else
   */
  public static int count(String name, String word) {
    // Nine digits are enough, and no more than an int holds.
    if (!word.matches("[1-9][0-9]{0,8}")) {
      throw new InvalidInputException(
          name, "value", "a whole number from 1 to 999999999", "'" + word + "'", REMEDY);
    }
    return Integer.parseInt(word);
  }

  /** For a word that is none of the expected ones, or for none where one is expected. */
  public static InvalidInputException unknown(String expected, String word) {
    return new InvalidInputException("command line", "option", expected, "'" + word + "'", REMEDY);
  }
}
