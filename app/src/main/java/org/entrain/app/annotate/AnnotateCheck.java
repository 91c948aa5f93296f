package org.entrain.app.annotate;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.entrain.app.Refusal;
import org.entrain.app.run.FaultList;
import org.entrain.app.run.TextChoice;
import org.jspecify.annotations.Nullable;

/** Checks what an annotation needs; writes nothing. */
final class AnnotateCheck {

  private AnnotateCheck() {}

  /**
   * Checks a request and reads its words.
   *
   * @throws Refusal that names every fault found
   */
  static StimulusText check(AnnotateRequest request) {
    FaultList faults = new FaultList();
    @Nullable StimulusText text = faults.attempt(() -> text(request));
    faults.attempt(() -> parses(request));
    faults.attempt(() -> output(request.out()));
    faults.attempt(() -> keep(request));
    return faults.require(text);
  }

  /** What is said when the table to write is there already. */
  static String taken(Path out) {
    return Refusal.fault(
        "--out",
        "table",
        "a new file",
        out + ", which is there",
        "Name another file, or remove this one if nobody has corrected it.");
  }

  private static StimulusText text(AnnotateRequest request) {
    TextChoice.require(request.words(), request.dataset());
    return request.words() != null
        ? StimulusText.ofTable(request.words())
        : StimulusText.ofDataset(Objects.requireNonNull(request.dataset()), request.dataRoot());
  }

  private static boolean parses(AnnotateRequest request) {
    boolean given = request.trees() != null || request.conllu() != null;
    boolean needed = request.method() == Method.TREES;
    if (given != needed) {
      throw new Refusal(
          Refusal.fault(
              "--with",
              request.method().toString(),
              needed ? "--trees, --conllu or both" : "no --trees and no --conllu",
              given ? "them" : "neither",
              needed ? "Name the files of the parses." : "Ask for --with trees to use parses."));
    }
    return true;
  }

  private static boolean keep(AnnotateRequest request) {
    Path keep = request.keep();
    if (keep == null) {
      return true;
    }
    if (request.method() != Method.CORENLP) {
      throw new Refusal(
          Refusal.fault(
              "--keep",
              keep.toString(),
              "--with corenlp, which makes parses",
              "--with " + request.method(),
              "Leave --keep out."));
    }
    boolean taken =
        Files.exists(keep.resolve(CoreNlp.TREES)) || Files.exists(keep.resolve(CoreNlp.CONLLU));
    if (taken || Files.exists(keep) && !(Files.isDirectory(keep) && Files.isWritable(keep))) {
      throw new Refusal(
          Refusal.fault(
              "--keep",
              keep.toString(),
              "a folder that can be written and has no parses yet",
              taken ? "parses in it" : "something else",
              "Name another folder."));
    }
    return true;
  }

  private static boolean output(Path out) {
    if (out.toString().endsWith(".csv")) {
      throw new Refusal(
          Refusal.fault(
              "--out",
              "table",
              "a name that does not end in .csv, for fields are separated by tabs",
              out.toString(),
              "Name it .tsv."));
    }
    if (Files.exists(out)) {
      throw new Refusal(taken(out));
    }
    Path folder = Objects.requireNonNull(out.toAbsolutePath().getParent());
    if (!Files.isWritable(folder)) {
      throw new Refusal(
          Refusal.fault(
              "--out",
              "folder",
              "one that can be written",
              folder.toString(),
              "Make it, or name another file."));
    }
    return true;
  }
}
