package org.entrain.dashboard;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.entrain.results.ResultQueries;

/**
 * One HTML file with the page's figures, tables and downloads, the numbers behind them, and what
 * the run was of. It holds the scripts that draw it, asks nobody for anything, and opens without a
 * server.
 */
public final class Report {

  private static final List<String> SCRIPTS =
      List.of(
          "vendor/echarts.min.js",
          "figures.js",
          "properties.js",
          "charts.js",
          "views.js",
          "report.js");

  private final WebAssets assets = new WebAssets();
  private final ResultQueries queries;
  private final Map<String, String> facts;

  /**
   * @param facts settings, versions and data of the run, by name
   */
  public Report(ResultQueries queries, Map<String, String> facts) {
    this.queries = queries;
    this.facts = Map.copyOf(facts);
  }

  /**
   * Writes the file.
   *
   * @param out where to; neither flushed nor closed
   */
  public void write(OutputStream out) throws IOException {
    text(out, "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    text(out, "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    text(
        out,
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src"
            + " 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:\">\n");
    text(out, "<title>entrain report</title>\n<style>\n");
    out.write(asset("entrain.css"));
    text(out, "</style>\n</head>\n<body>\n<main id=\"main\"></main>\n");
    text(out, "<script type=\"application/json\" id=\"data\">");
    Json.INSIDE_HTML.writeValue(out, data());
    text(out, "</script>\n");
    for (String script : SCRIPTS) {
      text(out, "<script>\n");
      out.write(asset(script));
      text(out, "\n</script>\n");
    }
    text(out, "</body>\n</html>\n");
  }

  private ReportData data() {
    ResultApi results = new ResultApi(queries, () -> 0);
    return new ReportData(
        facts,
        results.alignment(),
        results.distributions(),
        results.full().significant(),
        queries.ceilings(),
        results.full().edgeWarnings(),
        results.propertyTests(),
        results.probes(),
        results.labelClasses(),
        results.labelPairs(),
        results.checkpoints(),
        queries.accounting());
  }

  private byte[] asset(String name) throws IOException {
    return Objects.requireNonNull(assets.find(name)).bytes();
  }

  private static void text(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }
}
