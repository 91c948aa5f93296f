package org.entrain.schemas;

import org.apache.avro.util.ClassSecurityValidator;
import org.apache.avro.util.ClassSecurityValidator.ClassSecurityPredicate;
import org.entrain.schemas.avro.Word;

/**
 * Tells Avro that the generated events may be instantiated, and nothing else beyond its own list.
 * Avro keeps this list per process, hence the static switch: a record can never name another class.
 */
final class TrustedEvents {

  private static final String EVENTS = Word.class.getPackageName();

  private TrustedEvents() {}

  /** Adds the events to the trusted classes; any number of times. */
  static synchronized void install() {
    if (!ClassSecurityValidator.getGlobal().isTrusted(Word.class)) {
      ClassSecurityPredicate events = type -> type.getPackageName().equals(EVENTS);
      ClassSecurityValidator.setGlobal(
          ClassSecurityValidator.composite(ClassSecurityValidator.getGlobal(), events));
    }
  }
}
