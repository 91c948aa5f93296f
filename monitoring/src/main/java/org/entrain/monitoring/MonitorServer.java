package org.entrain.monitoring;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.entrain.common.InvalidInputException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers what is asked of a process over HTTP: two threads, no request body, nothing kept. While
 * it is for this machine alone, a request must name this machine, as that of the page.
 */
final class MonitorServer implements AutoCloseable {

  /**
   * An answer.
   *
   * @param status status of HTTP
   * @param type media type
   */
  record Answer(int status, String type, String body) {

    /** Health as JSON. */
    static Answer ofHealth(boolean well, List<String> reasons, Map<String, String> stages) {
      Map<String, Object> body = new LinkedHashMap<>();
      body.put("status", well ? "ok" : "not ok");
      body.put("reasons", reasons);
      body.put("stages", stages);
      return new Answer(well ? OK : UNAVAILABLE, "application/json", json(body));
    }

    private static String json(Map<String, Object> body) {
      try {
        return JSON.writeValueAsString(body) + "\n";
      } catch (JsonProcessingException e) {
        throw new IllegalStateException("texts are no JSON", e);
      }
    }
  }

  private static final Logger LOG = LoggerFactory.getLogger(MonitorServer.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final String TEXT = "text/plain; charset=utf-8";
  private static final int THREADS = 2;
  private static final int BACKLOG = 16;
  private static final int OK = 200;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final int WRONG_METHOD = 405;
  private static final int BROKEN = 500;
  private static final int UNAVAILABLE = 503;
  private static final int NO_BODY = -1;

  private final String host;
  private final boolean loopback;
  private final Map<String, Supplier<Answer>> pages;
  private final HttpServer server;
  private final ExecutorService executor;

  /**
   * Begins to listen.
   *
   * @param pages answers by path
   * @throws InvalidInputException if it cannot listen there
   */
  MonitorServer(MonitorAddress address, Map<String, Supplier<Answer>> pages) {
    host = address.host().contains(":") ? "[" + address.host() + "]" : address.host();
    loopback = address.loopback();
    this.pages = Map.copyOf(pages);
    try {
      server =
          HttpServer.create(
              new InetSocketAddress(InetAddress.getByName(address.host()), address.port()),
              BACKLOG);
    } catch (UnknownHostException e) {
      throw refused(address, "a host of this machine", "an unknown host");
    } catch (IOException e) {
      throw refused(address, "an address and port that are free", String.valueOf(e.getMessage()));
    }
    executor =
        Executors.newFixedThreadPool(
            THREADS,
            work -> {
              Thread thread = new Thread(work, "monitor");
              thread.setDaemon(true);
              return thread;
            });
    server.setExecutor(executor);
    server.createContext("/", this::handle);
    server.start();
  }

  String address() {
    return "http://%s:%d".formatted(host, server.getAddress().getPort());
  }

  @Override
  public void close() {
    server.stop(0);
    executor.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Answer answer = answer(exchange);
      byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", answer.type());
      exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
      exchange.getResponseHeaders().set("Cache-Control", "no-store");
      if (answer.status() == WRONG_METHOD) {
        exchange.getResponseHeaders().set("Allow", "GET, HEAD");
      }
      if (exchange.getRequestMethod().equals("HEAD")) {
        exchange.sendResponseHeaders(answer.status(), NO_BODY);
        return;
      }
      exchange.sendResponseHeaders(answer.status(), body.length);
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(body);
      }
    }
  }

  private Answer answer(HttpExchange exchange) {
    if (loopback && !LOOPBACK.contains(hostName(exchange.getRequestHeaders().getFirst("Host")))) {
      return new Answer(FORBIDDEN, TEXT, "ask localhost, not another name of this machine\n");
    }
    if (!Set.of("GET", "HEAD").contains(exchange.getRequestMethod())) {
      return new Answer(WRONG_METHOD, TEXT, "only GET and HEAD\n");
    }
    @Nullable Supplier<Answer> page = pages.get(exchange.getRequestURI().getPath());
    if (page == null) {
      return new Answer(
          NOT_FOUND,
          TEXT,
          "there is " + String.join(", ", pages.keySet().stream().sorted().toList()) + "\n");
    }
    try {
      return page.get();
    } catch (RuntimeException e) {
      LOG.error("{} is not answered", exchange.getRequestURI().getPath(), e);
      return new Answer(BROKEN, TEXT, "the log says why\n");
    }
  }

  private static String hostName(@Nullable String host) {
    try {
      @Nullable String name = host == null ? null : new URI("http://" + host).getHost();
      return name == null ? "" : name.toLowerCase(Locale.ROOT);
    } catch (URISyntaxException e) {
      return "";
    }
  }

  private static InvalidInputException refused(
      MonitorAddress address, String expected, String found) {
    return new InvalidInputException(
        "--monitor",
        address.host() + ":" + address.port(),
        expected,
        found,
        "Choose another; port 0 takes any that is free.");
  }
}
