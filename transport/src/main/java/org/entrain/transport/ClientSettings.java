package org.entrain.transport;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.streams.StreamsConfig;
import org.entrain.common.Spelling;
import org.jspecify.annotations.Nullable;

/**
 * Which settings of Kafka's clients a user may give. Refused are names that no client has, those on
 * which delivery rests, those that load classes or start programs (a configuration that runs code
 * of its choice is a known way into Kafka's clients: CVE-2023-25194, CVE-2025-27817), and secrets
 * that others can see.
 */
public final class ClientSettings {

  /** What a variable of the environment begins with that holds a setting. */
  public static final String VARIABLE_PREFIX = "ENTRAIN_KAFKA_";

  /** What is wrong with a setting, without its value if that may be a secret. */
  public record Fault(String name, String expected, String found, String remedy) {}

  private static final Pattern SECRET =
      Pattern.compile("password|passphrase|secret|jaas|keystore\\.key|token$");
  private static final Pattern CODE =
      Pattern.compile(
          "class(es)?$|^config\\.providers|reporters$|^security\\.providers$|config\\.setter$"
              + "|^partition\\.assignment\\.strategy$|serde|supplier|exception\\.handler"
              + "|\\.cmd$");

  /** The one class of Kafka's own that OAuth cannot do without. */
  private static final Map<String, String> CLASSES =
      Map.of(
          SaslConfigs.SASL_LOGIN_CALLBACK_HANDLER_CLASS,
          "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginCallbackHandler");

  /** Without these as they are, records could be lost, or count twice. */
  private static final Map<String, String> OWNED = owned();

  private static final List<String> PREFIXES =
      List.of("main.consumer.", "restore.consumer.", "consumer.", "producer.", "admin.", "topic.");

  private static final Map<String, ConfigKey> KEYS = keys();

  private ClientSettings() {}

  /** Names that a client may be given, without prefixes. */
  public static Set<String> names() {
    return new TreeSet<>(KEYS.keySet());
  }

  /** The variable of the environment that holds a setting. */
  public static String variable(String name) {
    return VARIABLE_PREFIX + name.toUpperCase(Locale.ROOT).replace('.', '_');
  }

  /** Whether a setting's value must not be shown. */
  public static boolean secret(String name) {
    ConfigKey key = KEYS.get(bare(name));
    return key != null && key.type == ConfigDef.Type.PASSWORD
        || SECRET.matcher(name.toLowerCase(Locale.ROOT)).find();
  }

  /**
   * What is wrong with a setting; empty if it may be passed on.
   *
   * @param name name of Kafka's
   * @param seen whether others see the value, as in the list of processes
   */
  public static Optional<Fault> fault(String name, String value, boolean seen) {
    if (seen && secret(name)) {
      return Optional.of(
          new Fault(
              name,
              "a secret from a file or the environment",
              "one on the command line, where every user of this machine can read it",
              "Put it into a file that only you can read and name that by --kafka-config, or into "
                  + variable(bare(name))
                  + "; and change it, if it was in use."));
    }
    String bare = bare(name);
    if (OWNED.containsKey(bare)) {
      return Optional.of(
          new Fault(name, "nothing", "a value", OWNED.getOrDefault(bare, "") + " Leave it out."));
    }
    ConfigKey key = KEYS.get(bare);
    if (loadsCode(bare, key) && !value.strip().equals(CLASSES.get(bare))) {
      return Optional.of(
          new Fault(
              name,
              CLASSES.getOrDefault(bare, "nothing"),
              "a class to load",
              "entrain loads no classes that settings name. Leave it out."));
    }
    if (key == null && !name.startsWith(StreamsConfig.TOPIC_PREFIX)) {
      return Optional.of(
          new Fault(
              name,
              "a setting of Kafka's clients",
              "an unknown one",
              "The nearest is '%s'.".formatted(nearest(bare))));
    }
    if (bare.endsWith("endpoint.url")) {
      return url(name, value);
    }
    return bare.equals(SaslConfigs.SASL_JAAS_CONFIG) ? LoginModules.fault(value) : Optional.empty();
  }

  private static Optional<Fault> url(String name, String value) {
    try {
      if ("https".equalsIgnoreCase(new URI(value.strip()).getScheme())) {
        return Optional.empty();
      }
    } catch (URISyntaxException e) {
      // no URL at all; said below
    }
    return Optional.of(
        new Fault(
            name,
            "an https:// address",
            "another",
            "Secrets travel there; files and addresses in clear are not read."));
  }

  private static boolean loadsCode(String name, @Nullable ConfigKey key) {
    return key != null && key.type == ConfigDef.Type.CLASS || CODE.matcher(name).find();
  }

  /** The name without what says to which of a Streams application's clients it goes. */
  private static String bare(String name) {
    for (String prefix : PREFIXES) {
      if (name.startsWith(prefix)) {
        return name.substring(prefix.length());
      }
    }
    return name;
  }

  private static String nearest(String name) {
    Comparator<String> distance = Comparator.comparingInt(known -> Spelling.edits(known, name));
    return KEYS.keySet().stream().min(distance).orElseThrow();
  }

  private static Map<String, ConfigKey> keys() {
    Map<String, ConfigKey> keys = new TreeMap<>();
    keys.putAll(StreamsConfig.configDef().configKeys());
    keys.putAll(ConsumerConfig.configDef().configKeys());
    keys.putAll(ProducerConfig.configDef().configKeys());
    keys.putAll(AdminClientConfig.configDef().configKeys());
    return keys;
  }

  private static Map<String, String> owned() {
    Map<String, String> owned = new TreeMap<>();
    owned.put("bootstrap.servers", "--bootstrap-servers names the brokers.");
    owned.put("replication.factor", "--replication says how many replicas there are.");
    Set<String> delivery =
        new HashSet<>(
            List.of(
                "acks",
                "enable.idempotence",
                "transactional.id",
                "isolation.level",
                "enable.auto.commit",
                "auto.offset.reset",
                "allow.auto.create.topics",
                "group.id",
                "group.instance.id",
                "client.id",
                "application.id",
                "application.server",
                "state.dir",
                "processing.guarantee",
                "key.serializer",
                "value.serializer",
                "key.deserializer",
                "value.deserializer",
                "share.acknowledgement.mode",
                "share.acquire.mode",
                "min.insync.replicas",
                "ensure.explicit.internal.resource.naming",
                "errors.dead.letter.queue.topic.name"));
    delivery.forEach(
        name -> owned.put(name, "entrain sets it itself, so that each record counts once."));
    return owned;
  }
}
