package org.entrain.monitoring;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.entrain.monitoring.MonitorServer.Answer;
import org.entrain.schemas.Topics;
import org.entrain.transport.KafkaConnection;
import org.entrain.transport.Stage;
import org.entrain.transport.StageListener;

/**
 * Serves the metrics and the health of this process from the moment it is made. Nothing that is
 * asked over HTTP waits for anything: what takes time is asked by a slow timer. Thread-safe.
 */
public final class ProcessMonitor implements Monitor {

  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Set<String> topics;
  private final Map<String, StageMeters> meters = new HashMap<>();
  private final List<StageState> states = new CopyOnWriteArrayList<>();
  private final Counter stored;
  private final ProcessMeters process;
  private final SlowTimer timer;
  private final MonitorServer server;

  /**
   * Begins to listen.
   *
   * @param topics of the stream, which metrics tell apart
   * @param process what the process is
   * @throws org.entrain.common.InvalidInputException if it cannot listen there
   */
  public ProcessMonitor(MonitorAddress address, Topics topics, ProcessFacts process) {
    this.topics =
        topics.all().stream()
            .flatMap(topic -> Stream.of(topic.name(), topic.deadLetters()))
            .collect(Collectors.toUnmodifiableSet());
    server =
        new MonitorServer(
            address,
            Map.of(
                "/metrics", this::metrics,
                "/health/live", this::live,
                "/health/ready", this::ready));
    this.process = new ProcessMeters(registry, process);
    stored =
        Counter.builder("entrain.results.stored")
            .description("Events that are committed to the database of results")
            .register(registry);
    timer = new SlowTimer(registry);
  }

  /** Where it listens, {@code http://HOST:PORT}. */
  public String address() {
    return server.address();
  }

  @Override
  public StageListener listener(String stage) {
    return meters(stage);
  }

  @Override
  public void watch(String stage, Stage running, StageInput input) {
    StageMeters of = meters(stage);
    StageState state =
        new StageState(stage, running, input.kind() != StageInput.Kind.OWN, of.clients());
    gauge("entrain.stage.up", "Whether the stage runs", state, StageState::up);
    gauge("entrain.stage.ready", "Whether the stage takes part", state, StageState::ready);
    gauge(
        "entrain.stage.loop.age.seconds",
        "Time since the stage's loop last came round",
        state,
        StageState::loopAge);
    states.add(state);
    input.topics().forEach(topic -> of.deadLetters(topic.name()));
    if (input.pieces()) {
      of.work();
    }
    if (input.kind() == StageInput.Kind.SHARE_GROUP) {
      input.topics().forEach(topic -> of.clients().shares(topic.name()));
    }
    timer.watch(stage, input, of.clients());
  }

  @Override
  public void follow(KafkaConnection connection) {
    timer.follow(new LagReader(Admin.create(connection.heardBy(StageListener.NONE).admin())));
  }

  @Override
  public void ask(String name, Runnable question) {
    timer.ask(name, question);
  }

  @Override
  public void stored(int events) {
    stored.increment(events);
  }

  @Override
  public void close() {
    server.close();
    timer.close();
    process.close();
    registry.close();
  }

  private synchronized StageMeters meters(String stage) {
    return meters.computeIfAbsent(
        stage, name -> new StageMeters(registry, name, topics, System::nanoTime));
  }

  private void gauge(
      String name, String description, StageState state, ToDoubleFunction<StageState> value) {
    Gauge.builder(name, state, value)
        .description(description)
        .tag(WorkMeters.STAGE, state.name())
        .register(registry);
  }

  private Answer metrics() {
    return new Answer(200, PROMETHEUS, registry.scrape());
  }

  /** Alive from the start, also before there is a stage: a restart would only begin again. */
  private Answer live() {
    return health(StageState::dead, List.of());
  }

  private Answer ready() {
    return health(
        StageState::unready,
        states.isEmpty() ? List.of("the stages are not started") : timer.silent());
  }

  private Answer health(Function<StageState, Optional<String>> fault, List<String> others) {
    List<String> reasons = new ArrayList<>(others);
    SortedMap<String, String> stages = new TreeMap<>();
    for (StageState state : states) {
      fault.apply(state).ifPresent(reasons::add);
      stages.put(state.name(), state.phase());
    }
    return Answer.ofHealth(reasons.isEmpty(), reasons, stages);
  }
}
