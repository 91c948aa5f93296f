package org.entrain.app.display;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.entrain.app.Environment;
import org.junit.jupiter.api.Test;

class ProgressDisplayTest {

  private static final List<StageLine> LINES =
      List.of(
          new StageLine("replay", "events", 1_200, 1_200, 0),
          new StageLine("encoding", "fits", 3, 74, 1));

  private final StringWriter written = new StringWriter();

  @Test
  void plainOutput_hasOneLineAndNoEscapeCodes() {
    display(false, false).finish(LINES);

    assertThat(written.toString())
        .doesNotContain("\u001b")
        .contains("replay 1,200/1,200", "encoding 3/74", "(1 failed)")
        .hasLineCount(1);
  }

  @Test
  void terminal_isRedrawnInPlace() {
    ProgressDisplay display = display(true, false);
    display.show(() -> LINES);
    display.finish(LINES);

    assertThat(written.toString()).contains("\u001b[2A").doesNotContain("\u001b[2m");
  }

  @Test
  void linesThatAreNotDrawn_areNotAskedFor() {
    ProgressDisplay display = display(false, false);
    display.show(() -> LINES);

    display.show(() -> fail("drawn a moment ago"));

    assertThat(written.toString()).hasLineCount(1);
  }

  @Test
  void terminalWithColour_dimsWhatIsDone() {
    display(true, true).finish(LINES);

    assertThat(written.toString()).contains("\u001b[2mreplay");
  }

  @Test
  void lines_fitTheTerminal() {
    ProgressText text = new ProgressText(60);

    assertThat(text.line(LINES.get(1), 1)).hasSizeLessThan(60);
  }

  @Test
  void rate_comesFromWhatWasDoneBetweenReadings() {
    ProgressText text = new ProgressText(100);
    text.line(new StageLine("encoding", "fits", 0, 100, 0), 0);

    assertThat(text.line(new StageLine("encoding", "fits", 20, 100, 0), 10))
        .contains("2.0/s", "40 s left");
  }

  @Test
  void rate_ofTheNextPieceOfWork_beginsAnew() {
    ProgressText text = new ProgressText(100);
    text.line(new StageLine("windows", "", 900, 1_000, 0), 0);
    text.line(new StageLine("windows", "", 0, 1_000, 0), 1);

    assertThat(text.line(new StageLine("windows", "", 100, 1_000, 0), 11))
        .contains("10.0/s", "1:30 min left");
  }

  @Test
  void note_standsBehindThePace() {
    ProgressText text = new ProgressText(100);
    text.line(new StageLine("checkpoint", "", 1, 4, 0, "m@1"), 0);

    assertThat(text.line(new StageLine("checkpoint", "", 2, 4, 0, "m@2, loading"), 20))
        .endsWith("3.0/min  40 s left  m@2, loading");
    assertThat(text.line(List.of(new StageLine("checkpoint", "", 2, 4, 0, "m@2")), 20))
        .isEqualTo("[20 s]  checkpoint 2/4 (40 s left) m@2");
  }

  @Test
  void durations_areShort() {
    assertThat(ProgressText.duration(59)).isEqualTo("59 s");
    assertThat(ProgressText.duration(61)).isEqualTo("1:01 min");
    assertThat(ProgressText.duration(7_260)).isEqualTo("2:01 h");
  }

  private ProgressDisplay display(boolean terminal, boolean colour) {
    Environment environment = new Environment(Path.of("."), terminal, colour, 100);
    return new ProgressDisplay(environment, new PrintWriter(written));
  }
}
