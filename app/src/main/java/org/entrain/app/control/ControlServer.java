package org.entrain.app.control;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.entrain.app.Refusal;
import org.entrain.app.state.Source;
import org.entrain.app.state.StateFolder;
import org.entrain.app.state.StateStore;
import org.entrain.app.steering.SteeringRequest;
import org.entrain.common.InvalidInputException;
import org.entrain.results.Selection;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers commands of the same user on this machine; whoever lacks the token gets nothing. What may
 * take long, because much is read or whoever asked takes it slowly, has threads of its own: the
 * rest never waits for it.
 */
public final class ControlServer implements AutoCloseable {

  static final String TOKEN_HEADER = "Entrain-Token";

  private static final Logger LOG = LoggerFactory.getLogger(ControlServer.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int OK = 200;
  private static final int REFUSED = 400;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final int BROKEN = 500;

  /** Requests of a kind that are answered at a time; further ones wait. */
  private static final int AT_ONCE = 4;

  private static final long CLOSING_SECONDS = 5;

  private final Path addressFile;
  private final RunningSession session;
  private final HttpServer server;
  private final ExecutorService executor = threads(AT_ONCE, "control");

  /** Reads results and sends them. */
  private final ExecutorService reading = threads(AT_ONCE, "control-reading");

  /** One addition at a time: weights take room while they are checked. */
  private final ExecutorService adding = threads(1, "control-adding");

  private final OutputAnswer outputs;
  private final ExportFiles files;
  private final String token;

  /** Starts to listen and leaves the address in the state folder. */
  public ControlServer(StateFolder folder, RunningSession session) throws IOException {
    this.session = session;
    outputs = new OutputAnswer(session);
    files = new ExportFiles(folder);
    addressFile = folder.control();
    token = Token.make();
    server =
        HttpServer.create(new InetSocketAddress(InetAddress.getByName(ControlAddress.HOST), 0), 0);
    server.setExecutor(executor);
    server.createContext("/", this::handle);
    server.start();
    leaveAddress();
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(addressFile);
    } catch (IOException e) {
      LOG.warn("{} stays behind", addressFile, e);
    }
    adding.shutdownNow();
    reading.shutdownNow();
    outputs.close();
    server.stop(0);
    executor.shutdownNow();
    awaitReading();
    files.close();
  }

  /** The database is closed next. */
  private void awaitReading() {
    try {
      if (!reading.awaitTermination(CLOSING_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("results are still being read");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static ExecutorService threads(int most, String name) {
    return Executors.newFixedThreadPool(
        most,
        task -> {
          Thread thread = new Thread(task, name);
          thread.setDaemon(true);
          return thread;
        });
  }

  /** The file is the owner's alone before the secret is in it. */
  private void leaveAddress() throws IOException {
    Files.deleteIfExists(addressFile);
    Path fresh = addressFile.resolveSibling(addressFile.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
      Files.createFile(
          fresh,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
    long pid = ProcessHandle.current().pid();
    // Writes into the file just made, then moves it: its permissions stay.
    StateStore.replace(addressFile, new ControlAddress(server.getAddress().getPort(), token, pid));
  }

  private void handle(HttpExchange exchange) throws IOException {
    String given = String.valueOf(exchange.getRequestHeaders().getFirst(TOKEN_HEADER));
    if (!MessageDigest.isEqual(utf8(given), utf8(token))) {
      try (exchange) {
        reply(exchange, FORBIDDEN, "the token is wrong\n");
      }
      return;
    }
    switch (request(exchange)) {
      case "GET /status" -> respond(exchange, () -> reply(exchange, OK, session.status()));
      case "GET /broker" -> respond(exchange, () -> reply(exchange, OK, session.broker()));
      case "POST /steer" -> {
        SteeringRequest wanted = JSON.readValue(exchange.getRequestBody(), SteeringRequest.class);
        respond(exchange, () -> reply(exchange, OK, session.steer(wanted)));
      }
      case "POST /add" -> {
        // Read before it waits for its turn: the server drops who is slow with a request.
        List<Source> sources =
            JSON.readValue(exchange.getRequestBody(), new TypeReference<List<Source>>() {});
        adding.execute(() -> respond(exchange, () -> reply(exchange, OK, session.add(sources))));
      }
      case "POST /outputs" -> outputs.later(exchange);
      default -> reading.execute(() -> respond(exchange, () -> answer(exchange)));
    }
  }

  /** What writes an answer. */
  @FunctionalInterface
  private interface Answer {
    void write() throws IOException;
  }

  /** Answers, or says why not, and closes the exchange. */
  private static void respond(HttpExchange exchange, Answer answer) {
    try (exchange) {
      writeOrSayWhyNot(exchange, answer);
    } catch (IOException e) {
      LOG.info("{} is not answered further: {}", exchange.getRequestURI(), e.toString());
    }
  }

  private static void writeOrSayWhyNot(HttpExchange exchange, Answer answer) throws IOException {
    try {
      answer.write();
    } catch (InvalidInputException | Refusal e) {
      reply(exchange, REFUSED, String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      broken(exchange, e);
    }
  }

  /** Answers what reads results. */
  private void answer(HttpExchange exchange) throws IOException {
    @Nullable String query = exchange.getRequestURI().getRawQuery();
    Selection selection = selection(query);
    String request = request(exchange);
    switch (request) {
      case "GET /summary" -> reply(exchange, OK, session.summary(selection));
      case "GET /provenance" ->
          reply(exchange, OK, session.provenance(values(query).getOrDefault("row", "")));
      case "GET /report" -> rows(exchange, session::report);
      case "GET /results" -> rows(exchange, out -> session.results(selection, out));
      case "GET /ceilings", "GET /labels", "GET /property-tests" -> {
        Export what = Export.named(request.substring(request.indexOf('/') + 1));
        rows(exchange, out -> session.export(what, selection, out));
      }
      default -> reply(exchange, NOT_FOUND, "there is no such request\n");
    }
  }

  private static String request(HttpExchange exchange) {
    return exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
  }

  /**
   * What a query asks for.
   *
   * @param query null: all, without baselines
   */
  static Selection selection(@Nullable String query) {
    Map<String, String> values = values(query);
    return Selection.of(Boolean.parseBoolean(values.get("baselines")), values.get("properties"));
  }

  private static Map<String, String> values(@Nullable String query) {
    Map<String, String> values = new HashMap<>();
    for (String pair : query == null ? new String[0] : query.split("&")) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        values.put(
            pair.substring(0, equals),
            URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
      }
    }
    return values;
  }

  /** What writes rows. */
  @FunctionalInterface
  private interface Rows {
    void to(OutputStream out) throws IOException;
  }

  /** Writes all rows before it answers: whoever asks must not take a part for the whole. */
  private void rows(HttpExchange exchange, Rows writing) throws IOException {
    Path part;
    try {
      part = files.make();
    } catch (IOException e) {
      broken(exchange, e);
      return;
    }
    try {
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(part))) {
        writing.to(out);
      } catch (IOException e) {
        Files.deleteIfExists(part);
        broken(exchange, e);
        return;
      }
      long bytes = Files.size(part);
      exchange.sendResponseHeaders(OK, bytes == 0 ? -1 : bytes);
      Files.copy(part, exchange.getResponseBody());
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static void broken(HttpExchange exchange, Exception e) throws IOException {
    LOG.error("request {}", exchange.getRequestURI(), e);
    reply(exchange, BROKEN, e.toString());
  }

  private static void reply(HttpExchange exchange, int code, String text) throws IOException {
    byte[] body = utf8(text);
    exchange.sendResponseHeaders(code, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
