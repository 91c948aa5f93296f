package org.entrain.bench.cluster;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What schedules change of the processes that a site starts: of those started from then on. */
final class Launches {

  private final Map<String, Map<String, String>> environments = new HashMap<>();
  private final Map<String, Worker.LaunchListener> listeners = new HashMap<>();
  private final Map<String, String> shares = new HashMap<>();
  private String before = JavaProcess.ownClassPath();
  private String classPath = JavaProcess.ownClassPath();

  /**
   * Names the version of the program before a rolling upgrade; this one if nobody names another.
   *
   * @param version its class path
   */
  void before(String version) {
    before = version;
  }

  String before() {
    return before;
  }

  /** Whether an upgrade is one to another version. */
  boolean changesVersion() {
    return !before.equals(JavaProcess.ownClassPath());
  }

  /**
   * Starts processes of another version.
   *
   * @param version its class path
   */
  void classPath(String version) {
    classPath = version;
  }

  String classPath() {
    return classPath;
  }

  /** Adds variables to the environment that a stage's workers are started in. */
  void environment(String stage, Map<String, String> variables) {
    environments.put(stage, variables);
  }

  Map<String, String> environment(String stage) {
    return environments.getOrDefault(stage, Map.of());
  }

  /** Tells of every process that a stage's workers become. */
  void listener(String stage, Worker.LaunchListener listener) {
    listeners.put(stage, listener);
  }

  Worker.LaunchListener listener(String stage) {
    return listeners.getOrDefault(stage, process -> {});
  }

  /**
   * Gives an encoding worker a share of the voxels.
   *
   * @param share number and count, {@code K/N}
   */
  void share(int worker, String share) {
    shares.put("encoding-" + worker, share);
  }

  /** Options of a worker that others of its stage do not have. */
  List<String> options(String worker) {
    @Nullable String share = shares.get(worker);
    return share == null ? List.of() : List.of("--voxels", share);
  }
}
