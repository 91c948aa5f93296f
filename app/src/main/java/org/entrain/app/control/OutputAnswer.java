package org.entrain.app.control;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.entrain.app.Refusal;
import org.entrain.common.InvalidInputException;
import org.entrain.results.outputs.OutputException;
import org.entrain.results.outputs.OutputRequest;
import org.entrain.results.outputs.OutputStopped;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes folders of results, one at a time, on a thread of its own: nothing else waits for millions
 * of rows. The answer is a line as every few thousand rows are read, by which it is seen whether
 * the asker is still there: if it is not, the writing ends.
 */
final class OutputAnswer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(OutputAnswer.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int OK = 200;
  private static final long CLOSING_SECONDS = 30;

  private final RunningSession session;
  private final ExecutorService executor = Executors.newSingleThreadExecutor();
  private volatile boolean closing;

  OutputAnswer(RunningSession session) {
    this.session = session;
  }

  /** Answers later, and closes the exchange then. */
  void later(HttpExchange exchange) throws IOException {
    OutputRequest request = JSON.readValue(exchange.getRequestBody(), OutputRequest.class);
    executor.execute(() -> answer(exchange, request));
  }

  private void answer(HttpExchange exchange, OutputRequest request) {
    try (exchange) {
      exchange.sendResponseHeaders(OK, 0);
      OutputStream out = exchange.getResponseBody();
      say(out, last(out, request));
    } catch (IOException e) {
      LOG.info("{} is not written further: {}", request.folder(), e.toString());
    }
  }

  private OutputLine last(OutputStream out, OutputRequest request) throws OutputStopped {
    try {
      String written =
          session.outputs(
              request,
              (what, done, total) ->
                  say(out, new OutputLine(OutputLine.State.WRITING, what, done, total)));
      return line(OutputLine.State.DONE, written);
    } catch (OutputStopped e) {
      throw e;
    } catch (InvalidInputException | Refusal e) {
      return line(OutputLine.State.REFUSED, String.valueOf(e.getMessage()));
    } catch (OutputException e) {
      LOG.error("{}", request, e);
      return line(OutputLine.State.UNWRITABLE, String.valueOf(e.getMessage()));
    } catch (IOException | RuntimeException e) {
      LOG.error("{}", request, e);
      return line(OutputLine.State.BROKEN, e.toString());
    }
  }

  private static OutputLine line(OutputLine.State state, String text) {
    return new OutputLine(state, text, 0, 0);
  }

  private void say(OutputStream out, OutputLine line) throws OutputStopped {
    if (closing) {
      throw new OutputStopped("this process stops", null);
    }
    try {
      out.write(JSON.writeValueAsBytes(line));
      out.write('\n');
      out.flush();
    } catch (IOException e) {
      throw new OutputStopped("whoever asked for it is gone", e);
    }
  }

  /** Ends what is being written, and waits for that: the database is closed next. */
  @Override
  public void close() {
    closing = true;
    executor.shutdown();
    try {
      if (!executor.awaitTermination(CLOSING_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("results are still being written");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
