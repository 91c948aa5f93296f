package org.entrain.app.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.entrain.app.command.CommandRunner;

/**
 * The metrics that docs/monitoring.md lists.
 *
 * @param own ours, with their types
 * @param others those of the Java machine, the process and the log, without the parts of summaries
 */
public record MetricTable(Map<String, String> own, Set<String> others) {

  private static final Path DOCUMENT = CommandRunner.HOME.resolve("docs/monitoring.md");
  private static final Pattern OWN =
      Pattern.compile("^\\| `(entrain_\\w+)` \\| (\\w+) \\| ", Pattern.MULTILINE);
  private static final Pattern OTHER =
      Pattern.compile(
          "`((?:jvm|process|system|logback)_\\w+)`(?=[^\n]*\\| (?:gauge|counter|summary) )");

  /** Reads the document. */
  public static MetricTable read() throws IOException {
    String document = Files.readString(DOCUMENT);
    Map<String, String> own = new TreeMap<>();
    Matcher rows = OWN.matcher(document);
    while (rows.find()) {
      own.put(rows.group(1), rows.group(2));
    }
    Set<String> others = new TreeSet<>();
    Matcher names = OTHER.matcher(document);
    while (names.find()) {
      others.add(names.group(1));
    }
    return new MetricTable(own, others);
  }

  /** Names of metrics as queries have them: histograms and summaries by their parts too. */
  public Set<String> queried() {
    Set<String> names = new TreeSet<>(own.keySet());
    names.addAll(others);
    own.forEach(
        (name, type) -> {
          if (type.equals("histogram")) {
            names.addAll(Set.of(name + "_bucket", name + "_count", name + "_sum"));
          }
        });
    return names;
  }
}
