package org.entrain.app.display;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** Stages as text: counts, rate, time left, and a bar where there is room. */
public final class ProgressText {

  private static final int BAR = 16;
  private static final int ROOM_FOR_BAR = 90;
  private static final int SECONDS_PER_MINUTE = 60;
  private static final int SECONDS_PER_HOUR = 3600;

  private final Rates rates = new Rates();
  private final int columns;

  ProgressText(int columns) {
    this.columns = columns;
  }

  /** The line of one stage. */
  String line(StageLine stage, double seconds) {
    OptionalDouble rate = rates.take(stage.name(), seconds, stage.done());
    String bar = columns >= ROOM_FOR_BAR ? bar(stage) + "  " : "";
    String counts =
        "%-10s %s%9s of %-9s %-8s"
            .formatted(
                stage.name(),
                bar,
                number(stage.done()),
                stage.expected() == 0 ? "?" : number(stage.expected()),
                stage.unit());
    return cut(counts + "  " + pace(stage, rate) + failed(stage));
  }

  /** All stages in one line. */
  String line(List<StageLine> stages, double seconds) {
    StringBuilder text = new StringBuilder("[%s]".formatted(duration(seconds)));
    for (StageLine stage : stages) {
      text.append(
          "  %s %s/%s%s%s%s"
              .formatted(
                  stage.name(),
                  number(stage.done()),
                  stage.expected() == 0 ? "?" : number(stage.expected()),
                  rest(stage, seconds),
                  stage.note().isEmpty() ? "" : " " + stage.note(),
                  failed(stage)));
    }
    return text.toString();
  }

  /** Time left in brackets, where there is a rate. */
  private String rest(StageLine stage, double seconds) {
    OptionalDouble rate = rates.take(stage.name(), seconds, stage.done());
    return stage.complete() || rate.isEmpty()
        ? ""
        : " (%s left)".formatted(left(stage, rate.getAsDouble()));
  }

  private static String pace(StageLine stage, OptionalDouble rate) {
    if (stage.complete()) {
      return "done";
    }
    String left =
        rate.isEmpty()
            ? ""
            : "%s  %s left".formatted(perTime(rate.getAsDouble()), left(stage, rate.getAsDouble()));
    if (!stage.note().isEmpty()) {
      return left.isEmpty() ? stage.note() : left + "  " + stage.note();
    }
    return left.isEmpty() && stage.done() == 0 ? "waiting" : left;
  }

  private static String left(StageLine stage, double rate) {
    return duration(Math.max(0, stage.expected() - stage.done()) / rate);
  }

  private static String perTime(double rate) {
    return rate < 1
        ? String.format(Locale.ROOT, "%5.1f/min", rate * SECONDS_PER_MINUTE)
        : String.format(Locale.ROOT, "%7.1f/s", rate);
  }

  private static String failed(StageLine stage) {
    return stage.failed() == 0 ? "" : "  (%s failed)".formatted(number(stage.failed()));
  }

  private static String bar(StageLine stage) {
    long filled = stage.expected() == 0 ? 0 : Math.min(BAR, BAR * stage.done() / stage.expected());
    return "█".repeat((int) filled) + "░".repeat(BAR - (int) filled);
  }

  /** A time as people say it, such as 1:05 min. */
  public static String duration(double seconds) {
    long whole = Math.round(seconds);
    if (whole < SECONDS_PER_MINUTE) {
      return whole + " s";
    }
    if (whole < SECONDS_PER_HOUR) {
      return "%d:%02d min".formatted(whole / SECONDS_PER_MINUTE, whole % SECONDS_PER_MINUTE);
    }
    long minutes = whole / SECONDS_PER_MINUTE;
    return "%d:%02d h".formatted(minutes / SECONDS_PER_MINUTE, minutes % SECONDS_PER_MINUTE);
  }

  private static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  private String cut(String line) {
    String stripped = line.stripTrailing();
    return stripped.length() < columns ? stripped : stripped.substring(0, columns - 1);
  }
}
