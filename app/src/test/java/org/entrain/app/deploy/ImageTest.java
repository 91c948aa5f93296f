package org.entrain.app.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The Dockerfile without an engine. */
class ImageTest {

  private final String text = Documents.text("Dockerfile");

  @Test
  void poms_areThereBeforeSources() {
    Matcher module = Pattern.compile("<module>(.*)</module>").matcher(Documents.text("pom.xml"));
    String sent = Documents.text(".dockerignore");
    while (module.find()) {
      String name = module.group(1);
      assertThat(sent).containsPattern("(?m)^!%s(/pom.xml)?$".formatted(name.split("/")[0]));
      if (!name.equals("producers/corenlp") && !name.equals("schemas")) {
        assertThat(text).contains("COPY %1$s/pom.xml %1$s/\n".formatted(name));
      }
    }
    assertThat(text).contains("COPY schemas schemas\n");
  }

  @Test
  void bases_arePinned() {
    List<String> bases =
        Pattern.compile("(?m)^FROM (\\S+)").matcher(text).results().map(m -> m.group(1)).toList();
    assertThat(bases).hasSize(2).allMatch(base -> Image.PINNED.matcher(base).matches());
    assertThat(bases.get(0).replace("-jdk", "-jre")).isEqualTo(bases.get(1));
  }

  @Test
  void container_runsTheLauncherWithoutRights() {
    assertThat(text)
        .contains(
            "ENTRYPOINT [\"/entrain/start\"]",
            "USER %1$d:%1$d\n".formatted(Image.USER),
            "--uid %d ".formatted(Image.USER),
            "EXPOSE 8080 " + Image.MONITOR_PORT,
            "CMD [\"/entrain/health\"]");
    assertThat(Documents.text("deploy/image/health"))
        .contains("${2:-%d}".formatted(Image.MONITOR_PORT), "/health/ready");
    assertThat(Documents.file("deploy/image/health")).isExecutable();
    assertThat(Documents.text("deploy/image/start")).contains("exec /entrain/entrain \"$@\"\n");
    assertThat(Documents.file("deploy/image/start")).isExecutable();
    assertThat(Documents.file("entrain")).isExecutable();
  }

  /** The launcher has the JVM's flags; a second list would drift away from it. */
  @Test
  void flagsOfTheJvm_areInTheLauncherAlone() {
    assertThat(Documents.text("entrain")).contains("-XX:+UseParallelGC", "${ENTRAIN_JAVA_OPTS:-}");
    assertThat(text).doesNotContain("-XX:", "-Xmx", "JAVA_TOOL_OPTIONS");
    assertThat(Documents.text(ComposeFile.PATH)).doesNotContain("-XX:", "JAVA_TOOL_OPTIONS");
  }

  @Test
  void deployments_useTheImageThatIsBuilt() {
    assertThat(text).contains("docker build -t " + Image.NAME, "ARG VERSION=0.1.0\n");
    assertThat(ComposeFile.read().entrain().values())
        .allMatch(service -> service.get("image").asText().equals(Image.NAME))
        .allMatch(service -> service.get("user").asText().startsWith(Image.USER + ":"));
  }
}
