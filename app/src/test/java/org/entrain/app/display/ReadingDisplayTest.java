package org.entrain.app.display;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.entrain.app.Environment;
import org.junit.jupiter.api.Test;

class ReadingDisplayTest {

  private final StringWriter text = new StringWriter();
  private long now;

  @Test
  void reading_thatIsQuick_isNotShown() {
    try (ReadingDisplay display = display(true)) {
      after(1.9, display, 50);
    }
    assertThat(text.toString()).isEmpty();
  }

  @Test
  void reading_toAFile_isSaidEveryFiveSeconds() {
    try (ReadingDisplay display = display(false)) {
      after(2, display, 20);
      after(4.9, display, 50);
      after(0.1, display, 60);
    }
    assertThat(text.toString().lines())
        .containsExactly("reading checkpoint 2 of 7: 20 %", "reading checkpoint 2 of 7: 60 %");
  }

  @Test
  void reading_onATerminal_isRedrawnAndGoes() {
    try (ReadingDisplay display = display(true)) {
      after(2, display, 20);
      after(0.3, display, 30);
    }
    String clear = "\r\u001b[2K";
    assertThat(text.toString())
        .isEqualTo(
            clear
                + "reading checkpoint 2 of 7: 20 %"
                + clear
                + "reading checkpoint 2 of 7: 30 %"
                + clear);
  }

  private ReadingDisplay display(boolean terminal) {
    Environment environment = new Environment(Path.of(""), terminal, false, 80);
    return new ReadingDisplay(environment, new PrintWriter(text), () -> now);
  }

  private void after(double seconds, ReadingDisplay display, long bytes) {
    now += (long) (seconds * 1e9);
    display.show(2, 7, bytes, 100);
  }
}
