package org.entrain.bench.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.entrain.results.ResultStore;
import org.entrain.results.ResultStores;
import org.entrain.schemas.Topic;
import org.entrain.schemas.Topics;
import org.entrain.schemas.avro.Progress;
import org.entrain.transport.KafkaConnection;
import org.entrain.transport.LetterReader;
import org.entrain.transport.TopicAdmin;
import org.jspecify.annotations.Nullable;

/** A cluster at work: brokers, workers, and what faults do to them. */
final class Site implements AutoCloseable {

  /** Stages in the order of the stream. */
  static final List<String> STAGES =
      List.of("planner", "embedding", "features", "encoding", "properties", "results");

  private static final long TICK_MS = 100;
  private static final long IN_FLIGHT_MS = 300;
  private static final Duration MOMENT = Duration.ofMinutes(4);
  private static final Duration LONGEST = Duration.ofMinutes(20);
  private static final Duration GLANCE = Duration.ofMillis(50);

  private final Path folder;
  private final Workload workload;
  private final List<String> flags;
  private final Launches launches = new Launches();
  private final List<AutoCloseable> kept = new ArrayList<>();
  private final Brokers brokers;
  private final Topics topics;
  private final Incidents incidents = new Incidents(System::nanoTime);
  private final Map<String, Worker> workers = new LinkedHashMap<>();
  private final List<Recovery> recoveries = new CopyOnWriteArrayList<>();
  private final Thread supervisor = new Thread(this::supervise, "supervisor");
  private @Nullable Watch watch;
  private volatile boolean closed;
  private volatile @Nullable String fault;

  /**
   * @param folder new folder for everything
   * @param flags of every JVM
   */
  Site(Path folder, Workload workload, int brokers, List<String> flags) throws IOException {
    this.flags = List.copyOf(flags);
    this.folder = folder;
    this.workload = workload;
    Files.createDirectories(folder);
    this.brokers = new Brokers(folder, brokers, flags);
    topics = new Topics(workload.partitions());
    supervisor.setDaemon(true);
  }

  Brokers brokers() {
    return brokers;
  }

  Topics topics() {
    return topics;
  }

  Launches launches() {
    return launches;
  }

  Incidents incidents() {
    return incidents;
  }

  List<Recovery> recoveries() {
    return List.copyOf(recoveries);
  }

  /** Workers of a stage. */
  List<Worker> workers(String stage) {
    return workers.values().stream()
        .filter(worker -> worker.name().startsWith(stage + "-"))
        .toList();
  }

  Collection<Worker> workers() {
    return workers.values();
  }

  /** Brokers, workers of every stage and the data, all at once. */
  void begin(int heavy) throws IOException, InterruptedException {
    brokers.startAll();
    startWorkers(heavy);
    produce();
  }

  /**
   * Starts the workers.
   *
   * @param heavy workers of embedding, features, encoding and properties; of the others there is
   *     one
   */
  void startWorkers(int heavy) throws IOException {
    for (String stage : workload.stages(STAGES)) {
      int count = stage.equals("planner") || stage.equals("results") ? 1 : heavy;
      for (int number = 1; number <= count; number++) {
        startWorker(stage, number);
      }
    }
    if (supervisor.getState() == Thread.State.NEW) {
      supervisor.start();
    }
  }

  Worker startWorker(String stage, int number) throws IOException {
    String name = stage + "-" + number;
    List<String> command = new ArrayList<>(List.of("worker", stage));
    command.addAll(connection());
    command.addAll(workload.options());
    command.addAll(launches.options(name));
    Worker worker =
        new Worker(
            name,
            folder.resolve(name),
            launches.classPath(),
            Lists.plus(flags, "-Xmx768m"),
            command,
            launches.environment(stage),
            launches.listener(stage),
            incidents);
    synchronized (workers) {
      workers.put(name, worker);
    }
    worker.start();
    return worker;
  }

  Worker worker(String stage, int number) {
    @Nullable Worker worker = workers.get(stage + "-" + number);
    if (worker == null) {
      throw new IllegalArgumentException("no worker " + stage + "-" + number);
    }
    return worker;
  }

  /** Publishes the data; returns when they are delivered. */
  void produce() throws IOException, InterruptedException {
    JavaProcess process = startProducer();
    if (!process.await(MOMENT) || process.exitCode() != 0) {
      process.kill();
      throw new IOException("the data were not published; see " + folder.resolve("produce.out"));
    }
    incidents.tell("data published");
  }

  /** Begins to publish the data. */
  JavaProcess startProducer() throws IOException {
    List<String> command = new ArrayList<>(List.of("org.entrain.app.Main", "produce"));
    command.addAll(connection());
    command.addAll(workload.input());
    command.addAll(workload.options());
    return JavaProcess.start(
        launches.classPath(),
        folder.resolve("produce.out"),
        Lists.plus(flags, "-Xmx512m"),
        Map.of(),
        command);
  }

  /** Past the faults. */
  private KafkaConnection direct() {
    return new KafkaConnection(brokers.direct(), Map.of());
  }

  private List<String> connection() {
    return List.of(
        "--bootstrap-servers",
        brokers.forWorkers(),
        "--replication",
        Integer.toString(brokers.count()));
  }

