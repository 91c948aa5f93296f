package org.entrain.app.upkeep;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.entrain.common.FolderTree;
import org.entrain.common.InvalidInputException;
import org.entrain.results.Accounting;
import org.entrain.results.DuckDbOptions;
import org.entrain.results.DuckDbResults;
import org.entrain.results.ResultQueries;
import org.entrain.results.ResultStoreException;

/** Opens the results, reads them all, and adds up what came in and what became of it. */
final class ResultsCheck {

  private static final String PART = "results.duckdb";
  private static final String WAY_OUT =
      " `./entrain state wipe --results` drops them: the next run takes them from the topic again.";

  private final Path file;

  ResultsCheck(Path file) {
    this.file = file;
  }

  List<Finding> findings() throws IOException {
    List<Finding> findings = new ArrayList<>();
    Path log = file.resolveSibling(file.getFileName() + ".wal");
    try {
      if (Files.exists(log)) {
        findings.add(
            Finding.note(PART + ".wal", "a process was killed; who opens the results takes it in"));
        askCopy(log, findings);
      } else if (!askAsItIs(findings)) {
        askCopy(log, findings);
        findings.add(
            Finding.ok(
                PART, "of an earlier version; who opens the results brings them to this one"));
      }
    } catch (InvalidInputException e) {
      findings.add(Finding.fault(PART, String.valueOf(e.getMessage())));
    } catch (ResultStoreException e) {
      findings.add(Finding.fault(PART, e.getMessage() + "." + WAY_OUT));
    }
    return findings;
  }

  /** Returns false for a file that cannot be read as it is, such as one of an earlier version. */
  private boolean askAsItIs(List<Finding> findings) {
    try (DuckDbResults results = DuckDbResults.openReadOnly(file, DuckDbOptions.DEFAULT)) {
      ask(results.queries(), findings);
      return true;
    } catch (InvalidInputException e) {
      return false;
    }
  }

  /** Taking in a log, or bringing tables to this version, writes: that is done to a copy. */
  private void askCopy(Path log, List<Finding> findings) throws IOException {
    Path copy = Files.createTempDirectory("entrain-verify");
    try {
      Path results = Files.copy(file, copy.resolve(PART));
      if (Files.exists(log)) {
        Files.copy(log, copy.resolve(PART + ".wal"));
      }
      try (DuckDbResults opened = DuckDbResults.open(results, DuckDbOptions.DEFAULT)) {
        ask(opened.queries(), findings);
      }
    } finally {
      FolderTree.delete(copy);
    }
  }

  private static void ask(ResultQueries queries, List<Finding> findings) {
    for (String fault : queries.faults()) {
      findings.add(Finding.fault(PART, fault + "." + WAY_OUT));
    }
    long pending = queries.pendingBlocks();
    if (pending > 0) {
      findings.add(
          Finding.note(PART, "%,d blocks of fits that are not whole yet".formatted(pending)));
    }
    account(queries.accounting(), findings);
  }

  private static void account(Accounting all, List<Finding> findings) {
    Accounting.Words words = all.words();
    Accounting.Trs trs = all.trs();
    Accounting.Units units = all.units();
    String text =
        "words %,d = %,d embedded + %,d skipped + %,d failed + %,d open; TRs %,d = %,d kept + %,d"
                .formatted(
                    words.in(),
                    words.embedded(),
                    words.skipped(),
                    words.failed(),
                    words.open(),
                    trs.in(),
                    trs.kept(),
                    trs.trimmed())
            + " trimmed; "
            + "units %,d = %,d scored + %,d failed + %,d open + %,d paused + %,d cancelled"
                .formatted(
                    units.announced(),
                    units.scored(),
                    units.failed(),
                    units.open(),
                    units.paused(),
                    units.cancelled());
    boolean holds =
        words.in() == words.embedded() + words.skipped() + words.failed() + words.open()
            && trs.in() == trs.kept() + trs.trimmed()
            && units.announced()
                == units.scored()
                    + units.failed()
                    + units.open()
                    + units.paused()
                    + units.cancelled();
    findings.add(
        holds
            ? Finding.ok(PART, text)
            : Finding.fault(PART, "does not add up: " + text + "." + WAY_OUT));
  }
}
