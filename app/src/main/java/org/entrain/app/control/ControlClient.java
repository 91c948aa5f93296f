package org.entrain.app.control;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.entrain.app.Refusal;
import org.entrain.app.state.Source;
import org.entrain.app.state.StateFolder;
import org.entrain.app.state.StateLock;
import org.entrain.app.steering.SteeringRequest;
import org.entrain.common.UnavailableException;
import org.entrain.results.Selection;
import org.entrain.results.outputs.OutputException;
import org.entrain.results.outputs.OutputProgress;
import org.entrain.results.outputs.OutputRequest;

/** Asks the process that has the state folder. */
public final class ControlClient {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration CONNECT = Duration.ofSeconds(5);

  /** For what the process knows, or its broker says within seconds. */
  private static final Duration ANSWER = Duration.ofMinutes(1);

  /** For what waits until the broker has it safe; whoever asked before waits for that too. */
  private static final Duration STEERING = Duration.ofMinutes(5);

  private static final int OK = 200;
  private static final int REFUSED = 400;

  private final StateFolder folder;
  private final ControlAddress address;
  private final Duration answer;
  private final Duration steering;
  private final HttpClient http;

  private ControlClient(
      StateFolder folder, ControlAddress address, Duration answer, Duration steering) {
    this.folder = folder;
    this.address = address;
    this.answer = answer;
    this.steering = steering;
    http = HttpClient.newBuilder().connectTimeout(CONNECT).build();
  }

  /**
   * The process that has this folder.
   *
   * @throws Refusal if it does not listen: it starts or stops at this moment, or is a worker
   */
  public static ControlClient of(StateFolder folder) {
    return of(folder, ANSWER, STEERING);
  }

  /**
   * As {@link #of(StateFolder)}, with other patience.
   *
   * @param answer how long `status` is waited for
   * @param steering how long `pause` and its like are waited for
   */
  static ControlClient of(StateFolder folder, Duration answer, Duration steering) {
    if (!folder.exists()) {
      throw worker(folder);
    }
    try {
      return new ControlClient(
          folder,
          JSON.readValue(Files.readAllBytes(folder.control()), ControlAddress.class),
          answer,
          steering);
    } catch (IOException e) {
      throw starting(folder);
    }
  }

  /** See {@link RunningSession#add}; weights are read before it answers, however long. */
  public String add(List<Source> sources) throws IOException {
    HttpRequest.BodyPublisher body =
        HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(sources));
    return text(request("/add").POST(body).build());
  }

  /**
   * See {@link RunningSession#steer}.
   *
   * @throws UnavailableException if the process does not answer in time
   */
  public String steer(SteeringRequest request) throws IOException {
    HttpRequest.BodyPublisher body =
        HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(request));
    return text(request("/steer").timeout(steering).POST(body).build());
  }

  /** See {@link RunningSession#summary}. */
  public String summary(Selection selection) throws IOException {
    return text(request("/summary" + query(selection)).build());
  }

  /**
   * See {@link RunningSession#status}.
   *
   * @throws UnavailableException if the process does not answer in time
   */
  public String status() throws IOException {
    return text(request("/status").timeout(answer).build());
  }

  /** See {@link RunningSession#broker}. */
  public String broker() throws IOException {
    return text(request("/broker").timeout(answer).build());
  }

  /** See {@link RunningSession#provenance}. */
  public String provenance(String row) throws IOException {
    return text(
        request("/provenance?row=" + URLEncoder.encode(row, StandardCharsets.UTF_8)).build());
  }

  /** See {@link RunningSession#results}. */
  public void results(Selection selection, OutputStream out) throws IOException {
    try (InputStream body = send(request("/results" + query(selection)).build())) {
      body.transferTo(out);
    }
  }

  /** See {@link RunningSession#export}. */
  public void export(Export what, Selection selection, OutputStream out) throws IOException {
    try (InputStream body = send(request("/" + what.text() + query(selection)).build())) {
      body.transferTo(out);
    }
  }

  /** See {@link RunningSession#report}. */
  public void report(OutputStream out) throws IOException {
    try (InputStream body = send(request("/report").build())) {
      body.transferTo(out);
    }
  }

  /** See {@link RunningSession#outputs}. */
  public String outputs(OutputRequest request, OutputProgress progress) throws IOException {
    HttpRequest.BodyPublisher body =
        HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(request));
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                send(request("/outputs").POST(body).build()), StandardCharsets.UTF_8))) {
      for (String text = lines.readLine(); text != null; text = lines.readLine()) {
        OutputLine line = JSON.readValue(text, OutputLine.class);
        switch (line.state()) {
          case WRITING -> progress.show(line.text(), line.done(), line.total());
          case DONE -> {
            return line.text();
          }
          case REFUSED -> throw new Refusal(line.text());
          case UNWRITABLE -> throw new OutputException(line.text());
          case BROKEN ->
              throw new IOException("process %d: %s".formatted(address.pid(), line.text()));
        }
      }
    }
    throw new OutputException(
        "process %d ended before all was written; what has its name is whole"
            .formatted(address.pid()));
  }

  /** As {@link ControlServer#selection} reads it. */
  private static String query(Selection selection) {
    return "?baselines=%s&properties=%s"
        .formatted(
            selection.baselines(), URLEncoder.encode(selection.text(), StandardCharsets.UTF_8));
  }

  private String text(HttpRequest request) throws IOException {
    try (InputStream body = send(request)) {
      return new String(body.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder()
        .uri(URI.create("http://" + ControlAddress.HOST + ":" + address.port() + path))
        .header(ControlServer.TOKEN_HEADER, address.token());
  }

  private InputStream send(HttpRequest request) throws IOException {
    try {
      HttpResponse<InputStream> response =
          http.send(request, HttpResponse.BodyHandlers.ofInputStream());
      if (response.statusCode() == OK) {
        return response.body();
      }
      try (InputStream body = response.body()) {
        String message = new String(body.readAllBytes(), StandardCharsets.UTF_8);
        if (response.statusCode() == REFUSED) {
          throw new Refusal(message);
        }
        throw new IOException("process %d: %s".formatted(address.pid(), message.strip()));
      }
    } catch (ConnectException e) {
      throw starting(folder); // it stopped since it left its address
    } catch (HttpTimeoutException e) {
      throw silent(request, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for process " + address.pid(), e);
    }
  }

  private UnavailableException silent(HttpRequest request, HttpTimeoutException e) {
    long seconds = request.timeout().orElse(CONNECT).toSeconds();
    return new UnavailableException(
        ("--state %s: process %d does not answer within %d s; what it was asked for may still come"
                + " about. Ask again, or see its log: %s")
            .formatted(folder.root(), address.pid(), seconds, folder.log()),
        e);
  }

  private static Refusal worker(StateFolder folder) {
    return new Refusal(
        ("--state %s: process %s has it, a worker, which answers no commands. Stop that worker"
                + " first; start it again afterwards.")
            .formatted(folder.root(), StateLock.holder(folder)));
  }

  private static Refusal starting(StateFolder folder) {
    return new Refusal(
        ("--state %s: process %s has it and does not answer: it is starting or stopping,"
                + " or shows its page by `entrain page`. Try again in a few seconds.")
            .formatted(folder.root(), StateLock.holder(folder)));
  }
}
