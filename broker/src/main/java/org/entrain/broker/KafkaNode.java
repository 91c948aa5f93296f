package org.entrain.broker;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import kafka.server.BrokerServer;
import kafka.server.ControllerServer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.server.Server;
import kafka.server.SharedServer;
import kafka.server.StandardFaultHandlerFactory;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.image.MetadataDelta;
import org.apache.kafka.image.MetadataImage;
import org.apache.kafka.image.loader.LoaderManifest;
import org.apache.kafka.image.publisher.MetadataPublisher;
import org.apache.kafka.metadata.BrokerRegistration;
import org.apache.kafka.metadata.bootstrap.BootstrapMetadata;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.apache.kafka.raft.QuorumConfig;
import org.apache.kafka.server.ServerSocketFactory;
import org.slf4j.LoggerFactory;
import scala.Tuple2;

/**
 * A Kafka controller and broker that share one process, as {@link KafkaRaftServer} has them, but
 * the broker starts only when its former self, if it was killed, has lost its registration.
 *
 * <p>Otherwise the broker begins with metadata in which it still leads every partition at its
 * former address. Its transaction coordinator loads, fails to send the markers of transactions that
 * were being committed, finds the partitions without a leader as soon as the registration expires,
 * takes them for deleted and calls the transactions complete. Their records then stay undecided for
 * ever, and so does everything behind them for those who read committed records.
 */
final class KafkaNode implements AutoCloseable {

  /** A session lasts 3 s, and its end is seen soon; an election of the controller is quick. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final KafkaConfig config;
  private final SharedServer shared;
  private final ControllerServer controller;
  private final BrokerServer broker;

  /**
   * @param config of a node that is its own controller, its log folder formatted
   */
  KafkaNode(KafkaConfig config) {
    this.config = config;
    Tuple2<MetaPropertiesEnsemble, BootstrapMetadata> folders =
        KafkaRaftServer.initializeLogDirs(config, LoggerFactory.getLogger(KafkaNode.class), "");
    QuorumConfig quorum = config.quorumConfig();
    shared =
        new SharedServer(
            config,
            folders._1(),
            Time.SYSTEM,
            Server.initializeMetrics(config, Time.SYSTEM, folders._1().clusterId().orElseThrow()),
            CompletableFuture.completedFuture(QuorumConfig.parseVoterConnections(quorum.voters())),
            QuorumConfig.parseBootstrapServers(quorum.bootstrapServers()),
            new StandardFaultHandlerFactory(),
            ServerSocketFactory.INSTANCE);
    broker = new BrokerServer(shared);
    controller = new ControllerServer(shared, KafkaRaftServer.configSchema(), folders._2());
  }

  /**
   * Starts both and returns when the broker serves clients.
   *
   * @throws IllegalStateException if a former registration does not expire, or the thread is
   *     interrupted
   */
  void start() {
    try {
      controller.startup();
      awaitExpiry();
      broker.startup();
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  private void awaitExpiry() {
    Expiry expiry = new Expiry(config.nodeId());
    try {
      shared.loader().installPublishers(List.of(expiry)).get();
      expiry.seen.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      shared.loader().removeAndClosePublisher(expiry).get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the broker starts", e);
    } catch (TimeoutException e) {
      throw new IllegalStateException(
          "the broker's former registration does not expire within " + PATIENCE, e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("the controller gives no metadata", e);
    }
  }

  @Override
  public void close() {
    // The broker says goodbye to the controller.
    broker.shutdown();
    controller.shutdown();
    broker.awaitShutdown();
    controller.awaitShutdown();
  }

  /** Waits for metadata in which a broker leads nothing: unknown, or fenced. */
  private static final class Expiry implements MetadataPublisher {

    private final int broker;
    private final CompletableFuture<Void> seen = new CompletableFuture<>();

    Expiry(int broker) {
      this.broker = broker;
    }

    @Override
    public String name() {
      return "Expiry";
    }

    @Override
    public void onMetadataUpdate(
        MetadataDelta delta, MetadataImage image, LoaderManifest manifest) {
      BrokerRegistration registration = image.cluster().broker(broker);
      if (registration == null || registration.fenced()) {
        seen.complete(null);
      }
    }
  }
}
