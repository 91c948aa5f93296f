package org.entrain.dashboard;

import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request that the API answers, declared once: the server routes by it and the OpenAPI document
 * tells of it.
 *
 * @param verb method of HTTP
 * @param path path, with {@code {name}} for what varies
 * @param summary what it answers, one sentence
 * @param parameters what varies in path and query
 * @param body type of the request's body; null without one
 * @param answer type of the answer: a record, or a list of one; {@code String} for CSV
 * @param handler what answers
 */
record Endpoint(
    Verb verb,
    String path,
    String summary,
    List<Parameter> parameters,
    @Nullable Type body,
    Type answer,
    Handler handler) {

  Endpoint {
    parameters = List.copyOf(parameters);
  }

  /** Methods that there are; what writes is {@code POST} and asks for the token. */
  enum Verb {
    GET,
    POST
  }

  /** Where a parameter stands. */
  enum Place {
    PATH,
    QUERY
  }

  /**
   * A parameter.
   *
   * @param type {@code string}, {@code integer} or {@code boolean}
   * @param required whether a request without it is refused
   */
  record Parameter(String name, Place place, String type, boolean required, String description) {

    static Parameter path(String name, String description) {
      return new Parameter(name, Place.PATH, "string", true, description);
    }

    static Parameter text(String name, String description) {
      return new Parameter(name, Place.QUERY, "string", false, description);
    }

    static Parameter number(String name, String description) {
      return new Parameter(name, Place.QUERY, "integer", false, description);
    }
  }

  /** What answers a request. */
  @FunctionalInterface
  interface Handler {
    /** Returns the answer, or null if it has been written already. */
    @Nullable Object answer(Request request) throws Exception;
  }

  static Endpoint get(
      String path, String summary, Type answer, Handler handler, Parameter... parameters) {
    return new Endpoint(Verb.GET, path, summary, List.of(parameters), null, answer, handler);
  }

  /** A list, which is answered in parts. */
  static Endpoint list(
      String path, String summary, Type item, Handler handler, Parameter... parameters) {
    List<Parameter> all = new ArrayList<>(List.of(parameters));
    all.add(Paging.OFFSET);
    all.add(Paging.LIMIT);
    return new Endpoint(Verb.GET, path, summary, all, null, item, handler);
  }

  static Endpoint post(String path, String summary, Type body, Type answer, Handler handler) {
    return new Endpoint(Verb.POST, path, summary, List.of(), body, answer, handler);
  }
}
