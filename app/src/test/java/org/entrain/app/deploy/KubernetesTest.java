package org.entrain.app.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.entrain.app.run.Worker;
import org.junit.jupiter.api.Test;

/** The Kubernetes manifests without a cluster: by the API's schema, and by what no schema knows. */
class KubernetesTest {

  private static final Set<String> SINGLE = Set.of("planner", "results");

  private final Manifests manifests = Manifests.read();

  @Test
  void objects_areAsTheApiHasThem() {
    ObjectNode schema = Documents.schema("kubernetes.json");
    for (JsonNode object : manifests.all()) {
      String kind = object.get("apiVersion").asText() + "/" + object.get("kind").asText();
      assertThat(schema.get("kinds").has(kind)).as(kind).isTrue();
      ObjectNode one = schema.deepCopy();
      one.put("$ref", schema.get("kinds").get(kind).asText());
      one.remove("kinds");
      Documents.conforms(kind + " " + Manifests.name(object), object, one);
    }
  }

  @Test
  void references_leadSomewhere() {
    String documented = Documents.text("docs/cluster.md");
    Set<String> claims = new TreeSet<>();
    manifests.of("PersistentVolumeClaim").forEach(each -> claims.add(Manifests.name(each)));
    Set<String> generated = new TreeSet<>();
    JsonNode kustomization = Documents.one(Manifests.FOLDER + "kustomization.yaml");
    for (JsonNode map : kustomization.get("configMapGenerator")) {
      generated.add(map.get("name").asText());
      Documents.texts(map.path("files"))
          .forEach(path -> assertThat(Documents.file(Manifests.FOLDER + path)).exists());
    }
    for (JsonNode workload : manifests.workloads()) {
      Set<String> volumes = new TreeSet<>();
      for (JsonNode volume : Manifests.pod(workload).get("volumes")) {
        volumes.add(volume.get("name").asText());
        if (volume.has("configMap")) {
          assertThat(generated).contains(volume.at("/configMap/name").asText());
        }
        if (volume.has("secret")) {
          assertThat(documented)
              .contains("create secret generic " + volume.at("/secret/secretName").asText());
        }
        if (volume.has("persistentVolumeClaim")) {
          String claim = volume.at("/persistentVolumeClaim/claimName").asText();
          assertThat(claims.contains(claim) || documented.contains("`" + claim + "`"))
              .as(claim)
              .isTrue();
        }
      }
      Set<String> mounts = new TreeSet<>();
      for (JsonNode mount : Manifests.container(workload).get("volumeMounts")) {
        mounts.add(mount.get("name").asText());
      }
      assertThat(mounts).as(Manifests.name(workload)).isEqualTo(volumes);
      for (JsonNode variable : Manifests.container(workload).path("env")) {
        if (variable.has("valueFrom")) {
          assertThat(generated).contains(variable.at("/valueFrom/configMapKeyRef/name").asText());
        }
      }
    }
  }

