package org.entrain.app.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.entrain.app.command.CommandRunner;
import org.junit.jupiter.api.Test;

/** Alerts and examples of queries ask for metrics that there are. */
class AlertsTest {

  private static final Path ALERTS = CommandRunner.HOME.resolve("deploy/prometheus/alerts.yml");
  private static final Path DOCUMENT = CommandRunner.HOME.resolve("docs/monitoring.md");

  /** Every word that is no label, value or duration. */
  private static final Pattern METRIC =
      Pattern.compile("\\b(?:entrain|jvm|process|system|logback)_\\w+|\\bup\\b");

  private static final Pattern EXAMPLE =
      Pattern.compile("^\\| [^|]+ \\| `(.+)` \\|$", Pattern.MULTILINE);
  private static final Set<String> OF_PROMETHEUS = Set.of("up");

  @Test
  void rules_haveAllThatPrometheusNeeds_andSayWhatToDo() throws IOException {
    List<JsonNode> rules = rules();
    assertThat(rules).hasSizeGreaterThan(10);
    assertThat(rules).extracting(rule -> rule.path("alert").asText()).doesNotHaveDuplicates();
    for (JsonNode rule : rules) {
      assertThat(rule.fieldNames())
          .toIterable()
          .contains("alert", "expr", "labels", "annotations")
          .isSubsetOf("alert", "expr", "for", "labels", "annotations");
      assertThat(rule.path("alert").asText()).startsWith("Entrain");
      assertThat(rule.path("labels").path("severity").asText()).isIn("info", "warning", "critical");
      assertThat(rule.path("annotations").path("summary").asText()).isNotEmpty();
      assertThat(rule.path("annotations").path("action").asText()).isNotEmpty();
    }
  }

  @Test
  void metrics_inRulesAndExamples_areDocumented() throws IOException {
    Set<String> known = new TreeSet<>(MetricTable.read().queried());
    known.addAll(OF_PROMETHEUS);
    for (JsonNode rule : rules()) {
      assertThat(metrics(rule.path("expr").asText()))
          .as(rule.path("alert").asText())
          .isNotEmpty()
          .isSubsetOf(known);
    }
    Matcher examples = EXAMPLE.matcher(Files.readString(DOCUMENT));
    int count = 0;
    while (examples.find()) {
      assertThat(metrics(examples.group(1))).isNotEmpty().isSubsetOf(known);
      count++;
    }
    assertThat(count).isGreaterThan(3);
  }

  private static Set<String> metrics(String expression) {
    Set<String> names = new TreeSet<>();
    Matcher words = METRIC.matcher(expression);
    while (words.find()) {
      names.add(words.group());
    }
    return names;
  }

  private static List<JsonNode> rules() throws IOException {
    List<JsonNode> rules = new ArrayList<>();
    for (JsonNode group : new YAMLMapper().readTree(ALERTS.toFile()).path("groups")) {
      group.path("rules").forEach(rules::add);
    }
    return rules;
  }
}
