package org.entrain.app.annotate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.entrain.app.ExitCodes;
import org.entrain.app.command.CommandRunner;
import org.entrain.app.command.CommandRunner.Outcome;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnnotateCommandTest {

  private static final String TREES = "(ROOT (S (NP (PRP She)) (VP (VBD slept)) (. .)))";
  private static final String CONLLU =
      """
      1	She	she	PRON	_	Number=Sing	2	nsubj	_	_
      2	slept	sleep	VERB	_	Tense=Past	0	root	_	_
      3	.	.	PUNCT	_	_	2	punct	_	_
      """;

  @TempDir private Path folder;
  private Path words;
  private Path out;

  @BeforeEach
  void makeWords() throws IOException {
    words = write("words.tsv", "word\tonset\tprinted\nshe\t0.5\tShe\nslept\t1.0\tslept.\n");
    out = folder.resolve("out.tsv");
  }

  @Test
  void parses_inFiles_becomeATable() throws IOException {
    Outcome outcome =
        annotate("trees", "--trees", write("t.mrg", TREES), "--conllu", write("c", CONLLU));

    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.out()).contains("Tense", "Past 2", "Written to " + out);
    List<String> rows = Files.readAllLines(out);
    assertThat(rows).hasSize(3);
    assertThat(rows.get(0))
        .startsWith("index\tword\tsentence\tSentenceLength")
        .contains("\tTense.raw");
    assertThat(rows.get(1)).startsWith("0\tshe\t0\t0\t2");
  }

  @Test
  void trees_ofAnotherText_costTheirOwnProperties() throws IOException {
    Path trees = write("t.mrg", "(S (NP (PRP He)) (VP (VBD slept)))");

    Outcome outcome = annotate("trees", "--trees", trees, "--conllu", write("c", CONLLU));

    assertThat(outcome.code()).isEqualTo(ExitCodes.FAILED);
    assertThat(outcome.err())
        .contains(trees + ": sentence 1, token 1: expected 'she', word 1 of the stimulus");
    assertThat(outcome.out()).contains("Tense").doesNotContain("TopConstituents");
    assertThat(out).exists();
  }

  @Test
  void parses_thatAllFail_areRefused() throws IOException {
    Outcome outcome = annotate("trees", "--trees", write("t.mrg", "(S (NP"));

    assertThat(outcome.code()).isEqualTo(ExitCodes.REFUSED);
    assertThat(outcome.err()).contains("t.mrg: line 1: expected )");
    assertThat(out).doesNotExist();
  }

  @Test
  void openNlp_tagsTheText() {
    Outcome outcome = annotate("opennlp");

    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.out()).contains("SentenceLength", "Tense", "POS");
    assertThat(out).exists();
  }

  @Test
  void request_thatCannotBe_namesEveryFault() throws IOException {
    Files.writeString(out, "mine");

    Outcome outcome =
        CommandRunner.run(
            "annotate", "--with", "trees", "--words", words, "--dataset", folder, "--out", out);

    assertThat(outcome.code()).isEqualTo(ExitCodes.REFUSED);
    assertThat(outcome.err())
        .contains("--words: text", "found both")
        .contains("--with: trees: expected --trees, --conllu or both, found neither")
        .contains("--out: table: expected a new file");
    assertThat(out).hasContent("mine");
  }

  @Test
  void parses_forAParser_areRefused() throws IOException {
    Outcome outcome = annotate("opennlp", "--trees", write("t.mrg", TREES));

    assertThat(outcome.code()).isEqualTo(ExitCodes.REFUSED);
    assertThat(outcome.err()).contains("--with: opennlp: expected no --trees and no --conllu");
  }

  @Test
  void outputs_thatWouldBeLostOrCannotBeReadAgain_areRefused() {
    Outcome outcome =
        CommandRunner.run(
            "annotate", "--with", "opennlp", "--words", words, "--keep", folder, "--out", "x.csv");

    assertThat(outcome.code()).isEqualTo(ExitCodes.REFUSED);
    assertThat(outcome.err())
        .contains("--out: table: expected a name that does not end in .csv")
        .contains("--keep: " + folder + ": expected --with corenlp");
  }

  @Test
  void word_withoutItsPrintedForm_isNamed() throws IOException {
    words = write("blank.tsv", "word\tonset\tprinted\nshe\t0.5\t\nslept\t1.0\tslept.\n");

    Outcome outcome = annotate("opennlp");

    assertThat(outcome.code()).isEqualTo(ExitCodes.REFUSED);
    assertThat(outcome.err()).contains("line 2, printed: expected text, found nothing");
  }

  private Outcome annotate(String method, Object... more) {
    Object[] start = {"annotate", "--with", method, "--words", words, "--out", out};
    Object[] all = new Object[start.length + more.length];
    System.arraycopy(start, 0, all, 0, start.length);
    System.arraycopy(more, 0, all, start.length, more.length);
    return CommandRunner.run(all);
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }
}
