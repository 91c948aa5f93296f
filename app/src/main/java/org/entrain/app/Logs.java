package org.entrain.app;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.FileSize;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the log goes: nowhere until a command has a place for it, then into one file, or to
 * standard error where that is asked for. Otherwise the console is for people.
 */
public final class Logs {

  private static final String PATTERN = "%d{ISO8601} %-5level [%thread] %logger{30} - %msg%n";
  private static final long LARGEST = 20L << 20;

  private final AtomicReference<@Nullable String> place = new AtomicReference<>();

  /** Sends the log to this file from now on; it is cut at 20 MB, and one older part is kept. */
  public void to(Path path) {
    to(LogPlace.FILE, path, LogFormat.TEXT, Map.of());
  }

  /**
   * Sends the log elsewhere from now on.
   *
   * @param file file, where it is to be one; cut at 20 MB, and one older part is kept
   * @param fields what JSON lines say where the thread does not say it itself
   */
  public void to(LogPlace to, Path file, LogFormat format, Map<String, String> fields) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    OutputStreamAppender<ILoggingEvent> appender =
        to == LogPlace.FILE ? file(context, file) : console();
    place.set(to == LogPlace.FILE ? file.toString() : "standard error");
    Encoder<ILoggingEvent> encoder =
        format == LogFormat.TEXT ? text(context) : new JsonLines(fields);
    encoder.setContext(context);
    encoder.start();
    appender.setContext(context);
    appender.setEncoder(encoder);
    appender.start();
    ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.detachAndStopAllAppenders();
    root.addAppender(appender);
  }

  /** Where it goes, for messages; empty if no command has named a place. */
  public Optional<String> place() {
    return Optional.ofNullable(place.get());
  }

  private static Encoder<ILoggingEvent> text(LoggerContext context) {
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern(PATTERN);
    return encoder;
  }

  private static OutputStreamAppender<ILoggingEvent> console() {
    ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
    appender.setName("console");
    appender.setTarget("System.err");
    return appender;
  }

  private static OutputStreamAppender<ILoggingEvent> file(LoggerContext context, Path path) {
    RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
    appender.setContext(context);
    appender.setName("file");
    appender.setFile(path.toString());
    FixedWindowRollingPolicy rolling = new FixedWindowRollingPolicy();
    rolling.setContext(context);
    rolling.setParent(appender);
    rolling.setFileNamePattern(path + ".%i");
    rolling.setMinIndex(1);
    rolling.setMaxIndex(1);
    rolling.start();
    SizeBasedTriggeringPolicy<ILoggingEvent> size = new SizeBasedTriggeringPolicy<>();
    size.setContext(context);
    size.setMaxFileSize(new FileSize(LARGEST));
    size.start();
    appender.setRollingPolicy(rolling);
    appender.setTriggeringPolicy(size);
    return appender;
  }
}
