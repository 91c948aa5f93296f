package org.entrain.dashboard;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.javalin.http.Context;
import io.javalin.http.ServiceUnavailableResponse;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.entrain.common.InvalidInputException;
import org.entrain.results.Page;
import org.jspecify.annotations.Nullable;

/** A request's parameters, checked against what its endpoint declares. */
final class Request {

  /** Header that says how long a list is. */
  static final String TOTAL = "Total-Count";

  private static final int MOST_DIGITS = 18;

  private final Context context;
  private final Endpoint endpoint;

  /**
   * @throws InvalidInputException if the query names something that the endpoint does not know
   */
  Request(Context context, Endpoint endpoint) {
    this.context = context;
    this.endpoint = endpoint;
    Set<String> known =
        endpoint.parameters().stream().map(Endpoint.Parameter::name).collect(Collectors.toSet());
    for (Map.Entry<String, List<String>> given : context.queryParamMap().entrySet()) {
      if (!known.contains(given.getKey())) {
        throw refused(
            given.getKey(), known.isEmpty() ? "no parameter" : String.join(", ", known), "it");
      }
      if (given.getValue().size() > 1) {
        throw refused(given.getKey(), "one value", given.getValue().size() + " values");
      }
    }
  }

  /** A parameter of the path. */
  String path(String name) {
    return context.pathParam(name);
  }

  /** A parameter of the query; null if it is not given. */
  @Nullable String text(String name) {
    return context.queryParam(name);
  }

  /**
   * A whole number of the query.
   *
   * @param usual value if it is not given
   */
  long number(String name, long usual, long least, long most) {
    String given = context.queryParam(name);
    if (given == null) {
      return usual;
    }
    boolean whole = given.length() <= MOST_DIGITS && given.matches("-?[0-9]+");
    long value = whole ? Long.parseLong(given) : 0;
    if (!whole || value < least || value > most) {
      throw refused(name, "a whole number from %d to %d".formatted(least, most), given);
    }
    return value;
  }

  /** The page that is asked for. */
  Page page() {
    return new Page(
        number("offset", 0, 0, Long.MAX_VALUE / 2),
        (int) number("limit", Paging.USUAL, 1, Paging.MOST));
  }

  /** What is asked for, whichever part of it; every parameter has one value. */
  String whole() {
    Map<String, List<String>> parameters = new TreeMap<>(context.queryParamMap());
    parameters.remove(Paging.OFFSET.name());
    parameters.remove(Paging.LIMIT.name());
    return context.path() + parameters;
  }

  /** Says how long the list is that the answer is part of. */
  void total(long items) {
    context.header(TOTAL, Long.toString(items));
  }

  /** The body. */
  <T> T body(Class<T> type) {
    try {
      T body = Json.MAPPER.readValue(context.body(), type);
      if (body == null) {
        throw refused("body", "JSON as /api/openapi.json says", "null");
      }
      return body;
    } catch (JsonProcessingException e) {
      throw refused("body", "JSON as /api/openapi.json says", e.getOriginalMessage());
    }
  }

  /** Where an answer that is no JSON goes. */
  CsvFile csv(String file) {
    return new CsvFile(context, file);
  }

  /**
   * A refusal for now.
   *
   * @param seconds after which to ask again
   * @param why what is in the way, for people
   */
  ServiceUnavailableResponse busy(int seconds, String why) {
    context.header("Retry-After", Integer.toString(seconds));
    return new ServiceUnavailableResponse(why);
  }

  /** A refusal of what this request asks. */
  InvalidInputException refused(String field, String expected, String found) {
    return new InvalidInputException(
        endpoint.verb() + " " + endpoint.path(),
        field,
        expected,
        found,
        "See /api/openapi.json for what can be asked.");
  }
}
