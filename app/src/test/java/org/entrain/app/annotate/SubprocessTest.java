package org.entrain.app.annotate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What a program that failed is quoted with. */
class SubprocessTest {

  @Test
  void faults_ofMaven_areItsErrorsWithoutTheHelp() {
    String printed =
        """
        [INFO] Scanning for projects...
        [ERROR] [ERROR] Some problems were encountered:
        [ERROR] Cannot access central in offline mode
         @
        [ERROR]\s
        [ERROR] To see the full stack trace of the errors, re-run Maven with the -e switch.
        """;

    assertThat(Subprocess.faults(printed))
        .containsExactly(
            "Some problems were encountered:", "Cannot access central in offline mode");
  }

  @Test
  void faults_ofAnotherProgram_areItsLastLines() {
    assertThat(Subprocess.faults("1\n2\n3\n4\n5\n6\n7\n8\n9\n"))
        .containsExactly("2", "3", "4", "5", "6", "7", "8", "9");
  }
}
