package org.entrain.app.annotate;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import org.entrain.app.Environment;
import org.entrain.app.ExitCodes;
import org.entrain.app.Refusal;
import org.entrain.app.display.ProgressDisplay;
import org.entrain.app.display.StageLine;
import org.entrain.app.run.StopSignal;
import org.entrain.app.run.WorkFailure;
import org.entrain.common.FolderTree;
import org.entrain.common.InvalidInputException;
import org.entrain.producers.annotations.AnnotationTableWriter;
import org.entrain.producers.annotations.Annotations;
import org.entrain.producers.opennlp.OpenNlpTagger;
import org.entrain.producers.syntax.ConllU;
import org.entrain.producers.syntax.PennTrees;
import org.entrain.producers.syntax.SyntaxAnnotator;
import org.entrain.producers.syntax.UdToken;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Annotates a text and writes the table. */
public final class AnnotationRun {

  private static final Logger LOG = LoggerFactory.getLogger(AnnotationRun.class);
  private static final long WATCH_MS = 100;

  /** What is done sooner needs no display. */
  private static final double SHORT_SECONDS = 2;

  private final AnnotateRequest request;
  private final Environment environment;
  private final PrintWriter out;
  private final PrintWriter err;
  private final ProgressDisplay display;
  private final StopSignal stop = new StopSignal();

  /**
   * @param out where the summary goes
   * @param err where progress and faults go
   */
  public AnnotationRun(
      AnnotateRequest request, Environment environment, PrintWriter out, PrintWriter err) {
    this.request = request;
    this.environment = environment;
    this.out = out;
    this.err = err;
    display = new ProgressDisplay(environment, err);
  }

  /**
   * Annotates.
   *
   * @return exit code of the process: {@link ExitCodes#FAILED} if some properties could not be made
   * @throws Refusal if the request or its files cannot be used, or no property could be made
   * @throws WorkFailure if parsing or writing failed
   */
  public int run() {
    StimulusText text = AnnotateCheck.check(request);
    return stop.during(
        closing -> {
          try {
            return annotate(text);
          } catch (CancellationException e) {
            display.say("Stopped; nothing is written.");
            return ExitCodes.INTERRUPTED;
          } catch (IOException e) {
            throw new WorkFailure("the annotation failed: " + e.getMessage(), e);
          }
        });
  }

  private int annotate(StimulusText text) throws IOException {
    SyntaxAnnotator annotator = new SyntaxAnnotator(text.words(), request.classes());
    List<String> faults =
        switch (request.method()) {
          case TREES -> addParses(annotator, request.trees(), request.conllu());
          case OPENNLP -> addTagged(annotator, text);
          case CORENLP -> addCoreNlp(annotator, text);
        };
    Annotations annotations = annotator.annotations();
    if (annotations.properties().isEmpty()) {
      throw Refusal.of(faults);
    }
    write(text, annotations);
    faults.forEach(fault -> err.println("entrain: " + fault));
    err.flush();
    out.print(AnnotationSummary.of(annotations));
    out.printf("Written to %s%n", request.out());
    out.flush();
    return faults.isEmpty() ? ExitCodes.DONE : ExitCodes.FAILED;
  }

  private void write(StimulusText text, Annotations annotations) throws IOException {
    try {
      AnnotationTableWriter.write(request.out(), text.words(), annotations);
    } catch (FileAlreadyExistsException e) {
      throw new Refusal(AnnotateCheck.taken(request.out()));
    }
  }

  /** Parses that fail to fit cost their own properties alone. */
  private static List<String> addParses(
      SyntaxAnnotator annotator, @Nullable Path trees, @Nullable Path conllu) {
    List<String> faults = new ArrayList<>();
    if (conllu != null) {
      attempt(faults, () -> annotator.addDependencies(conllu.toString(), ConllU.read(conllu)));
    }
    if (trees != null) {
      attempt(faults, () -> annotator.addTrees(trees.toString(), PennTrees.read(trees)));
    }
    return faults;
  }

  private static void attempt(List<String> faults, Runnable addition) {
    try {
      addition.run();
    } catch (InvalidInputException e) {
      faults.add(String.valueOf(e.getMessage()));
    }
  }

  private List<String> addTagged(SyntaxAnnotator annotator, StimulusText text) {
    OpenNlpTagger tagger = new OpenNlpTagger();
    List<String> sentences =
        text.sentences()
            ? text.blocks()
            : text.blocks().stream().flatMap(block -> tagger.split(block).stream()).toList();
    List<List<UdToken>> tagged = new ArrayList<>();
    for (String sentence : sentences) {
      tagged.add(tagger.tag(sentence));
      if (display.seconds() > SHORT_SECONDS) {
        StageLine line = new StageLine("OpenNLP", "sentences", tagged.size(), sentences.size(), 0);
        display.show(() -> List.of(line));
      }
      if (stop.within(0)) {
        throw new CancellationException("OpenNLP");
      }
    }
    List<String> faults = new ArrayList<>();
    attempt(faults, () -> annotator.addTagged("OpenNLP's tokens", tagged));
    return faults;
  }

  private List<String> addCoreNlp(SyntaxAnnotator annotator, StimulusText text) throws IOException {
    Path folder = Files.createTempDirectory("entrain-corenlp");
    try {
      new CoreNlp(environment.home(), this::watch).parse(text, folder);
      Path trees = folder.resolve(CoreNlp.TREES);
      Path conllu = folder.resolve(CoreNlp.CONLLU);
      if (request.keep() != null) {
        Files.createDirectories(request.keep());
        for (Path file : List.of(trees, conllu)) {
          Files.copy(file, request.keep().resolve(file.getFileName()));
        }
      }
      return addParses(annotator, trees, conllu);
    } finally {
      delete(folder);
    }
  }

  private boolean watch(Process process, StageLine progress) {
    display.show(() -> List.of(progress));
    try {
      process.waitFor(WATCH_MS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
    return !stop.within(0);
  }

  /** What stays in the folder for temporary files is no reason to fail. */
  private static void delete(Path folder) {
    try {
      FolderTree.delete(folder);
    } catch (IOException e) {
      LOG.warn("{} stays behind", folder, e);
    }
  }
}
