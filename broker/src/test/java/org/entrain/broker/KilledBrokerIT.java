package org.entrain.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** SIGKILL of a broker in the middle of commits. */
class KilledBrokerIT {

  private static final Duration PATIENCE = Duration.ofSeconds(40);

  @TempDir private Path folder;

  @Test
  @Timeout(120)
  void transactions_killedWhileBeingCommitted_areDecidedAfterTheRestart() throws Exception {
    killWhileCommitting();
    try (EmbeddedBroker broker = new EmbeddedBroker(folder, 0);
        Admin admin =
            Admin.create(
                Map.<String, Object>of(
                    AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers()))) {
      Instant deadline = Instant.now().plus(PATIENCE);
      List<ProducerState> open = open(admin);
      while (!open.isEmpty() && Instant.now().isBefore(deadline)) {
        open = open(admin);
      }
      assertThat(open).isEmpty();
    }
  }

  private void killWhileCommitting() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                CommittingProducers.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      boolean committing =
          CompletableFuture.supplyAsync(() -> out.lines().anyMatch("committing"::equals))
              .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
              .join();
      assertThat(committing).isTrue();
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  /** Producers with a transaction that has neither been committed nor aborted. */
  private static List<ProducerState> open(Admin admin)
      throws ExecutionException, InterruptedException {
    List<TopicPartition> partitions =
        IntStream.range(0, CommittingProducers.PARTITIONS)
            .mapToObj(p -> new TopicPartition(CommittingProducers.TOPIC, p))
            .toList();
    return admin.describeProducers(partitions).all().get().values().stream()
        .flatMap(states -> states.activeProducers().stream())
        .filter(state -> state.currentTransactionStartOffset().isPresent())
        .toList();
  }
}
