package org.entrain.planner;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.entrain.common.InvalidInputException;
import org.entrain.common.Location;
import org.entrain.models.TokenizedText;
import org.entrain.models.text.Passage;
import org.entrain.models.text.PassagePlanner;
import org.entrain.schemas.Vectors;
import org.entrain.schemas.avro.Checkpoint;
import org.entrain.schemas.avro.EmbeddingTask;
import org.entrain.schemas.avro.Plan;
import org.entrain.schemas.avro.SourceKind;
import org.jspecify.annotations.Nullable;

/**
 * Works out what a unit consists of.
 *
 * <p>The text has a window for every token end that the context allows. The window that ends with a
 * word gives the word's representation, and the window that ends before a token gives that token's
 * log-probability; so one reading serves both. A passage of windows is an embedding task.
 */
final class UnitPlanner {

  private final PlannerSettings settings;
  private final TextTokenizer tokenizer;
  private final PassagePlanner passages;

  UnitPlanner(PlannerSettings settings, TextTokenizer tokenizer) {
    this.settings = settings;
    this.tokenizer = tokenizer;
    passages = settings.passages();
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

  /**
   * What a plan has that earlier ones of the same weights have not: all of it, some layers, as a
   * unit that names the first one, or no layers.
   *
   * @param whole the plan without regard to earlier ones
   * @param before earlier plans of the stimulus and the weights
   */
  PlannedUnit further(PlannedUnit whole, List<Plan> before) {
    Plan plan = whole.plan();
    List<Plan> same = before.stream().filter(earlier -> differsInLayers(plan, earlier)).toList();
    if (same.isEmpty()) {
      return whole;
    }
    List<Integer> missing = new ArrayList<>(plan.getLayers());
    same.forEach(earlier -> missing.removeAll(earlier.getLayers()));
    Plan oldest = same.get(0);
    String first = oldest.getBaseUnit().isEmpty() ? oldest.getUnit() : oldest.getBaseUnit();
    Plan rest =
        Plan.newBuilder(plan)
            .setUnit(settings.unit(plan.getStimulus(), plan.getIdentity(), missing))
            .setLayers(missing)
            .setBaseUnit(first)
            // The first unit has the perplexity.
            .setScoredTokens(0)
            .build();
    List<EmbeddingTask> tasks =
        whole.tasks().stream()
            .map(
                task ->
                    EmbeddingTask.newBuilder(task)
                        .setUnit(rest.getUnit())
                        .setLayers(missing)
                        .setScoredTokens(0)
                        .build())
            .toList();
    return new PlannedUnit(rest, tasks);
  }

  /** Whether a plan would be an earlier one but for its layers: what else it hangs on is equal. */
  private boolean differsInLayers(Plan plan, Plan earlier) {
    if (earlier.getCause() != null) {
      return false;
    }
    return switch (plan.getKind()) {
      case WEIGHTS, ACTIVATIONS -> settings.made(earlier);
      // Neither context nor layers make a difference to these.
      case WORD_RATE, RANDOM ->
          plan.getWordTrs().equals(earlier.getWordTrs())
              && plan.getTrRuns().equals(earlier.getTrRuns())
              && plan.getKeptTrs().equals(earlier.getKeptTrs())
              && plan.getLags().equals(earlier.getLags())
              && plan.getSkippedWords() == earlier.getSkippedWords();
    };
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
    List<Passage> cut = cut(text, checkpoint);
    Plan plan =
        base(stimulusId, stimulus, checkpoint)
            .setLayers(layers(checkpoint))
            .setSkippedWords(passages.firstWord(text, settings.skippedWords()))
            .setWindows(cut.stream().mapToInt(Passage::windows).sum())
            .setTasks(cut.size())
            .setScoredTokens(cut.stream().mapToInt(Passage::scored).sum())
            .build();
    List<EmbeddingTask> tasks =
        IntStream.range(0, cut.size())
            .mapToObj(task -> task(plan, checkpoint, cut.get(task), task))
            .toList();
    return new PlannedUnit(plan, tasks);
  }

  /** Passages of the text; tokens that no word holds are the tokenizer's fault. */
  private List<Passage> cut(TokenizedText text, Checkpoint checkpoint) {
    Location folder = Location.of(checkpoint.getLocation());
    try {
      return passages.plan(
          text,
          settings.skippedWords(),
          folder.resolve("config.json").toString(),
          checkpoint.getPositions());
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(
          folder.resolve("tokenizer.json").toString(),
          "tokens of the text",
          "every token within a word",
          String.valueOf(e.getMessage()),
          "Save the tokenizer again, or leave the checkpoint out.",
          e);
    }
  }

  private static EmbeddingTask task(Plan plan, Checkpoint checkpoint, Passage passage, int task) {
    return EmbeddingTask.newBuilder()
        .setUnit(plan.getUnit())
        .setModel(plan.getModel())
        .setStep(plan.getStep())
        .setLocation(checkpoint.getLocation())
        .setIdentity(plan.getIdentity())
        .setLayers(plan.getLayers())
        .setContext(passage.firstLength())
        .setTask(task)
        .setTasks(plan.getTasks())
        .setFirstEnd(passage.firstEnd())
        .setTokens(Vectors.ofInts(passage.tokens()))
        .setWindows(passage.windows())
        .setBegins(Vectors.ofInts(passage.begins()))
        .setWords(Vectors.ofInts(passage.words()))
        .setWordWindows(Vectors.ofInts(passage.wordWindows()))
        .setWordTokens(Vectors.ofInts(passage.wordTokens()))
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
        .setContext(checkpoint.getKind() == SourceKind.WEIGHTS ? settings.context().tokens() : 0)
        .setWindows(0)
        .setTasks(0)
        .setScoredTokens(0);
  }
}
