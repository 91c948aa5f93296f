package org.entrain.app.run;

import java.util.ArrayList;
import java.util.List;
import org.entrain.app.Refusal;
import org.entrain.app.state.Place;
import org.entrain.app.state.Source;
import org.entrain.common.InvalidInputException;
import org.entrain.common.Location;
import org.entrain.common.Locations;
import org.entrain.models.LoadListener;
import org.entrain.producers.checkpoints.Announcements;
import org.entrain.producers.checkpoints.CheckpointScan;
import org.entrain.producers.checkpoints.CheckpointSource;
import org.entrain.producers.stimulus.Stimulus;
import org.entrain.schemas.avro.Checkpoint;
import org.jspecify.annotations.Nullable;

/** Opens and checks the checkpoints and activations that sources hold. */
public final class CheckpointCheck {

  private final Stimulus stimulus;
  private final int context;
  private final Locations locations;
  private final Report report;

  /** Hears how far the weights are read. */
  @FunctionalInterface
  public interface Report {
    /** Tells nobody. */
    Report NONE = (number, of, bytesDone, bytesTotal) -> {};

    /**
     * @param number of the checkpoint, from 1
     * @param of so many
     */
    void read(int number, int of, long bytesDone, long bytesTotal);
  }

  /**
   * @param context tokens that every window holds; 0 where that differs, and is checked by the
   *     planner
   * @param locations brings them here
   */
  public CheckpointCheck(Stimulus stimulus, int context, Locations locations, Report report) {
    this.stimulus = stimulus;
    this.context = context;
    this.locations = locations;
    this.report = report;
  }

  /**
   * What the sources hold, by name only; no weights are read.
   *
   * @throws InvalidInputException if one holds nothing, or two the same model and step
   */
  public static List<Place> find(List<Source> sources, Locations locations) {
    List<Place> places = new ArrayList<>();
    for (Source.Kind kind : Source.Kind.values()) {
      List<String> arguments =
          sources.stream().filter(s -> s.kind() == kind).map(Source::argument).toList();
      List<CheckpointSource> found =
          kind == Source.Kind.MODELS
              ? CheckpointScan.find(arguments, locations)
              : CheckpointScan.findActivations(arguments, locations);
      found.forEach(c -> places.add(new Place(kind, c.model(), c.step(), c.location().text())));
    }
    return places;
  }

  /**
   * Opens and checks each of them, in the order given.
   *
   * @throws Refusal if there are none, or two of one name
   */
  CheckedCheckpoints each(List<Place> places) {
    if (places.isEmpty()) {
      throw new Refusal(
          Refusal.fault(
              "--models",
              "folder",
              "at least one folder of checkpoints",
              "none",
              "Name one with --models DIR, or activations with --activations DIR."));
    }
    CheckpointScan.requireDistinct(places.stream().map(CheckpointCheck::source).toList());
    FaultList faults = new FaultList();
    List<Checkpoint> good = new ArrayList<>();
    List<Place> goodPlaces = new ArrayList<>();
    for (int i = 0; i < places.size(); i++) {
      Place place = places.get(i);
      int number = i + 1;
      @Nullable Checkpoint checkpoint =
          faults.attempt(
              () -> open(place, (done, of) -> report.read(number, places.size(), done, of)));
      if (checkpoint != null) {
        good.add(checkpoint);
        goodPlaces.add(place);
      }
    }
    return new CheckedCheckpoints(goodPlaces, good, faults.messages());
  }

  /** Whether what lies there can be scored. */
  boolean usable(Place place) {
    return new FaultList().<Checkpoint>attempt(() -> open(place, (done, of) -> {})) != null;
  }

  /** Refuses layers that a checkpoint does not have. */
  public static boolean requireLayers(List<Checkpoint> checkpoints, List<Integer> layers) {
    int largest = layers.isEmpty() ? 0 : layers.get(layers.size() - 1);
    for (Checkpoint checkpoint : checkpoints) {
      if (largest >= checkpoint.getLayers()) {
        throw new Refusal(
            Refusal.fault(
                "--layers",
                checkpoint.getModel() + "@" + checkpoint.getStep(),
                "hidden states from 0 to " + (checkpoint.getLayers() - 1),
                Integer.toString(largest),
                "Ask for layers that every checkpoint has."));
      }
    }
    return true;
  }

  private Checkpoint open(Place place, LoadListener listener) {
    return place.kind() == Source.Kind.MODELS
        ? Announcements.weights(source(place), context, listener, locations)
        : Announcements.activations(source(place), stimulus, locations);
  }

  private static CheckpointSource source(Place place) {
    return new CheckpointSource(place.model(), place.step(), Location.of(place.path()));
  }
}
