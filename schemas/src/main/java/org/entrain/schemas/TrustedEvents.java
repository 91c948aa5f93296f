package org.entrain.schemas;

import java.util.List;
import org.apache.avro.SystemLimitException;
import org.apache.avro.util.ClassSecurityValidator;
import org.apache.avro.util.ClassSecurityValidator.ClassSecurityPredicate;
import org.entrain.schemas.avro.Word;

/**
 * Tells Avro that the generated events may be instantiated, and nothing else beyond its own list: a
 * record can never name another class. And that nothing within a record is longer than a record:
 * else one of twenty bytes that claims two billion takes the memory of the process. Avro keeps both
 * per process, hence the static switch.
 */
final class TrustedEvents {

  private static final List<String> LIMITS =
      List.of(
          SystemLimitException.MAX_BYTES_LENGTH_PROPERTY,
          SystemLimitException.MAX_STRING_LENGTH_PROPERTY,
          SystemLimitException.MAX_COLLECTION_LENGTH_PROPERTY);

  private static final String EVENTS = Word.class.getPackageName();

  private TrustedEvents() {}

  /** Adds the events to the trusted classes, and bounds lengths; any number of times. */
  static synchronized void install() {
    // Avro reads them once, when it decodes for the first time.
    LIMITS.forEach(limit -> System.setProperty(limit, Integer.toString(Topics.MAX_RECORD_BYTES)));
    if (!ClassSecurityValidator.getGlobal().isTrusted(Word.class)) {
      ClassSecurityPredicate events = type -> type.getPackageName().equals(EVENTS);
      ClassSecurityValidator.setGlobal(
          ClassSecurityValidator.composite(ClassSecurityValidator.getGlobal(), events));
    }
  }
}
