package org.entrain.app.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher in a home of its own, with a java that prints its arguments. */
class LauncherTest {

  private static final String KEEP = "-XX:ArchiveClassesAtExit=";
  private static final String USE = "-XX:SharedArchiveFile=";
  private static final long WHOLE = 60_000_000;

  @TempDir Path home;
  private Path lib;

  @BeforeEach
  void install() throws IOException {
    Files.copy(Documents.file("entrain"), home.resolve("entrain"));
    executable(home.resolve("entrain"));
    lib = Files.createDirectories(home.resolve("app/target/lib"));
    Files.createFile(lib.resolve(".built"));
    jdk("17.0.15");
  }

  @Test
  void firstRunOfABuild_leavesItsClasses_otherCommandsDoNot() throws Exception {
    assertThat(launch("run", "--once")).anyMatch(flag -> flag.startsWith(KEEP + lib));
    assertThat(launch("worker", "features"))
        .noneMatch(flag -> flag.startsWith(KEEP) || flag.startsWith(USE));
  }

  @Test
  void everyCommand_startsWithTheClassesThatARunLeft() throws Exception {
    Path left = left(Long.toString(ended()), WHOLE);

    List<String> flags = launch("status");
    Path kept = only();

    assertThat(left).doesNotExist();
    assertThat(kept).hasSize(WHOLE);
    assertThat(flags).contains(USE + kept).noneMatch(flag -> flag.startsWith(KEEP));
    assertThat(launch("run")).contains(USE + kept).noneMatch(flag -> flag.startsWith(KEEP));
  }

  @Test
  void leavingsOfARunCutShort_areDeleted() throws Exception {
    Path left = left(Long.toString(ended()), 1000);

    assertThat(launch("run")).noneMatch(flag -> flag.startsWith(USE));
    assertThat(left).doesNotExist();
  }

  @Test
  void leavingsOfALivingProcess_areLeftAlone() throws Exception {
    Path left = left(Long.toString(ProcessHandle.current().pid()), WHOLE);

    assertThat(launch("run")).noneMatch(flag -> flag.startsWith(USE));
    assertThat(left).hasSize(WHOLE);
  }

  @Test
  void classesOfAnotherJvm_areNotUsed() throws Exception {
    left(Long.toString(ended()), WHOLE);
    launch("status");

    jdk("17.0.16");

    assertThat(launch("run"))
        .noneMatch(flag -> flag.startsWith(USE))
        .anyMatch(flag -> flag.startsWith(KEEP));
  }

  @Test
  void java_tooOld_isRefused() throws Exception {
    jdk("11.0.2");

    assertThat(launch("run"))
        .singleElement()
        .asString()
        .startsWith("entrain: java: expected JDK 17 or newer, found 11");
  }

  @Test
  void twoFirstStarts_buildOnce() throws Exception {
    sources("");

    Process one = begin("status");
    Process other = begin("status");
    words(one);
    words(other);

    assertThat(builds()).hasSize(1);
    assertThat(launch("status")).last().isEqualTo("status");
    assertThat(builds()).hasSize(1);
  }

  @Test
  void sourceThatChangesDuringABuild_isBuiltAtTheNextStart() throws Exception {
    sources("[[ -f app/src/main/late ]] || touch app/src/main/late");

    launch("status");
    launch("status");

    assertThat(builds()).hasSize(2);
    launch("status");
    assertThat(builds()).hasSize(2);
  }

  /** Makes the home one of sources, whose build writes a line and does something else too. */
  private void sources(String build) throws IOException {
    Files.delete(lib.resolve(".built"));
    Files.writeString(home.resolve("pom.xml"), "");
    Files.createDirectories(home.resolve("app/src/main"));
    Path mvnw = home.resolve("mvnw");
    Files.writeString(
        mvnw,
        """
        #!/usr/bin/env bash
        echo built >>builds
        mkdir -p app/target/lib
        %s
        """
            .formatted(build));
    executable(mvnw);
  }

  private List<String> builds() throws IOException {
    return Files.readAllLines(home.resolve("builds"));
  }

  /** What a process left, under the name that the launcher gave it. */
  private Path left(String process, long bytes) throws Exception {
    String flag =
        launch("run").stream().filter(word -> word.startsWith(KEEP)).findFirst().orElseThrow();
    String path = flag.substring(KEEP.length());
    Path left = Path.of(path.substring(0, path.lastIndexOf('.') + 1) + process);
    try (RandomAccessFile file = new RandomAccessFile(left.toFile(), "rw")) {
      file.setLength(bytes);
    }
    return left;
  }

  private Path only() throws IOException {
    try (Stream<Path> files = Files.list(lib)) {
      return files.filter(file -> !file.endsWith(".built")).findFirst().orElseThrow();
    }
  }

  /** Number of a process that has ended. */
  private static long ended() throws Exception {
    Process process = new ProcessBuilder("true").start();
    process.waitFor();
    return process.pid();
  }

  private void jdk(String version) throws IOException {
    Path java = Files.createDirectories(home.resolve("jdk/bin")).resolve("java");
    Files.writeString(
        java,
        """
        #!/usr/bin/env bash
        if [[ "$1" == -version ]]; then echo 'openjdk version "%s"' >&2; exit; fi
        printf '%%s\\n' "$@"
        """
            .formatted(version));
    executable(java);
  }

  private static void executable(Path file) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** The words that java was started with, or what the launcher said instead. */
  private List<String> launch(String... arguments) throws Exception {
    return words(begin(arguments));
  }

  private Process begin(String... arguments) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(Stream.concat(Stream.of("./entrain"), Stream.of(arguments)).toList());
    builder.directory(home.toFile()).redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", home.resolve("jdk").toString());
    builder.environment().remove("ENTRAIN_JAVA_OPTS");
    return builder.start();
  }

  private static List<String> words(Process process) throws Exception {
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return output.lines().toList();
  }
}
