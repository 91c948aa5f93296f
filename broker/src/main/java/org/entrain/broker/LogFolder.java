package org.entrain.broker;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.server.common.MetadataVersion;

/** The folder that a Kafka node keeps its log in. */
public final class LogFolder {

  private LogFolder() {}

  /**
   * Makes and formats the folder of a node that is broker and controller; one that was formatted
   * before stays as it is.
   *
   * @param cluster id of the cluster, the same for all of its nodes
   * @throws IOException if it cannot be written
   */
  public static void format(Path folder, int node, String cluster) throws IOException {
    Files.createDirectories(folder);
    if (Files.exists(folder.resolve("meta.properties"))) {
      return;
    }
    Formatter formatter =
        new Formatter()
            .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
            .setNodeId(node)
            .setClusterId(cluster)
            .addDirectory(folder.toString())
            .setMetadataLogDirectory(folder.toString())
            .setControllerListenerName("CONTROLLER")
            .setIgnoreFormatted(true)
            .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
            .setPrintStream(
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    try {
      formatter.run();
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException("%s cannot be formatted: %s".formatted(folder, e), e);
    }
  }
}