  @Test
  void pods_areRestricted() {
    for (JsonNode workload : manifests.workloads()) {
      String name = Manifests.name(workload);
      JsonNode pod = Manifests.pod(workload);
      assertThat(pod.get("containers")).as(name).hasSize(1);
      assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).as(name).isTrue();
      assertThat(pod.at("/securityContext/runAsUser").asInt()).as(name).isEqualTo(Image.USER);
      assertThat(pod.at("/securityContext/seccompProfile/type").asText())
          .isEqualTo("RuntimeDefault");
      assertThat(pod.get("automountServiceAccountToken").asBoolean(true)).as(name).isFalse();
      JsonNode context = Manifests.container(workload).get("securityContext");
      assertThat(context.get("readOnlyRootFilesystem").asBoolean()).as(name).isTrue();
      assertThat(context.get("allowPrivilegeEscalation").asBoolean(true)).as(name).isFalse();
      assertThat(Documents.texts(context.at("/capabilities/drop"))).containsExactly("ALL");
      assertThat(Manifests.container(workload).get("image").asText()).isEqualTo(Image.NAME);
    }
  }

  @Test
  void stages_haveADeploymentEach() {
    Set<Worker.Kind> found = EnumSet.noneOf(Worker.Kind.class);
    manifests
        .of("Deployment")
        .forEach(
            deployment ->
                Manifests.arguments(deployment)
                    .stage()
                    .ifPresent(
                        stage -> {
                          assertThat(Manifests.name(deployment))
                              .isEqualToIgnoringCase(stage.name());
                          found.add(stage);
                        }));
    assertThat(found).isEqualTo(EnumSet.allOf(Worker.Kind.class));
  }

  @Test
  void plannerAndResults_runOnceAndOthersScaleByLag() {
    Map<String, JsonNode> scalers = new TreeMap<>();
    manifests
        .of("HorizontalPodAutoscaler")
        .forEach(each -> scalers.put(Manifests.name(each), each));
    Set<String> budgets = new TreeSet<>();
    manifests.of("PodDisruptionBudget").forEach(each -> budgets.add(Manifests.name(each)));
    assertThat(budgets).isEqualTo(scalers.keySet());
    for (JsonNode deployment : manifests.of("Deployment").toList()) {
      String name = Manifests.name(deployment);
      Arguments arguments = Manifests.arguments(deployment);
      if (arguments.stage().isEmpty()) {
        continue;
      }
      assertThat(scalers.containsKey(name)).as(name).isNotEqualTo(SINGLE.contains(name));
      if (SINGLE.contains(name)) {
        assertThat(deployment.at("/spec/replicas").asInt()).as(name).isEqualTo(1);
        assertThat(deployment.at("/spec/strategy/type").asText()).as(name).isEqualTo("Recreate");
        continue;
      }
      // Applying the manifest again would undo what the autoscaler did.
      assertThat(deployment.at("/spec").has("replicas")).as(name).isFalse();
      JsonNode scaler = scalers.get(name).get("spec");
      assertThat(scaler.at("/scaleTargetRef/name").asText()).isEqualTo(name);
      JsonNode metric = scaler.at("/metrics/0/external/metric");
      assertThat(metric.get("name").asText()).isEqualTo("entrain_lag_records");
      assertThat(metric.at("/selector/matchLabels/stage").asText()).isEqualTo(name);
      int partitions = arguments.settings().partitions();
      if (name.equals("embedding")) {
        assertThat(scaler.get("maxReplicas").asInt()).isGreaterThan(partitions);
      } else {
        assertThat(scaler.get("maxReplicas").asInt()).as(name).isEqualTo(partitions);
      }
      assertThat(scaler.at("/behavior/scaleDown/stabilizationWindowSeconds").asInt())
          .isGreaterThanOrEqualTo(1800);
    }
  }

  @Test
  void labels_findThePods() {
    for (JsonNode object : manifests.all()) {
      JsonNode selector = object.at("/spec/selector/matchLabels");
      if (object.get("kind").asText().equals("Service")) {
        selector = object.at("/spec/selector");
      }
      if (selector.isObject()) {
        String name = Manifests.name(object);
        JsonNode labels =
            manifests.workloads().stream()
                .filter(each -> Manifests.name(each).equals(name))
                .findFirst()
                .orElseThrow()
                .at("/spec/template/metadata/labels");
        assertThat(labels).as(name).isEqualTo(selector);
      }
    }
  }

  @Test
  void probesAndScrapes_askPortsThatAreServed() {
    for (JsonNode deployment : manifests.of("Deployment").toList()) {
      JsonNode container = Manifests.container(deployment);
      JsonNode port = container.at("/ports/0");
      Arguments arguments = Manifests.arguments(deployment);
      for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
        assertThat(container.at("/" + probe + "/httpGet/port").asText())
            .isEqualTo(port.get("name").asText());
      }
      String option = arguments.stage().isPresent() ? "--monitor" : "--http";
      assertThat(arguments.port(option)).isEqualTo(port.get("containerPort").asInt());
      if (arguments.stage().isPresent()) {
        assertThat(
                deployment
                    .at("/spec/template/metadata/annotations")
                    .get("prometheus.io/port")
                    .asText())
            .isEqualTo(port.get("containerPort").asText());
        assertThat(container.at("/livenessProbe/httpGet/path").asText()).isEqualTo("/health/live");
        assertThat(container.at("/readinessProbe/httpGet/path").asText())
            .isEqualTo("/health/ready");
      }
    }
  }

  @Test
  void memory_isEnoughForHeapAndNativeLibraries() {
    for (JsonNode workload : manifests.workloads()) {
      assertThat(
              JvmMemory.bytes(
                  Manifests.container(workload).at("/resources/limits/memory").asText()))
          .as(Manifests.name(workload))
          .isGreaterThanOrEqualTo(
              JvmMemory.needed(
                  Manifests.arguments(workload),
                  Manifests.variable(workload, "ENTRAIN_JAVA_OPTS")));
    }
  }

  @Test
  void credentials_areInNoFileOfTheRepository() {
    assertThat(manifests.of("Secret")).isEmpty();
    Pattern secret = Pattern.compile("(?i)(password|jaas)\\s*[=:]");
    for (String file : List.of("brokers.args", "settings.args", "worker.args")) {
      assertThat(Documents.text(Manifests.FOLDER + "args/" + file)).doesNotContainPattern(secret);
    }
  }

  @Test
  void workers_runAsComposeRunsThem() {
    for (String file : List.of("worker.args", "settings.args")) {
      assertThat(options(Manifests.FOLDER + "args/" + file))
          .isEqualTo(options("deploy/compose/args/" + file));
    }
  }

  private static List<String> options(String path) {
    return Documents.text(path).lines().filter(line -> !line.startsWith("#")).toList();
  }
}
