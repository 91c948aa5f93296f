package org.entrain.dashboard;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpStatus;
import io.javalin.http.ServiceUnavailableResponse;
import io.javalin.util.JavalinBindException;
import java.nio.file.InvalidPathException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.entrain.common.InvalidInputException;
import org.entrain.results.ResultQueries;
import org.entrain.schemas.Topics;
import org.entrain.transport.KafkaConnection;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the page and the API of a run. Answers: 200, 400 with what is wrong in the request, 403
 * without the token, by a foreign name or for a foreign page, 404, 500 with no detail but in the
 * log, 503 while another is served.
 */
public final class Dashboard implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Dashboard.class);

  /** Header that says of which state of the results an answer is. */
  private static final String COMMITS = "Commits";

  private static final int MOST_THREADS = 16;
  private static final int LEAST_THREADS = 2;
  private static final long MOST_BODY_BYTES = 64 << 10;

  private final Access access;
  private final LongSupplier commits;
  private final WholeLists lists = new WholeLists(System::nanoTime);
  private final WebAssets assets = new WebAssets();
  private final @Nullable TopicApi topicApi;
  private final Feed feed;
  private final @Nullable Javalin server;
  private final DashboardOptions options;

  /**
   * Starts to serve.
   *
   * @param connection brokers of the topics; null if only results are to be seen
   * @throws InvalidInputException if the port is taken
   */
  public Dashboard(
      DashboardOptions options,
      LiveStream stream,
      ResultQueries queries,
      @Nullable KafkaConnection connection,
      Topics topics) {
    this.options = options;
    commits = stream::commits;
    access = new Access(options.loopback(), options.token());
    List<Endpoint> endpoints = new ArrayList<>(new ResultApi(queries, stream::commits).endpoints());
    endpoints.addAll(new StreamApi(stream).endpoints());
    topicApi =
        connection == null ? null : new TopicApi(stream, connection, topics, queries::offsets);
    if (topicApi != null) {
      endpoints.addAll(topicApi.endpoints());
    }
    feed = new Feed(stream, topicApi == null ? Map::of : topicApi::lags, System::nanoTime);
    Map<String, Object> document = OpenApi.of(endpoints, options.version());
    server = started(config -> routes(config, endpoints, document));
  }

  /** Address of the page, {@code http://localhost:8080/}. */
  public String address() {
    String host = options.host().contains(":") ? "[" + options.host() + "]" : options.host();
    boolean here = options.loopback() || options.anyAddress();
    String name = here ? "localhost" : host;
    return "http://%s:%d/".formatted(name, Objects.requireNonNull(server).port());
  }

  @Override
  public void close() {
    // Listeners first: the server would wait for them.
    feed.close();
    if (server != null) {
      server.stop();
    }
    if (topicApi != null) {
      topicApi.close();
    }
  }

  private Javalin started(Consumer<JavalinConfig> routes) {
    try {
      try {
        return start(options.port(), routes);
      } catch (JavalinBindException e) {
        if (!options.otherPort()) {
          throw e;
        }
        return start(0, routes);
      }
    } catch (RuntimeException e) {
      close();
      Throwable cause = e;
      while (cause.getCause() != null) {
        cause = cause.getCause();
      }
      throw new InvalidInputException(
          "--http, --http-host",
          "address of the page",
          "an address of this machine and a free port",
          "%s port %d (%s)".formatted(options.host(), options.port(), cause.getMessage()),
          "Choose another port (0: any free one, off: no page) or address.",
          e);
    }
  }

  private Javalin start(int port, Consumer<JavalinConfig> routes) {
    return Javalin.create(
            config -> {
              config.startup.showJavalinBanner = false;
              config.startup.showOldJavalinVersionWarning = false;
              config.startup.startupWatcherEnabled = false;
              config.jetty.threadPool = new QueuedThreadPool(MOST_THREADS, LEAST_THREADS);
              config.http.maxRequestSize = MOST_BODY_BYTES;
              routes.accept(config);
            })
        .start(options.host(), port);
  }

  private void routes(
      JavalinConfig config, List<Endpoint> endpoints, Map<String, Object> document) {
    config.routes.before(access::check);
    for (Endpoint endpoint : endpoints) {
      HandlerType verb = endpoint.verb() == Endpoint.Verb.POST ? HandlerType.POST : HandlerType.GET;
      config.routes.addHttpHandler(verb, endpoint.path(), context -> answer(context, endpoint));
    }
    config.routes.get("/api/openapi.json", context -> json(context, document));
    config.routes.sse("/api/events", feed::listen);
    config.routes.get("/", context -> asset(context, "index.html"));
    config.routes.get("/web/<file>", context -> asset(context, context.pathParam("file")));
    config.routes.exception(
        InvalidInputException.class,
        (e, context) -> refuse(context, HttpStatus.BAD_REQUEST, String.valueOf(e.getMessage())));
    config.routes.exception(
        InvalidPathException.class,
        (e, context) ->
            refuse(
                context, HttpStatus.BAD_REQUEST, "expected the name of a folder, found another"));
    config.routes.exception(
        ForbiddenResponse.class,
        (e, context) -> refuse(context, HttpStatus.FORBIDDEN, String.valueOf(e.getMessage())));
    config.routes.exception(
        ServiceUnavailableResponse.class,
        (e, context) ->
            refuse(context, HttpStatus.SERVICE_UNAVAILABLE, String.valueOf(e.getMessage())));
    config.routes.exception(Exception.class, this::broken);
    config.routes.error(
        HttpStatus.NOT_FOUND,
        context -> {
          if (context.path().startsWith("/api/")) {
            refuse(context, HttpStatus.NOT_FOUND, "there is nothing at this address");
          }
        });
  }

  private void answer(Context context, Endpoint endpoint) throws Exception {
    if (endpoint.verb() == Endpoint.Verb.POST) {
      access.checkWrite(context);
    }
    Request request = new Request(context, endpoint);
    boolean list = endpoint.parameters().contains(Paging.LIMIT);
    WholeLists.@Nullable Whole earlier =
        list && request.page().offset() > 0 ? lists.of(request.whole()) : null;
    if (earlier != null) {
      part(context, request, earlier);
      return;
    }
    long before = commits.getAsLong();
    @Nullable Object answer = endpoint.handler().answer(request);
    if (answer == null) {
      return;
    }
    long after = commits.getAsLong();
    // Parts of one list are of one state if this is the same: what changed meanwhile is of none.
    String state = before == after ? "" + after : before + "-" + after;
    boolean whole = context.res().getHeader(Request.TOTAL) == null;
    if (list && whole && answer instanceof List<?> all) {
      WholeLists.Whole made = new WholeLists.Whole(state, all);
      if (all.size() > request.page().offset() + request.page().limit()) {
        lists.keep(request.whole(), made);
      }
      part(context, request, made);
    } else {
      context.header(COMMITS, state);
      json(context, answer);
    }
  }

  private static void part(Context context, Request request, WholeLists.Whole list)
      throws Exception {
    context.header(COMMITS, list.state());
    request.total(list.items().size());
    json(context, Paging.of(list.items(), request.page()));
  }

  private static void json(Context context, Object answer) throws Exception {
    context.header("Cache-Control", "no-store");
    context.contentType("application/json").result(Json.MAPPER.writeValueAsBytes(answer));
  }

  private void asset(Context context, String name) throws Exception {
    WebAssets.Asset asset = assets.find(name);
    if (asset == null) {
      context.status(HttpStatus.NOT_FOUND).result("there is nothing at this address\n");
      return;
    }
    context.header("Cache-Control", "no-cache");
    context.contentType(asset.type()).result(asset.bytes());
  }

  private void broken(Exception e, Context context) {
    LOG.error("{} {}", context.method(), context.path(), e);
    refuse(
        context,
        HttpStatus.INTERNAL_SERVER_ERROR,
        "this could not be answered; the log of the process says why");
  }

  private static void refuse(Context context, HttpStatus status, String error) {
    if (context.res().isCommitted()) {
      // Who sent a part of the answer has cut it; this would stand behind it.
      return;
    }
    try {
      context.status(status);
      json(context, new Fault(error));
    } catch (Exception e) {
      LOG.error("a refusal is not sent", e);
    }
  }
}
