package org.entrain.app.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.entrain.app.run.Worker;
import org.junit.jupiter.api.Test;

/** docker-compose.yml without an engine: by its schema, and by what no schema knows. */
class ComposeTest {

  private final ComposeFile file = ComposeFile.read();

  @Test
  void file_isAsTheSpecificationHasIt() {
    Documents.conforms(ComposeFile.PATH, file.root(), Documents.schema("compose-spec.json"));
  }

  @Test
  void everyName_isDeclared() {
    Set<String> mounted = new TreeSet<>();
    Set<String> secrets = new TreeSet<>();
    Set<String> networks = new TreeSet<>();
    file.services()
        .forEach(
            (name, service) -> {
              assertThat(file.services().keySet())
                  .as(name)
                  .containsAll(names(service.path("depends_on")));
              secrets.addAll(Documents.texts(service.path("secrets")));
              networks.addAll(Documents.texts(service.path("networks")));
              for (String volume : Documents.texts(service.path("volumes"))) {
                String source = volume.split(":")[0];
                if (source.startsWith(".")) {
                  assertThat(Documents.file(source)).as(name).exists();
                  assertThat(volume).as(name).endsWith(":ro");
                } else if (!source.startsWith("/")) {
                  mounted.add(source);
                }
              }
            });
    assertThat(mounted).isEqualTo(names(file.root().get("volumes")));
    assertThat(secrets).isEqualTo(names(file.root().get("secrets")));
    assertThat(networks).isEqualTo(names(file.root().get("networks")));
  }

  @Test
  void dependencies_waitForWhatCanBeWaitedFor() {
    for (JsonNode service : file.services().values()) {
      for (Map.Entry<String, JsonNode> dependency : service.path("depends_on").properties()) {
        JsonNode other = file.services().get(dependency.getKey());
        if (dependency.getValue().get("condition").asText().equals("service_healthy")) {
          boolean ofImage = other.get("image").asText().startsWith("entrain:");
          assertThat(other.has("healthcheck") || ofImage).as(dependency.getKey()).isTrue();
        } else {
          assertThat(other.get("restart").asText()).as(dependency.getKey()).isEqualTo("no");
        }
      }
    }
  }

  @Test
  void everyContainer_isSealed() {
    file.services()
        .forEach(
            (name, service) -> {
              assertThat(service.get("read_only").asBoolean()).as(name).isTrue();
              assertThat(service.get("user").asText()).as(name).matches("[1-9]\\d*:\\d+");
              assertThat(Documents.texts(service.get("cap_drop"))).as(name).containsExactly("ALL");
              assertThat(service.has("cap_add")).as(name).isFalse();
              assertThat(service.has("privileged")).as(name).isFalse();
              assertThat(Documents.texts(service.get("security_opt")))
                  .as(name)
                  .containsExactly("no-new-privileges:true");
              assertThat(service.has("mem_limit")).as(name).isTrue();
              assertThat(service.has("healthcheck") || file.entrain().containsKey(name))
                  .as(name)
                  .isTrue();
            });
  }

  @Test
  void images_arePinned() {
    file.services()
        .forEach(
            (name, service) -> assertThat(service.get("image").asText()).matches(Image.PINNED));
  }

  @Test
  void ports_areOfThisMachineAlone() {
    for (JsonNode service : file.services().values()) {
      for (String port : Documents.texts(service.path("ports"))) {
        assertThat(port).matches("127\\.0\\.0\\.1:\\d+:\\d+");
      }
    }
    assertThat(file.services().get("page").get("ports").get(0).asText()).endsWith(":8080:8080");
    assertThat(ComposeFile.arguments(file.services().get("page")).port("--http")).isEqualTo(8080);
  }

  @Test
  void stages_haveAServiceEach() {
    Set<Worker.Kind> found = EnumSet.noneOf(Worker.Kind.class);
    file.entrain()
        .forEach(
            (name, service) ->
                ComposeFile.arguments(service)
                    .stage()
                    .ifPresent(
                        stage -> {
                          assertThat(name).isEqualToIgnoringCase(stage.name());
                          found.add(stage);
                        }));
    assertThat(found).isEqualTo(EnumSet.allOf(Worker.Kind.class));
  }

