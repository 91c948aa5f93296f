package org.entrain.bench.cluster;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.entrain.results.Accounting;
import org.entrain.results.CheckpointSummary;
import org.entrain.results.FitFilter;
import org.entrain.results.Page;
import org.entrain.results.ResultQueries;
import org.entrain.results.Selection;
import org.entrain.schemas.FitPart;

/**
 * What a database of results holds.
 *
 * @param digest SHA-256 of every score by voxel and fold, every probe, ceiling and perplexity
 * @param fits fits stored
 * @param probes probes stored
 * @param accounting what came in and what became of it
 */
record Outcome(String digest, long fits, long probes, Accounting accounting) {

  /** Everything in the database, in the order of its keys. */
  static Outcome of(ResultQueries queries) throws IOException {
    MessageDigest digest = sha256();
    try (Writer out =
        new OutputStreamWriter(
            new DigestOutputStream(OutputStream.nullOutputStream(), digest),
            StandardCharsets.UTF_8)) {
      queries.exportCsv(out, Selection.of(true, null));
      queries.exportCeilings(out);
      for (String line : lines(queries)) {
        out.write(line + "\n");
      }
    }
    return new Outcome(
        HexFormat.of().formatHex(digest.digest()),
        queries.fits(FitFilter.ALL, new Page(0, 1)).total(),
        queries.probes().size(),
        queries.accounting());
  }

  /** Probes and perplexities; sums of floating-point numbers come in any order. */
  private static List<String> lines(ResultQueries queries) {
    return Stream.concat(
            queries.probes().stream().map(Object::toString),
            queries.summary().checkpoints().stream().map(Outcome::perplexity))
        .sorted()
        .toList();
  }

  private static String perplexity(CheckpointSummary c) {
    return String.format(
        Locale.ROOT,
        "%s@%d %s %.9g",
        c.model(),
        c.step(),
        c.variant(),
        c.perplexity().orElse(Double.NaN));
  }

  /** Fits that were computed: those of equal weights once, though each name has its rows. */
  long computed() {
    return accounting.stages().stream()
        .filter(stage -> stage.stage().equals(FitPart.STAGE))
        .mapToLong(stage -> stage.done() + stage.failed())
        .sum();
  }

  /** How it differs from what an undisturbed run left; empty if it does not. */
  String difference(Outcome undisturbed) {
    StringBuilder text = new StringBuilder();
    compare(text, "results", undisturbed.digest, digest);
    compare(text, "fits", undisturbed.fits, fits);
    compare(text, "probes", undisturbed.probes, probes);
    compare(text, "words", undisturbed.accounting.words(), accounting.words());
    compare(text, "TRs", undisturbed.accounting.trs(), accounting.trs());
    compare(text, "units", undisturbed.accounting.units(), accounting.units());
    compare(text, "failures", undisturbed.accounting.failures(), accounting.failures());
    return text.toString();
  }

  /** Whether what came in is what came out, and nothing is open. */
  boolean balanced() {
    Accounting.Words words = accounting.words();
    Accounting.Units units = accounting.units();
    Accounting.Trs trs = accounting.trs();
    return words.open() == 0
        && words.in() == words.embedded() + words.skipped() + words.failed()
        && trs.in() == trs.kept() + trs.trimmed()
        && units.open() == 0
        && units.announced() == units.scored() + units.failed();
  }

  private static void compare(StringBuilder text, String what, Object expected, Object found) {
    if (!Objects.equals(expected, found)) {
      text.append("%s: expected %s, found %s. ".formatted(what, expected, found));
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
