package org.entrain.app.run;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.entrain.app.Refusal;
import org.entrain.app.settings.Settings;
import org.entrain.app.state.StateFolder;
import org.entrain.common.Locations;
import org.entrain.encoding.VoxelShare;
import org.entrain.monitoring.Monitor;
import org.entrain.results.ResultStore;
import org.entrain.schemas.Topics;
import org.entrain.transport.KafkaConnection;
import org.entrain.transport.Stage;
import org.jspecify.annotations.Nullable;

/** One stage as a process of its own, until it fails or the process is told to stop. */
public final class Worker {

  private static final long WATCH_MS = 500;

  /** Stages that can be run alone. */
  public enum Kind {
    PLANNER,
    EMBEDDING,
    FEATURES,
    ENCODING,
    PROPERTIES,
    RESULTS
  }

  private final KafkaConnection connection;
  private final Topics topics;
  private final Settings settings;
  private final StateFolder folder;
  private final Locations locations;
  private final String id;
  private final String version;
  private final @Nullable ResultStore results;
  private final Monitor monitor;
  private final StopSignal stop = new StopSignal();

  /**
   * @param locations brings checkpoints here
   * @param id name of this worker, different from all others'
   * @param version version of the program, which results are to name
   * @param results store to write to, of the results stage; null for others
   * @param monitor watches the stage
   */
  public Worker(
      KafkaConnection connection,
      Topics topics,
      Settings settings,
      StateFolder folder,
      Locations locations,
      String id,
      String version,
      @Nullable ResultStore results,
      Monitor monitor) {
    this.connection = connection;
    this.topics = topics;
    this.settings = settings;
    this.folder = folder;
    this.locations = locations;
    this.id = id;
    this.version = version;
    this.results = results;
    this.monitor = monitor;
  }

  /**
   * Runs a stage; returns when the process is told to stop.
   *
   * @param share voxels that the encoding stage fits; others have all
   * @param opened what the stage works with, closed behind it before the process may end
   * @throws WorkFailure if the stage fails
   */
  public void run(Kind kind, VoxelShare share, Closing opened) {
    stop.during(
        closing -> {
          closing.add(opened);
          StageSet stages = closing.add(new StageSet(List.of(stage(kind, share, closing))));
          stages.start();
          monitor.follow(connection);
          while (!stop.within(WATCH_MS)) {
            Optional<WorkFailure> failure = stages.failure();
            if (failure.isPresent()) {
              throw failure.get();
            }
          }
          return 0;
        });
  }

  private Stage stage(Kind kind, VoxelShare share, Closing closing) {
    StageFactory factory =
        new StageFactory(connection, topics, settings, folder, locations, id, version, monitor);
    return switch (kind) {
      case PLANNER -> factory.planner();
      case EMBEDDING -> factory.embedding(closing);
      case FEATURES -> factory.features();
      case ENCODING -> factory.encoding(share);
      case PROPERTIES ->
          factory
              .properties()
              .orElseThrow(
                  () ->
                      new Refusal(
                          Refusal.fault(
                              "worker properties",
                              "properties",
                              "all, or names",
                              "none",
                              "Add --set properties=all.")));
      case RESULTS -> {
        ResultStore store = Objects.requireNonNull(results, "no store of results");
        store.sink().putSettings(settings.stored());
        yield factory.results(store, batch -> {});
      }
    };
  }
}
