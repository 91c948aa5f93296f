package org.entrain.schemas;

import static org.apache.kafka.common.config.TopicConfig.CLEANUP_POLICY_COMPACT;
import static org.apache.kafka.common.config.TopicConfig.CLEANUP_POLICY_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.CLEANUP_POLICY_DELETE;
import static org.apache.kafka.common.config.TopicConfig.COMPRESSION_TYPE_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.MAX_MESSAGE_BYTES_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.RETENTION_BYTES_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.RETENTION_MS_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.UNCLEAN_LEADER_ELECTION_ENABLE_CONFIG;

import java.util.Map;

/**
 * How topics are kept. Whatever a broker's own defaults could make lossy is said here: a cluster
 * that deletes after a week, or beyond a gigabyte, would take words from stories that are not yet
 * scored.
 */
public final class TopicConfigs {

  private static final String FOR_EVER = "-1";
  private static final int THREE = 3;

  /** Records stay, all of them. */
  static final Map<String, String> KEPT =
      Map.of(
          CLEANUP_POLICY_CONFIG,
          CLEANUP_POLICY_DELETE,
          RETENTION_MS_CONFIG,
          FOR_EVER,
          RETENTION_BYTES_CONFIG,
          FOR_EVER,
          MAX_MESSAGE_BYTES_CONFIG,
          Integer.toString(Topics.MAX_RECORD_BYTES),
          COMPRESSION_TYPE_CONFIG,
          "producer",
          UNCLEAN_LEADER_ELECTION_ENABLE_CONFIG,
          "false");

  /** The latest record of every key stays. */
  static final Map<String, String> COMPACTED =
      Map.of(
          CLEANUP_POLICY_CONFIG,
          CLEANUP_POLICY_COMPACT,
          MAX_MESSAGE_BYTES_CONFIG,
          Integer.toString(Topics.MAX_RECORD_BYTES),
          COMPRESSION_TYPE_CONFIG,
          "producer",
          UNCLEAN_LEADER_ELECTION_ENABLE_CONFIG,
          "false");

  private TopicConfigs() {}

  /**
   * Replicas that must have a record before it counts as written: two where there are three or
   * more, so that a broker may die for good while another is down.
   *
   * @param replication number of replicas, 1 or more
   */
  public static int minInSync(int replication) {
    return replication >= THREE ? 2 : 1;
  }

  /** The setting that says so. */
  public static Map<String, String> durability(int replication) {
    return Map.of(MIN_IN_SYNC_REPLICAS_CONFIG, Integer.toString(minInSync(replication)));
  }
}
