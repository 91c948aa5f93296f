package org.entrain.app.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Prometheus and Grafana ask for what is there. */
class MonitoringFilesTest {

  private static final String PROMETHEUS = "deploy/prometheus/prometheus.yml";
  private static final String DASHBOARD = "deploy/grafana/provisioning/dashboards/entrain.json";
  private static final Pattern METRIC = Pattern.compile("entrain_\\w+");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `(entrain_\\w+)` \\| (\\w+) \\|");

  private final ComposeFile compose = ComposeFile.read();

  @Test
  void prometheus_scrapesEveryWorker() {
    Set<String> workers = new TreeSet<>();
    compose
        .entrain()
        .forEach(
            (name, service) ->
                ComposeFile.arguments(service).stage().ifPresent(stage -> workers.add(name)));
    JsonNode found = Documents.one(PROMETHEUS).at("/scrape_configs/0/dns_sd_configs/0");
    assertThat(Documents.texts(found.get("names"))).containsExactlyInAnyOrderElementsOf(workers);
    assertThat(found.get("port").asInt()).isEqualTo(Image.MONITOR_PORT);
  }

  @Test
  void files_areMountedWhereTheyAreLookedFor() {
    JsonNode prometheus = compose.services().get("prometheus");
    assertThat(Documents.texts(prometheus.get("volumes")))
        .contains("./deploy/prometheus:/etc/prometheus:ro");
    for (String rules : Documents.texts(Documents.one(PROMETHEUS).get("rule_files"))) {
      assertThat(rules).startsWith("/etc/prometheus/");
      assertThat(Documents.file(rules.replace("/etc/", "deploy/"))).isRegularFile();
    }
    JsonNode grafana = compose.services().get("grafana");
    assertThat(Documents.texts(grafana.get("volumes")))
        .contains("./deploy/grafana/provisioning:/etc/grafana/provisioning:ro");
    String home = grafana.at("/environment/GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH").asText();
    assertThat(Documents.file(home.replace("/etc/", "deploy/")))
        .isEqualTo(Documents.file(DASHBOARD));
    JsonNode source =
        Documents.one("deploy/grafana/provisioning/datasources/prometheus.yml")
            .at("/datasources/0");
    assertThat(source.get("url").asText()).isEqualTo("http://prometheus:9090");
    assertThat(Documents.one(DASHBOARD).findValuesAsText("uid"))
        .contains(source.get("uid").asText());
  }

  @Test
  void expressions_nameMetricsThatAreDocumented() {
    Set<String> documented = new TreeSet<>();
    Matcher row = ROW.matcher(Documents.text("docs/monitoring.md"));
    while (row.find()) {
      documented.add(row.group(1));
      if (row.group(2).equals("histogram")) {
        documented.add(row.group(1) + "_bucket");
      }
    }
    List<String> expressions = new ArrayList<>();
    Documents.one(DASHBOARD)
        .findValues("expr")
        .forEach(expression -> expressions.add(expression.asText()));
    assertThat(expressions).hasSizeGreaterThan(20);
    JsonNode rule =
        Documents.one("deploy/kubernetes/autoscaling/prometheus-adapter.yaml")
            .at("/rules/external/0");
    expressions.add(rule.get("seriesQuery").asText());
    expressions.add(rule.at("/name/matches").asText());
    for (String expression : expressions) {
      assertThat(METRIC.matcher(expression).results().map(found -> found.group()))
          .as(expression)
          .isNotEmpty()
          .allMatch(documented::contains);
    }
  }
}
