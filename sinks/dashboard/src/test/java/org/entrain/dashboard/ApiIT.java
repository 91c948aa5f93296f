package org.entrain.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.entrain.transport.BroadcastReader;
import org.entrain.transport.EventProducer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The API over a real broker and database. */
class ApiIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  /** What the simulated results have nothing of. */
  private static final List<String> EMPTY =
      List.of("/api/bands", "/api/ceilings", "/api/dead-letters");

  @TempDir private static Path folder;
  private static DashboardFixture fixture;

  @BeforeAll
  static void start() {
    fixture = new DashboardFixture(folder);
    try (EventProducer producer = new EventProducer(fixture.connection, "test")) {
      producer.send(
          fixture.topics.words(),
          "story",
          new org.entrain.schemas.avro.Word("story", 0, 0, "=x", 0.5));
      producer.flush();
    }
  }

  @AfterAll
  static void stop() {
    fixture.close();
  }

  @Test
  void everyRoute_answersWhatTheDocumentSays() throws Exception {
    ObjectNode document = (ObjectNode) get("api/openapi.json");
    List<String> asked = new ArrayList<>();
    for (Map.Entry<String, JsonNode> path : document.get("paths").properties()) {
      JsonNode get = path.getValue().get("get");
      if (get == null || !get.at("/responses/200/content").has("application/json")) {
        continue;
      }
      String url =
          path.getKey()
              .substring(1)
              .replace("{topic}", "entrain.words")
              .replace("{fit}", firstFit())
              .replace("api/compare", "api/compare?state=other");
      JsonNode answer = get(url);
      ObjectNode schema = get.at("/responses/200/content/application~1json/schema").deepCopy();
      schema.set("components", document.get("components"));
      assertThat(
              SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                  .getSchema(schema)
                  .validate(answer))
          .as(url)
          .isEmpty();
      if (!EMPTY.contains(path.getKey())) {
        assertThat(answer.size()).as(url).isPositive();
      }
      asked.add(path.getKey());
    }
    assertThat(asked)
        .contains("/api/alignment", "/api/fits", "/api/properties/tests", "/api/topics")
        .hasSizeGreaterThan(15);
  }

  @Test
  void document_isAsPinned() throws Exception {
    StringBuilder routes = new StringBuilder();
    for (Map.Entry<String, JsonNode> path : get("api/openapi.json").get("paths").properties()) {
      for (Map.Entry<String, JsonNode> verb : path.getValue().properties()) {
        List<String> parameters = new ArrayList<>();
        verb.getValue().get("parameters").forEach(p -> parameters.add(p.get("name").asText()));
        routes.append(
            "%s %s %s"
                .formatted(verb.getKey(), path.getKey(), String.join(",", parameters))
                .stripTrailing());
        routes.append('\n');
      }
    }
    try (var pinned = ApiIT.class.getResourceAsStream("routes.txt")) {
      assertThat(routes.toString())
          .isEqualTo(new String(pinned.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  @Test
  void longList_comesInPages() throws Exception {
    HttpResponse<String> first = ask("api/fits?limit=7");
    assertThat(first.headers().firstValue("Total-Count")).hasValue("36");
    List<String> fits = new ArrayList<>();
    for (int offset = 0; offset < 36; offset += 7) {
      get("api/fits?limit=7&offset=" + offset).forEach(fit -> fits.add(fit.get("fit").asText()));
    }
    assertThat(fits).hasSize(36).doesNotHaveDuplicates();
  }

  @Test
  void longList_whileResultsChange_isReadToItsEndAsItWas() throws Exception {
    String path = "api/properties/tests?limit=1";
    HttpResponse<String> first = ask(path);
    fixture.stream.advance(4);
    HttpResponse<String> second = ask(path + "&offset=1");
    assertThat(state(second)).isEqualTo(state(first));
    assertThat(second.headers().firstValue("Total-Count"))
        .isEqualTo(first.headers().firstValue("Total-Count"));
    assertThat(JSON.readTree(second.body())).hasSize(1);
    assertThat(state(ask(path))).isNotEqualTo(state(first));
    assertThat(state(ask(path + "&offset=1&model=none"))).isNotEqualTo(state(first));
  }

  private static Optional<String> state(HttpResponse<String> response) {
    return response.headers().firstValue("Commits");
  }

  @Test
  void filter_selectsFits() throws Exception {
    JsonNode fits = get("api/fits?step=64&layer=2&participant=A&variant=initial");
    assertThat(fits).hasSize(1);
    assertThat(fits.get(0).get("meanR").asDouble()).isBetween(0.2, 0.3);
    JsonNode distribution = get("api/distributions?step=64&layer=2&participant=A&variant=initial");
    int voxels = 0;
    for (JsonNode bin : distribution.get(0).get("voxels")) {
      voxels += bin.asInt();
    }
    assertThat(voxels).isEqualTo(SimulatedResults.VOXELS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "api/fits?limit=1001",
        "api/fits?limit=0",
        "api/fits?limit=99999999999999999999",
        "api/fits?offset=-1",
        "api/fits?layer=x",
        "api/fits?unknown=1",
        "api/fits?limit=1&limit=2",
        "api/fits/999999/voxels",
        "api/fits/one/voxels",
        "api/fits/999999/provenance",
        "api/fits/one/provenance",
        "api/topics/__consumer_offsets/records",
        "api/topics/entrain.words/records?partition=5",
        "api/topics/entrain.words/records?limit=101",
        "api/compare",
      })
  void nonsense_isRefusedWithWhatIsWrong(String url) throws Exception {
    HttpResponse<String> response = ask(url);
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(JSON.readTree(response.body()).get("error").asText())
        .contains("expected")
        .doesNotContain("Exception");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "api/nothing",
        "web/../Dashboard.class",
        "web/%2e%2e/Dashboard.class",
        "web/vendor/../../Dashboard.class",
        "web/nothing.js",
        "web/",
        "etc/passwd",
      })
  void otherAddress_isNotThere(String url) throws Exception {
    assertThat(ask(url).statusCode()).isIn(400, 404);
    assertThat(ask(url).body()).doesNotContain("Exception");
  }

  @Test
  void provenance_leadsToTheCheckpoint() throws Exception {
    JsonNode provenance = get("api/fits/" + firstFit() + "/provenance");
    assertThat(provenance.get("fit").get("fit").asText()).isEqualTo(firstFit());
    assertThat(provenance.get("checkpoint").get("fingerprint").asText()).startsWith("fingerprint-");
    assertThat(provenance.get("data").get("stimulus").asText()).isEqualTo("story");
    assertThat(provenance.get("records").get(0).get("topic").asText()).isEqualTo("entrain.scores");
  }

  @Test
  void record_isDecoded() throws Exception {
    JsonNode record = get("api/topics/entrain.words/records?offset=0&limit=1").get(0);
    assertThat(record.get("value").get("text").asText()).isEqualTo("=x");
    assertThat(record.get("fault").isNull()).isTrue();
  }

  @Test
  void write_withoutTheToken_isForbidden() throws Exception {
    HttpResponse<String> response = post("api/checkpoints", "{\"path\":\"x\"}", "wrong");
    assertThat(response.statusCode()).isEqualTo(403);
    assertThat(response.body()).contains("token").doesNotContain(DashboardFixture.TOKEN);
    assertThat(post("api/dead-letters/redrive", "{}", "").statusCode()).isEqualTo(403);
  }

  @Test
  void add_withTheToken_isDone() throws Exception {
    HttpResponse<String> done =
        post("api/checkpoints", "{\"path\":\"models\"}", DashboardFixture.TOKEN);
    assertThat(done.statusCode()).isEqualTo(200);
    assertThat(done.body()).contains("Announced: models");
    assertThat(post("api/checkpoints", "{\"path\":\"..\"}", DashboardFixture.TOKEN).statusCode())
        .isEqualTo(400);
    assertThat(post("api/checkpoints", "nonsense", DashboardFixture.TOKEN).statusCode())
        .isEqualTo(400);
  }

  @Test
  void foreignName_isForbidden() throws Exception {
    // The client of the JDK does not let a request name another host.
    URI uri = URI.create(fixture.dashboard.address());
    try (java.net.Socket socket = new java.net.Socket("127.0.0.1", uri.getPort())) {
      socket
          .getOutputStream()
          .write(
              "GET /api/stream HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(answer).startsWith("HTTP/1.1 403").doesNotContain("story");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "api/scores.csv, no-cors",
    "api/events, cors",
    "api/stream, navigate",
    "web/page.js, no-cors",
    "'', no-cors"
  })
  void pageOfAnotherSite_isRefused(String path, String mode) throws Exception {
    HttpResponse<String> response = ask(path, "cross-site", mode);
    assertThat(response.statusCode()).isEqualTo(403);
    assertThat(response.body()).contains("may link to this page").doesNotContain("story");
  }

  @ParameterizedTest
  @CsvSource({
    "'', cross-site, navigate",
    "'', none, navigate",
    "api/stream, same-origin, cors",
    "api/scores.csv, none, navigate"
  })
  void linkToThePageAndThePageItself_areAnswered(String path, String site, String mode)
      throws Exception {
    assertThat(ask(path, site, mode).statusCode()).isEqualTo(200);
  }

  @Test
  void redrive_takesALetterBackOnce() throws Exception {
    fixture.bury("garbage of the API");
    JsonNode letter = null;
    for (JsonNode one : get("api/dead-letters")) {
      letter = one.get("record").get("key").asText().equals("garbage of the API") ? one : letter;
    }
    assertThat(letter).isNotNull();
    assertThat(letter.get("origin").asText()).startsWith("entrain.words-0@");
    String body =
        "{\"topic\":\"entrain.words.dlq\",\"offset\":%d}".formatted(letter.get("offset").asLong());
    assertThat(post("api/dead-letters/redrive", body, DashboardFixture.TOKEN).statusCode())
        .isEqualTo(200);
    HttpResponse<String> again = post("api/dead-letters/redrive", body, DashboardFixture.TOKEN);
    assertThat(again.statusCode()).isEqualTo(400);
    assertThat(again.body()).contains("re-driven before");
    List<String> back = new ArrayList<>();
    try (BroadcastReader reader =
        new BroadcastReader(fixture.connection, "back", List.of(fixture.topics.words()))) {
      reader.readToEnd(record -> back.add(text(record)));
    }
    assertThat(back).containsOnlyOnce("garbage of the API");
  }

  @Test
  void letterThatIsNone_isRefused() throws Exception {
    for (String body :
        List.of(
            "{\"topic\":\"entrain.words.dlq\",\"offset\":12345}",
            "{\"topic\":\"entrain.words\",\"offset\":0}",
            "{\"topic\":\"__consumer_offsets\",\"offset\":0}")) {
      assertThat(post("api/dead-letters/redrive", body, DashboardFixture.TOKEN).statusCode())
          .as(body)
          .isEqualTo(400);
    }
  }

  @Test
  void scores_asCsv_haveNoFormulas() throws Exception {
    HttpResponse<String> csv = ask("api/scores.csv");
    assertThat(csv.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/csv");
    assertThat(csv.body().lines().count())
        .isEqualTo(1 + 36L * SimulatedResults.VOXELS * SimulatedResults.FOLDS);
    assertThat(csv.body()).doesNotContain(",=cmd").contains("'=cmd");
  }

  private static String text(ConsumerRecord<byte[], byte[]> record) {
    return new String(record.value(), StandardCharsets.UTF_8);
  }

  private static String firstFit() throws Exception {
    return get("api/fits?limit=1").get(0).get("fit").asText();
  }

  private static JsonNode get(String path) throws Exception {
    HttpResponse<String> response = ask(path);
    assertThat(response.statusCode()).as(path + ": " + response.body()).isEqualTo(200);
    return JSON.readTree(response.body());
  }

  private static HttpResponse<String> ask(String path) throws Exception {
    return HTTP.send(
        HttpRequest.newBuilder(URI.create(fixture.dashboard.address() + path)).build(),
        BodyHandlers.ofString());
  }

  private static HttpResponse<String> ask(String path, String site, String mode) throws Exception {
    return HTTP.send(
        HttpRequest.newBuilder(URI.create(fixture.dashboard.address() + path))
            .header("Sec-Fetch-Site", site)
            .header("Sec-Fetch-Mode", mode)
            .build(),
        BodyHandlers.ofString());
  }

  private static HttpResponse<String> post(String path, String body, String token)
      throws Exception {
    return HTTP.send(
        HttpRequest.newBuilder(URI.create(fixture.dashboard.address() + path))
            .header("Entrain-Token", token)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }
}
