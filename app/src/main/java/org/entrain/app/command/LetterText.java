package org.entrain.app.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Header;
import org.entrain.app.display.SafeText;
import org.entrain.app.display.TextTable;
import org.entrain.schemas.Topic;
import org.entrain.schemas.Topics;
import org.entrain.transport.DeadLetters;
import org.entrain.transport.EventFields;
import org.entrain.transport.Letter;
import org.entrain.transport.LetterState;
import org.jspecify.annotations.Nullable;

/**
 * Dead letters as text. Their keys, causes and events may be anybody's: nothing of them reaches a
 * terminal that it would obey.
 */
final class LetterText {

  private static final int FIRST_BYTES = 64;
  private static final int LONGEST = 120;

  /** Everything beyond ASCII is escaped, so that control characters of Unicode are. */
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  private LetterText() {}

  /**
   * A line for each.
   *
   * @param shown those to list
   * @param every all letters, which are counted
   */
  static String table(List<Letter> shown, List<Letter> every) {
    String counts =
        Arrays.stream(LetterState.values())
            .map(
                state ->
                    "%d %s"
                        .formatted(
                            every.stream().filter(l -> l.state() == state).count(), state.text()))
            .collect(Collectors.joining(", ", "", "."));
    String sum = every.isEmpty() ? "No dead letters.\n" : "Dead letters: " + counts + "\n";
    if (shown.isEmpty()) {
      return sum;
    }
    TextTable table = new TextTable("letter", "when", "stage", "state", "stood at", "key", "cause");
    for (Letter letter : shown) {
      table.row(
          letter.name(),
          Instant.ofEpochMilli(letter.time()).toString(),
          text(letter.stage()),
          letter.state().text(),
          letter.origin(),
          shortened(text(letter.key())),
          shortened(text(letter.cause())));
    }
    return table + sum;
  }

  static String json(List<Letter> letters) {
    return written(letters.stream().map(LetterText::fields).toList());
  }

  static String csv(List<Letter> letters) {
    StringBuilder text =
        new StringBuilder("topic,offset,time,stage,cause,origin,key,bytes,state\r\n");
    for (Letter letter : letters) {
      text.append(
              fields(letter).values().stream()
                  .map(value -> quoted(SafeText.of(Objects.toString(value, ""))))
                  .collect(Collectors.joining(",")))
          .append("\r\n");
    }
    return text.toString();
  }

  /** One letter with its record: headers, and the event or its first bytes. */
  static String whole(Letter letter, ConsumerRecord<byte[], byte[]> record, Topics topics) {
    Map<String, Object> shown = fields(letter);
    Map<String, String> headers = new LinkedHashMap<>();
    for (Header header : record.headers()) {
      byte[] value = header.value() == null ? new byte[0] : header.value();
      headers.put(header.key(), new String(value, StandardCharsets.UTF_8));
    }
    shown.put("headers", headers);
    @Nullable String leftOut = DeadLetters.header(record, DeadLetters.LEFT_OUT);
    if (leftOut != null) {
      shown.put("leftOut", leftOut + ": too large for a letter, look in its topic");
    }
    byte[] value = record.value();
    if (value != null) {
      try {
        shown.put("event", EventFields.of(topic(topics, letter).values().decode(value)));
      } catch (SerializationException e) {
        shown.put("undecodable", String.valueOf(e.getMessage()));
        shown.put(
            "begins",
            HexFormat.ofDelimiter(" ")
                .formatHex(Arrays.copyOf(value, Math.min(value.length, FIRST_BYTES))));
      }
    }
    return written(shown);
  }

  private static Topic<?> topic(Topics topics, Letter letter) {
    return topics.all().stream()
        .filter(topic -> topic.deadLetters().equals(letter.topic()))
        .findFirst()
        .orElseThrow();
  }

  private static Map<String, Object> fields(Letter letter) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("topic", letter.topic());
    fields.put("offset", letter.offset());
    fields.put("time", Instant.ofEpochMilli(letter.time()).toString());
    fields.put("stage", letter.stage());
    fields.put("cause", letter.cause());
    fields.put("origin", letter.origin());
    fields.put("key", letter.key());
    fields.put("bytes", letter.bytes());
    fields.put("state", letter.state().text());
    return fields;
  }

  private static String written(Object value) {
    try {
      return JSON.writeValueAsString(value) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("text that is no JSON", e);
    }
  }

  private static String quoted(String text) {
    return text.matches("(?s).*[,\"\r\n].*") ? '"' + text.replace("\"", "\"\"") + '"' : text;
  }

  private static String text(@Nullable String value) {
    return value == null ? "-" : value;
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + "…";
  }
}
