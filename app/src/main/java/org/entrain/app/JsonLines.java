package org.entrain.app;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Log lines as JSON, one object a line: {@code timestamp} (ISO 8601, UTC), {@code level}, {@code
 * logger}, {@code thread}, {@code message}, then what is known of {@code stage}, {@code worker} and
 * {@code unit}, and {@code exception} with its stack trace as text.
 */
final class JsonLines extends EncoderBase<ILoggingEvent> {

  private static final byte[] NONE = {};

  private final JsonFactory json = new JsonFactory();
  private final Map<String, String> fields;
  private final ThrowableProxyConverter trace = new ThrowableProxyConverter();

  /**
   * @param fields what a line says where its thread does not say it itself
   */
  JsonLines(Map<String, String> fields) {
    this.fields = Map.copyOf(fields);
  }

  @Override
  public void start() {
    trace.start();
    super.start();
  }

  @Override
  public byte[] headerBytes() {
    return NONE;
  }

  @Override
  public byte[] footerBytes() {
    return NONE;
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    try (JsonGenerator out = json.createGenerator(line)) {
      out.writeStartObject();
      out.writeStringField("timestamp", event.getInstant().toString());
      out.writeStringField("level", event.getLevel().toString());
      out.writeStringField("logger", event.getLoggerName());
      out.writeStringField("thread", event.getThreadName());
      out.writeStringField("message", event.getFormattedMessage());
      SortedMap<String, String> all = new TreeMap<>(fields);
      all.putAll(event.getMDCPropertyMap());
      for (Map.Entry<String, String> field : all.entrySet()) {
        out.writeStringField(field.getKey(), field.getValue());
      }
      if (event.getThrowableProxy() != null) {
        out.writeStringField("exception", trace.convert(event));
      }
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("memory is no file", e);
    }
    line.write('\n');
    return line.toByteArray();
  }
}
