package org.entrain.dashboard;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The OpenAPI 3.1 document of the endpoints. */
final class OpenApi {

  private static final String JSON = "application/json";

  private OpenApi() {}

  /**
   * @param version version of the program
   */
  static Map<String, Object> of(List<Endpoint> endpoints, String version) {
    JsonSchema schemas = new JsonSchema();
    Map<String, Map<String, Object>> paths = new TreeMap<>();
    for (Endpoint endpoint : endpoints) {
      paths
          .computeIfAbsent(endpoint.path(), path -> new TreeMap<>())
          .put(endpoint.verb().name().toLowerCase(Locale.ROOT), operation(endpoint, schemas));
    }
    Map<String, Object> fault = schemas.of(Fault.class);
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("openapi", "3.1.0");
    document.put(
        "info",
        Map.of(
            "title",
            "entrain",
            "version",
            version,
            "description",
            "Results, topics and live state of a run. Reading needs no token; writing needs the"
                + " one printed at start, in the header "
                + Access.HEADER
                + "."));
    document.put("paths", paths);
    document.put(
        "components",
        Map.of(
            "schemas",
            schemas.schemas(),
            "responses",
            Map.of(
                "Fault",
                Map.of(
                    "description",
                    "What was asked cannot be done, and why",
                    "content",
                    Map.of(JSON, Map.of("schema", fault)))),
            "securitySchemes",
            Map.of("token", Map.of("type", "apiKey", "in", "header", "name", Access.HEADER))));
    return document;
  }

  private static Map<String, Object> operation(Endpoint endpoint, JsonSchema schemas) {
    Map<String, Object> operation = new LinkedHashMap<>();
    operation.put("summary", endpoint.summary());
    operation.put("parameters", endpoint.parameters().stream().map(OpenApi::parameter).toList());
    if (endpoint.body() != null) {
      operation.put(
          "requestBody",
          Map.of(
              "required",
              true,
              "content",
              Map.of(JSON, Map.of("schema", schemas.of(endpoint.body())))));
    }
    if (endpoint.verb() == Endpoint.Verb.POST) {
      operation.put("security", List.of(Map.of("token", List.of())));
    }
    boolean csv = endpoint.answer() == String.class;
    Map<String, Object> schema = csv ? Map.of("type", "string") : schemas.of(endpoint.answer());
    operation.put(
        "responses",
        Map.of(
            "200",
            Map.of(
                "description",
                endpoint.summary(),
                "content",
                Map.of(csv ? "text/csv" : JSON, Map.of("schema", schema))),
            "default",
            Map.of("$ref", "#/components/responses/Fault")));
    return operation;
  }

  private static Map<String, Object> parameter(Endpoint.Parameter parameter) {
    return Map.of(
        "name",
        parameter.name(),
        "in",
        parameter.place().name().toLowerCase(Locale.ROOT),
        "required",
        parameter.required(),
        "description",
        parameter.description(),
        "schema",
        Map.of("type", parameter.type()));
  }
}
