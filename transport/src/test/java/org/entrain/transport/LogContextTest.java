package org.entrain.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

class LogContextTest {

  private final ExecutorService executor = Executors.newSingleThreadExecutor();

  @AfterEach
  void close() {
    executor.shutdown();
    MDC.clear();
  }

  @Test
  void carriedWork_logsAsTheThreadThatGaveIt_andLeavesNothingBehind() throws Exception {
    MDC.put(LogContext.STAGE, "encoding");
    Callable<String> work = LogContext.carried(() -> String.valueOf(MDC.get(LogContext.STAGE)));
    MDC.put(LogContext.STAGE, "changed later");
    assertThat(executor.submit(work).get()).isEqualTo("encoding");
    assertThat(executor.submit(() -> String.valueOf(MDC.get(LogContext.STAGE))).get())
        .isEqualTo("null");
  }
}
