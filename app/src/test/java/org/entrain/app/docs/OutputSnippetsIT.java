package org.entrain.app.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.entrain.app.command.CommandRunner.done;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.entrain.app.command.CommandRunner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/**
 * What docs/outputs.md shows is so: its commands are run, and each Python snippet prints what
 * stands below it.
 */
@EnabledIfEnvironmentVariable(
    named = OutputSnippetsIT.PYTHON,
    matches = ".+",
    disabledReason =
        "ENTRAIN_PYTHON names no Python with docs/requirements.txt: snippets are not run")
class OutputSnippetsIT {

  static final String PYTHON = "ENTRAIN_PYTHON";

  private static final Path DOCS = CommandRunner.HOME.resolve("docs/outputs.md");

  /** A fenced block of commands, of Python, or of what Python prints. */
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w*)\\n(.*?)^```$");

  private static final Pattern COMMAND = Pattern.compile("(?m)^\\./entrain (.*--state demo)$");

  @TempDir private Path temporary;

  @Test
  void snippets_onTheSample_printWhatTheDocumentSays() throws Exception {
    List<String> languages = new ArrayList<>();
    Matcher block = BLOCK.matcher(Files.readString(DOCS));
    String printed = "";
    while (block.find()) {
      languages.add(block.group(1));
      switch (block.group(1)) {
        case "" -> commands(block.group(2));
        case "python" -> printed = python(block.group(2));
        case "text" -> assertThat(printed).isEqualTo(block.group(2));
        default -> assertThat(block.group(1)).isIn("", "python", "text");
      }
    }
    assertThat(languages).filteredOn("python"::equals).hasSizeGreaterThan(7);
    assertThat(temporary.resolve("A.png")).isNotEmptyFile();
  }

  /** Runs what is said of the demonstration, with its relative paths below the test's folder. */
  private void commands(String lines) {
    Matcher command = COMMAND.matcher(lines);
    while (command.find()) {
      List<Object> arguments = new ArrayList<>();
      String before = "";
      for (String argument : command.group(1).split(" ")) {
        arguments.add(
            switch (before) {
              case "--state", "--out", "--mask" -> temporary.resolve(argument);
              case "--models" -> CommandRunner.HOME.resolve(argument);
              default -> argument;
            });
        before = argument;
      }
      done(arguments.toArray());
    }
  }

  private String python(String code) throws IOException, InterruptedException {
    Path out = temporary.resolve("out.txt");
    Path err = temporary.resolve("err.txt");
    Process process =
        new ProcessBuilder(System.getenv(PYTHON), "-c", code)
            .directory(temporary.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    assertThat(process.waitFor()).as("%s%n%s", code, Files.readString(err)).isZero();
    return Files.readString(out);
  }
}