  @Test
  void workersAndProducer_shareBrokersAndSettings() {
    Map<String, Arguments> all = new TreeMap<>();
    file.entrain().forEach((name, service) -> all.put(name, ComposeFile.arguments(service)));
    all.remove("page");
    String brokers = all.get("topics").option("--bootstrap-servers");
    for (String broker : brokers.split(",")) {
      assertThat(file.services()).containsKey(broker.split(":")[0]);
    }
    assertThat(brokers.split(",")).hasSize(3);
    Arguments topics = all.remove("topics");
    assertThat(topics.command()).isEqualTo("topics create");
    assertThat(topics.option("--replication")).isEqualTo("3");
    Arguments first = all.get("produce");
    all.forEach(
        (name, arguments) -> {
          assertThat(arguments.settings().stored()).as(name).isEqualTo(first.settings().stored());
          assertThat(arguments.option("--set")).as(name).startsWith(topics.option("--set"));
          assertThat(arguments.option("--bootstrap-servers")).as(name).isEqualTo(brokers);
          assertThat(arguments.option("--replication")).as(name).isEqualTo("3");
        });
  }

  @Test
  void workers_areMonitoredWhereTheImageLooks() {
    for (JsonNode service : file.entrain().values()) {
      Arguments arguments = ComposeFile.arguments(service);
      if (arguments.stage().isPresent()) {
        assertThat(arguments.port("--monitor")).isEqualTo(Image.MONITOR_PORT);
        assertThat(arguments.option("--log-format")).isEqualTo("json");
        assertThat(arguments.option("--log-to")).isEqualTo("console");
      }
    }
  }

  @Test
  void passwords_comeFromFilesThatTheUserMakes() {
    file.services()
        .forEach(
            (name, service) ->
                service
                    .path("environment")
                    .properties()
                    .forEach(
                        variable -> {
                          if (variable.getKey().matches("(?i).*(pass|secret|token).*")) {
                            assertThat(variable.getValue().asText())
                                .as(name + " " + variable.getKey())
                                .startsWith("/run/secrets/");
                          }
                        }));
    String text = Documents.text(ComposeFile.PATH);
    String made = Documents.text("deploy/compose/secrets.sh");
    for (String secret : names(file.root().get("secrets"))) {
      String source = file.root().at("/secrets/" + secret + "/file").asText();
      assertThat(source).isEqualTo("FOLDER/" + secret);
      assertThat(text).contains("file: ${ENTRAIN_SECRETS:?make a folder of passwords by");
      assertThat(made).contains("\"$folder/" + secret + "\"");
    }
  }

  @Test
  void memory_isEnoughForHeapAndNativeLibraries() {
    file.entrain()
        .forEach(
            (name, service) -> {
              String flags = service.at("/environment/ENTRAIN_JAVA_OPTS").asText("");
              assertThat(JvmMemory.bytes(service.get("mem_limit").asText()))
                  .as(name)
                  .isGreaterThanOrEqualTo(JvmMemory.needed(ComposeFile.arguments(service), flags));
              assertThat(Documents.texts(service.get("tmpfs")))
                  .containsExactly("/tmp:exec,size=256m");
            });
  }

  @Test
  void brokers_formOneClusterOfThree() {
    Set<String> ids = new TreeSet<>();
    List<String> names = List.of("kafka-1", "kafka-2", "kafka-3");
    for (String name : names) {
      JsonNode environment = file.services().get(name).get("environment");
      String id = environment.get("KAFKA_NODE_ID").asText();
      ids.add(id);
      assertThat(environment.get("KAFKA_CONTROLLER_QUORUM_VOTERS").asText())
          .contains(id + "@" + name + ":9093");
      assertThat(environment.get("KAFKA_ADVERTISED_LISTENERS").asText())
          .isEqualTo("PLAINTEXT://" + name + ":9092");
      assertThat(environment.get("KAFKA_MIN_INSYNC_REPLICAS").asInt()).isEqualTo(2);
    }
    assertThat(ids).hasSize(3);
  }

  private static Set<String> names(JsonNode object) {
    Set<String> names = new TreeSet<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
