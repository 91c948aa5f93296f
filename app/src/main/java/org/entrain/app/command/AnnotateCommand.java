package org.entrain.app.command;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.entrain.app.annotate.AnnotateRequest;
import org.entrain.app.annotate.AnnotationRun;
import org.entrain.app.annotate.Method;
import org.entrain.producers.syntax.Classes;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The table of linguistic properties of a text. */
@Command(
    name = "annotate",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Parses a text and writes the linguistic properties of its words as a table.",
      "`run --annotations` reads the table. Once per text; the table may be corrected by hand."
    },
    footer = {
      "",
      "corenlp is Stanford CoreNLP (GPL-3; never part of entrain): the first time Maven gets 484 MB"
          + " and builds a module in this checkout; 2 GB of memory. It gives all properties."
          + " opennlp is here already and gives SentenceLength, Tense and POS.",
      "",
      "Example: the packaged sample's own table",
      "  ./entrain annotate --with corenlp --dataset sample --out properties.tsv"
    })
final class AnnotateCommand implements Callable<Integer> {

  private final CommandContext context;

  @Spec private CommandSpec spec;

  @Option(
      names = "--with",
      paramLabel = "corenlp|opennlp|trees",
      required = true,
      description = "What parses the text, or trees for parses in files.")
  private Method method = Method.CORENLP;

  @Option(
      names = "--classes",
      paramLabel = "protocol|published",
      description = {
        "Classes of SentenceLength and ObjectNumber: 0, 1, 2 and whether there is an object"
            + " (protocol, the default), or as the published code has them, 0, 1, 3 and 0 for an"
            + " object without Number, 1 for all others."
      })
  private Classes classes = Classes.PROTOCOL;

  @Option(
      names = "--words",
      paramLabel = "FILE",
      description = {
        "Words: a table with the columns word and onset; if there, run, printed (the word as in"
            + " the text, with punctuation) and sentence (any name) are used."
      })
  private @Nullable Path words;

  @Option(
      names = "--dataset",
      paramLabel = "DIR|FILE",
      description = "Instead of --words: the words of a dataset.")
  private @Nullable Path dataset;

  @Option(
      names = "--data-root",
      paramLabel = "DIR",
      description = "What the manifest's paths are relative to (default: its own folder).")
  private @Nullable Path dataRoot;

  @Option(
      names = "--trees",
      paramLabel = "FILE",
      description = "With trees: constituency trees in Penn brackets, one per sentence.")
  private @Nullable Path trees;

  @Option(
      names = "--conllu",
      paramLabel = "FILE",
      description = "With trees: tokens, features and dependencies in CoNLL-U.")
  private @Nullable Path conllu;

  @Option(
      names = "--keep",
      paramLabel = "DIR",
      description = "With corenlp: keep its parses there, as trees.mrg and tokens.conllu.")
  private @Nullable Path keep;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      required = true,
      description = "Table to write; a file that is not there yet.")
  private Path out = Path.of("");

  @SuppressWarnings("NullAway.Init") // picocli sets the spec
  AnnotateCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    return new AnnotationRun(
            new AnnotateRequest(
                method, classes, words, dataset, dataRoot, trees, conllu, keep, out),
            context.environment(),
            spec.commandLine().getOut(),
            spec.commandLine().getErr())
        .run();
  }
}
