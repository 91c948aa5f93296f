package org.entrain.planner;

import java.util.List;
import java.util.stream.IntStream;
import org.entrain.common.InvalidInputException;
import org.entrain.models.TokenizedText;
import org.entrain.schemas.Vectors;
import org.entrain.schemas.avro.Checkpoint;
import org.entrain.schemas.avro.EmbeddingTask;
import org.entrain.schemas.avro.Plan;
import org.entrain.schemas.avro.SourceKind;
import org.jspecify.annotations.Nullable;

/**
 * Works out what a unit consists of.
 *
 * <p>A text of n tokens has the windows that end before tokens C … n: each sees the C tokens before
 * its end. The window that ends with a word gives the word's representation, and the window that
 * ends before a token gives that token's log-probability; so one pass over the windows serves both,
 * and n - C tokens enter the perplexity.
 */
final class UnitPlanner {

  private final PlannerSettings settings;
  private final TextTokenizer tokenizer;

  UnitPlanner(PlannerSettings settings, TextTokenizer tokenizer) {
    this.settings = settings;
    this.tokenizer = tokenizer;
  }

  String unit(String stimulus, Checkpoint checkpoint) {
    return settings.unit(stimulus, checkpoint.getIdentity());
  }

  /** Plans a unit; a fault of the checkpoint becomes the plan's cause. */
  PlannedUnit plan(String stimulusId, StimulusAssembly stimulus, Checkpoint checkpoint) {
    try {
      return switch (checkpoint.getKind()) {
        case WEIGHTS -> ofWeights(stimulusId, stimulus, checkpoint);
        case ACTIVATIONS -> ofActivations(stimulusId, stimulus, checkpoint);
        case WORD_RATE, RANDOM ->
            new PlannedUnit(
                base(stimulusId, stimulus, checkpoint)
                    .setLayers(List.of(0))
                    .setSkippedWords(settings.skippedWords())
                    .build(),
                List.of());
      };
    } catch (InvalidInputException e) {
      Plan failed =
          base(stimulusId, stimulus, checkpoint)
              .setLayers(wantedLayersOrAll(checkpoint))
              .setCause(e.getMessage())
              .build();
      return new PlannedUnit(failed, List.of());
    }
  }

  private PlannedUnit ofActivations(
      String stimulusId, StimulusAssembly stimulus, Checkpoint checkpoint) {
    Plan plan =
        base(stimulusId, stimulus, checkpoint)
            .setLayers(layers(checkpoint))
            .setSkippedWords(Math.max(settings.skippedWords(), checkpoint.getSkippedWords()))
            .build();
    return new PlannedUnit(plan, List.of());
  }

  private PlannedUnit ofWeights(
      String stimulusId, StimulusAssembly stimulus, Checkpoint checkpoint) {
    TokenizedText text = tokenizer.tokenize(checkpoint.getLocation(), stimulus.texts());
    int context = settings.contextTokens();
    int words = stimulus.onsets().length;
    int firstUsed = Math.max(settings.skippedWords(), text.firstUsedWord(context));
    if (firstUsed >= words) {
      throw new InvalidInputException(
          checkpoint.getLocation(),
          "context.tokens",
          "fewer tokens of context than the %d tokens of the text".formatted(text.ids().length),
          Integer.toString(context),
          "Set a smaller context.tokens, or use a longer text.");
    }
    int windows = text.ids().length - context + 1;
    int tasks = (windows - 1) / settings.windowsPerTask() + 1;
    Plan plan =
        base(stimulusId, stimulus, checkpoint)
            .setLayers(layers(checkpoint))
            .setSkippedWords(firstUsed)
            .setWindows(windows)
            .setTasks(tasks)
            .setScoredTokens(text.ids().length - context)
            .build();
    List<EmbeddingTask> embeddingTasks =
        IntStream.range(0, tasks)
            .mapToObj(task -> task(plan, checkpoint, text, firstUsed, task))
            .toList();
    return new PlannedUnit(plan, embeddingTasks);
  }

  private EmbeddingTask task(
      Plan plan, Checkpoint checkpoint, TokenizedText text, int firstUsed, int task) {
    int context = settings.contextTokens();
    int firstEnd = context + task * settings.windowsPerTask();
    int endAfter = Math.min(firstEnd + settings.windowsPerTask(), context + plan.getWindows());
    int[] words =
        IntStream.range(firstUsed, text.wordEnd().length)
            .filter(word -> text.wordEnd()[word] >= firstEnd && text.wordEnd()[word] < endAfter)
            .toArray();
    int[] wordWindows = IntStream.of(words).map(word -> text.wordEnd()[word] - firstEnd).toArray();
    int[] tokens =
        IntStream.range(firstEnd - context, Math.min(endAfter, text.ids().length))
            .map(token -> text.ids()[token])
            .toArray();
    return EmbeddingTask.newBuilder()
        .setUnit(plan.getUnit())
        .setModel(plan.getModel())
        .setStep(plan.getStep())
        .setLocation(checkpoint.getLocation())
        .setIdentity(plan.getIdentity())
        .setLayers(plan.getLayers())
        .setContext(context)
        .setTask(task)
        .setTasks(plan.getTasks())
        .setFirstEnd(firstEnd)
        .setTokens(Vectors.ofInts(tokens))
        .setWindows(endAfter - firstEnd)
        .setWords(Vectors.ofInts(words))
        .setWordWindows(Vectors.ofInts(wordWindows))
        .setScoredTokens(plan.getScoredTokens())
        .build();
  }

  private List<Integer> layers(Checkpoint checkpoint) {
    List<Integer> wanted = wantedLayersOrAll(checkpoint);
    @Nullable Integer beyond =
        wanted.stream().filter(layer -> layer >= checkpoint.getLayers()).findFirst().orElse(null);
    if (beyond != null) {
      throw new InvalidInputException(
          checkpoint.getModel() + "@" + checkpoint.getStep(),
          "layers",
          "hidden states 0 to %d".formatted(checkpoint.getLayers() - 1),
          beyond.toString(),
          "Ask for layers this model has.");
    }
    return wanted;
  }

  private List<Integer> wantedLayersOrAll(Checkpoint checkpoint) {
    return settings.layers().isEmpty()
        ? IntStream.range(0, checkpoint.getLayers()).boxed().toList()
        : settings.layers();
  }

  private Plan.Builder base(String stimulusId, StimulusAssembly stimulus, Checkpoint checkpoint) {
    int[] trRuns = stimulus.trRuns();
    int[] wordTrs =
        settings
            .wordAssignment()
            .assign(stimulus.onsets(), stimulus.wordRuns(), stimulus.times(), trRuns);
    return Plan.newBuilder()
        .setUnit(unit(stimulusId, checkpoint))
        .setModel(checkpoint.getModel())
        .setStep(checkpoint.getStep())
        .setStimulus(stimulusId)
        .setKind(checkpoint.getKind())
        .setIdentity(checkpoint.getIdentity())
        .setHiddenSize(checkpoint.getHiddenSize())
        .setWords(wordTrs.length)
        .setSkippedWords(wordTrs.length)
        .setWordTrs(Vectors.ofInts(wordTrs))
        .setTrRuns(Vectors.ofInts(trRuns))
        .setKeptTrs(Vectors.ofInts(stimulus.keptTrs()))
        .setLags(settings.lags())
        .setContext(checkpoint.getKind() == SourceKind.WEIGHTS ? settings.contextTokens() : 0)
        .setWindows(0)
        .setTasks(0)
        .setScoredTokens(0);
  }
}