  /** Makes the topics, as workers and producers do when they are missing. */
  void makeTopics() {
    try (TopicAdmin admin = new TopicAdmin(direct())) {
      admin.create(topics, (short) brokers.count());
    }
  }

  /** Raw records, past the faults. */
  Records records() {
    return new Records(brokers.direct());
  }

  /** Closes something when everything ends. */
  <T extends AutoCloseable> T keep(T resource) {
    kept.add(resource);
    return resource;
  }

  Path folder() {
    return folder;
  }

  /** What the topics hold. They must have been made. */
  synchronized Watch watch() {
    if (watch == null) {
      watch = new Watch(brokers.direct(), topics);
    }
    return watch;
  }

  /** Waits until a topic has so many records. */
  void await(Topic<?> topic, long records) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + MOMENT.toNanos();
    while (watch().records(topic) < records) {
      if (System.nanoTime() > deadline) {
        throw new IOException(
            "%s never had %d records, but %d"
                .formatted(topic.name(), records, watch().records(topic)));
      }
      Thread.sleep(TICK_MS / 2);
    }
  }

  /**
   * Waits until a topic has a record that is committed; an end alone may be one of a transaction
   * still open.
   *
   * @return its value
   */
  byte[] first(Topic<?> topic) throws IOException, InterruptedException {
    await(topic, 1);
    long deadline = System.nanoTime() + MOMENT.toNanos();
    while (System.nanoTime() < deadline) {
      List<ConsumerRecord<byte[], byte[]>> committed = records().all(topic.name());
      if (!committed.isEmpty()) {
        return committed.get(0).value();
      }
      Thread.sleep(TICK_MS);
    }
    throw new IOException("nothing in %s was ever committed".formatted(topic.name()));
  }

  /**
   * Follows progress from its beginning, by one consumer: what is timed has the machine.
   *
   * @param enough takes in each state and says whether no more is wanted
   */
  void follow(Predicate<Progress> enough) throws IOException {
    Topic<Progress> topic = topics.progress();
    List<TopicPartition> places = List.of(new TopicPartition(topic.name(), 0));
    long deadline = System.nanoTime() + LONGEST.toNanos();
    try (KafkaConsumer<byte[], byte[]> consumer = records().consumer()) {
      consumer.assign(places);
      consumer.seekToBeginning(places);
      while (fault == null && System.nanoTime() < deadline) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(GLANCE)) {
          if (enough.test(topic.values().decode(record.value()))) {
            return;
          }
        }
      }
    }
    throw new IOException(fault == null ? "not done within " + LONGEST : fault);
  }

  /** Notes how long it takes from a fault just now until a topic grows again. */
  void recovery(String what, Topic<?> topic) throws InterruptedException {
    // What was on its way when the fault struck is no recovery.
    Thread.sleep(IN_FLIGHT_MS);
    recoveries.add(new Recovery(what, topic, watch().records(topic), incidents.seconds()));
  }

  /**
   * Stops the worker of results and reads what it has stored.
   *
   * @return null if it had not read all of its topics yet; then it runs again
   */
  @Nullable Outcome outcome() throws IOException, InterruptedException {
    Worker results = worker("results", 1);
    results.stop();
    Path file = results.state().resolve("results.duckdb");
    try (ResultStore store = new ResultStores(name -> null).openReadOnly(file.toString())) {
      boolean behind =
          watch()
              .ends(
                  List.of(
                      topics.scores(), topics.probes(), topics.perplexities(), topics.progress()))
              .entrySet()
              .stream()
              .anyMatch(
                  end -> store.queries().offsets().getOrDefault(end.getKey(), 0L) < end.getValue());
      Outcome outcome = Outcome.of(store.queries());
      if (!behind || outcome.balanced()) {
        return outcome;
      }
    }
    results.start();
    return null;
  }

  /** Records that are dead letters of any stage. */
  long deadLetters() {
    try (LetterReader letters = new LetterReader(direct(), topics, "bench")) {
      return letters.all().size();
    }
  }

  /** Why the bench's own work failed; null if it did not. */
  @Nullable String fault() {
    return fault;
  }

  private void supervise() {
    try {
      while (!closed) {
        for (Worker worker : snapshot()) {
          worker.supervise();
        }
        for (Recovery recovery : recoveries) {
          if (recovery.open()) {
            recovery.seen(watch().records(recovery.topic()), incidents.seconds());
          }
        }
        Thread.sleep(TICK_MS);
      }
    } catch (IOException | InterruptedException | RuntimeException e) {
      if (!closed) {
        fault = "the bench failed: " + e;
      }
    }
  }

  private List<Worker> snapshot() {
    synchronized (workers) {
      return List.copyOf(workers.values());
    }
  }

  @Override
  public void close() throws Exception {
    if (closed) {
      return;
    }
    closed = true;
    supervisor.interrupt();
    supervisor.join();
    for (Worker worker : snapshot()) {
      worker.destroy();
    }
    if (watch != null) {
      watch.close();
    }
    brokers.close();
    for (AutoCloseable resource : kept) {
      resource.close();
    }
  }
}
