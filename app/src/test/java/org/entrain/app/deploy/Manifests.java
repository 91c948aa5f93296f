package org.entrain.app.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The Kubernetes objects of the base and of its components, before kustomize names and labels them.
 *
 * @param all objects
 */
record Manifests(List<JsonNode> all) {

  static final String FOLDER = "deploy/kubernetes/";

  private static final Map<String, String> MOUNTED = Map.of("/etc/entrain/args", FOLDER + "args");

  static Manifests read() {
    List<JsonNode> all = new ArrayList<>();
    for (String folder : List.of("", "properties/", "produce/")) {
      JsonNode list = Documents.one(FOLDER + folder + "kustomization.yaml");
      for (String resource : Documents.texts(list.get("resources"))) {
        all.addAll(Documents.all(FOLDER + folder + resource));
      }
    }
    return new Manifests(all);
  }

  Stream<JsonNode> of(String kind) {
    return all.stream().filter(each -> each.get("kind").asText().equals(kind));
  }

  /** What runs pods: deployments and jobs. */
  List<JsonNode> workloads() {
    return Stream.concat(of("Deployment"), of("Job")).toList();
  }

  static String name(JsonNode object) {
    return object.at("/metadata/name").asText();
  }

  static JsonNode pod(JsonNode workload) {
    return workload.at("/spec/template/spec");
  }

  static JsonNode container(JsonNode workload) {
    return pod(workload).at("/containers/0");
  }

  /** What a workload tells entrain; values that the cluster puts in stay as they are. */
  static Arguments arguments(JsonNode workload) {
    return Arguments.of(Documents.texts(container(workload).get("args")), MOUNTED);
  }

  /** Value of a variable of the environment; empty if there is none. */
  static String variable(JsonNode workload, String name) {
    return Documents.elements(container(workload).path("env"))
        .filter(each -> each.get("name").asText().equals(name))
        .map(each -> each.path("value").asText())
        .findFirst()
        .orElse("");
  }
}
