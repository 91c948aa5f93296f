package org.entrain.app.annotate;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.entrain.app.Refusal;
import org.entrain.app.display.StageLine;

/**
 * Stanford CoreNLP in a process of its own. It is GPL-3 and part of no distribution: the first time
 * Maven gets it with its models (484 MB, of which 26 MB are kept beside its module) and builds the
 * module that runs it.
 */
final class CoreNlp {

  /** Name of the file of trees, one a line. */
  static final String TREES = "trees.mrg";

  /** Name of the file of dependencies. */
  static final String CONLLU = "tokens.conllu";

  /** Sentences of some hundred words take most. */
  private static final String HEAP = "-Xmx2g";

  private static final Pattern DOWNLOAD = Pattern.compile("Downloading from .*/([^/\\s]+)");
  private static final Pattern PROGRESS = Pattern.compile("(\\d+) (\\d+)");

  private final Path home;
  private final Path module;
  private final Subprocess.Watch watch;

  /**
   * @param home folder of entrain's sources
   * @param watch shows progress and says when to stop
   */
  CoreNlp(Path home, Subprocess.Watch watch) {
    this.home = home;
    module = home.resolve("producers").resolve("corenlp");
    this.watch = watch;
  }

  /**
   * Parses a text.
   *
   * @param folder where files are put: {@link #TREES}, {@link #CONLLU}, logs
   * @throws Refusal if the module's sources are not there
   */
  void parse(StimulusText text, Path folder) throws IOException {
    if (!Files.exists(module.resolve("pom.xml"))) {
      throw new Refusal(
          Refusal.fault(
              "--with",
              "corenlp",
              "entrain's sources, which it is built from",
              "none in " + home,
              "Annotate in a checkout of entrain, and take the table from there."));
    }
    if (!isBuilt()) {
      build(folder);
    }
    Path input = folder.resolve("text.txt");
    Files.write(input, text.blocks());
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            HEAP,
            "-cp",
            target("lib") + "/*" + File.pathSeparator + target("models"),
            "org.entrain.corenlp.Main",
            input.toString(),
            folder.resolve(TREES).toString(),
            folder.resolve(CONLLU).toString(),
            text.sentences() ? "sentences" : "blocks");
    new Subprocess("CoreNLP", command, module, Map.of(), folder.resolve("corenlp.log"))
        .run(watch, CoreNlp::parsing);
  }

  private void build(Path folder) throws IOException {
    List<String> command =
        List.of(
            home.resolve(windows() ? "mvnw.cmd" : "mvnw").toString(),
            "-B",
            "-Dquick",
            "-DskipTests",
            "-Pcorenlp",
            "-pl",
            "producers/corenlp",
            "package");
    Map<String, String> environment = Map.of("JAVA_HOME", System.getProperty("java.home"));
    Subprocess build =
        new Subprocess(
            "The build of CoreNLP's module",
            command,
            home,
            environment,
            folder.resolve("build.log"));
    try {
      build.run(watch, CoreNlp::building);
    } catch (IOException e) {
      throw new IOException(
          e.getMessage()
              + "\nIt comes from Maven Central. Offline, use --with opennlp, or annotate on another"
              + " machine and take the table from there.",
          e);
    }
    Files.writeString(target(".built"), "");
  }

  private static boolean windows() {
    return System.getProperty("os.name", "").startsWith("Windows");
  }

  private boolean isBuilt() throws IOException {
    Path built = target(".built");
    if (!Files.exists(built)) {
      return false;
    }
    List<Path> sources = new ArrayList<>(List.of(module.resolve("pom.xml")));
    try (Stream<Path> files = Files.walk(module.resolve("src"))) {
      files.filter(Files::isRegularFile).forEach(sources::add);
    }
    for (Path source : sources) {
      if (Files.getLastModifiedTime(source).compareTo(Files.getLastModifiedTime(built)) > 0) {
        return false;
      }
    }
    return true;
  }

  private Path target(String name) {
    return module.resolve("target").resolve(name);
  }

  private static StageLine building(String log) {
    String artifact = "";
    Matcher matcher = DOWNLOAD.matcher(log);
    while (matcher.find()) {
      artifact = ", " + matcher.group(1);
    }
    return new StageLine(
        "CoreNLP", "", 0, 0, 0, "from Maven Central, 484 MB the first time" + artifact);
  }

  private static StageLine parsing(String log) {
    long done = 0;
    long all = 0;
    Matcher matcher = PROGRESS.matcher(log);
    while (matcher.find()) {
      done = Long.parseLong(matcher.group(1));
      all = Long.parseLong(matcher.group(2));
    }
    return new StageLine("CoreNLP", "sentences", done, all, 0);
  }
}
