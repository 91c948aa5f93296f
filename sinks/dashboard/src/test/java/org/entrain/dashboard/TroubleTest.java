package org.entrain.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.Test;

/** What is logged of something that fails turn after turn. */
class TroubleTest {

  private final ListAppender<ILoggingEvent> said = new ListAppender<>();
  private final Trouble trouble = trouble();

  @Test
  void failures_areSaidOnceUntilTheyAreOver() {
    trouble.over();
    trouble.is(new IllegalStateException("first"));
    trouble.is(new IllegalStateException("second"));
    assertThat(said.list).hasSize(1);
    assertThat(said.list.get(0).getLevel()).isEqualTo(Level.WARN);
    assertThat(said.list.get(0).getFormattedMessage()).startsWith("it is broken;");
    assertThat(said.list.get(0).getThrowableProxy().getMessage()).isEqualTo("first");
    trouble.over();
    trouble.over();
    assertThat(said.list).hasSize(2);
    assertThat(said.list.get(1).getLevel()).isEqualTo(Level.INFO);
    trouble.is(new IllegalStateException("third"));
    assertThat(said.list).hasSize(3);
  }

  private Trouble trouble() {
    var logger = new LoggerContext().getLogger("trouble");
    said.start();
    logger.addAppender(said);
    return new Trouble(logger, "it is broken");
  }
}
