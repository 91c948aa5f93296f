package org.entrain.corenlp;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Parses a text: {@code Main TEXT TREES CONLLU sentences|blocks}. */
public final class Main {

  private static final int ARGUMENTS = 4;

  private Main() {}

  /**
   * Parses a text and says on the standard output how many sentences are done, and of how many, or
   * after {@code [ERROR]} what is wrong; then it ends with code 1.
   *
   * @param args the text's file, UTF-8; the file of trees to write; the file of dependencies to
   *     write; {@code sentences} if every line of the text is a sentence, {@code blocks} if lines
   *     are to be split into sentences
   */
  public static void main(String[] args) {
    if (args.length != ARGUMENTS) {
      throw new IllegalArgumentException(
          "arguments: expected TEXT TREES CONLLU sentences|blocks, found " + List.of(args));
    }
    PrintStream progress = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    try {
      parse(args, progress);
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      progress.println("[ERROR] " + e);
      System.exit(1);
    }
  }

  private static void parse(String[] args, PrintStream progress) throws IOException {
    Parser parser = new Parser();
    List<String> lines = Files.readAllLines(Path.of(args[0]));
    List<String> sentences = args[3].equals("sentences") ? lines : parser.split(lines);
    try (PrintStream trees = new PrintStream(args[1], StandardCharsets.UTF_8);
        PrintStream dependencies = new PrintStream(args[2], StandardCharsets.UTF_8)) {
      for (int i = 0; i < sentences.size(); i++) {
        progress.println(i + " " + sentences.size());
        parser.parse(sentences.get(i), trees, dependencies);
      }
      if (trees.checkError() || dependencies.checkError()) {
        throw new IOException(
            "parses cannot be written to %s: is there room on that disk?"
                .formatted(Path.of(args[1]).getParent()));
      }
    }
    progress.println(sentences.size() + " " + sentences.size());
  }
}
