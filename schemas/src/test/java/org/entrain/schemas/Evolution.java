package org.entrain.schemas;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;

/**
 * What is wrong with a change of a schema. Avro's own check is asked both ways; it compares names
 * without their namespace, and neither places of new fields nor the values of defaults, so those
 * are compared here.
 */
final class Evolution {

  private final List<String> faults = new ArrayList<>();
  private final Set<String> seen = new HashSet<>();

  private Evolution() {}

  /** Faults of a change, one line each; empty for a change that both sides can live with. */
  static List<String> faults(Schema released, Schema current) {
    Evolution evolution = new Evolution();
    evolution.readable("the released version's events are not readable", current, released);
    evolution.readable("the released version cannot read today's events", released, current);
    evolution.compare(released, current, current.getName());
    return evolution.faults;
  }

  private void readable(String fault, Schema reader, Schema writer) {
    var result = SchemaCompatibility.checkReaderWriterCompatibility(reader, writer).getResult();
    if (result.getCompatibility() != SchemaCompatibilityType.COMPATIBLE) {
      result
          .getIncompatibilities()
          .forEach(
              cause ->
                  faults.add(
                      "%s: %s at %s: %s"
                          .formatted(
                              fault, cause.getType(), cause.getLocation(), cause.getMessage())));
    }
  }

  private void compare(Schema released, Schema current, String where) {
    if (released.getType() != current.getType()) {
      return; // a promotion or a union: Avro's check judges it
    }
    switch (released.getType()) {
      case RECORD -> compareRecords(released, current, where);
      case ENUM, FIXED -> compareNames(released, current, where);
      case ARRAY -> compare(released.getElementType(), current.getElementType(), where + "[]");
      case MAP -> compare(released.getValueType(), current.getValueType(), where + "{}");
      default -> {
        // primitive types have no more to compare; unions hold only these here
      }
    }
  }

  private void compareRecords(Schema released, Schema current, String where) {
    compareNames(released, current, where);
    if (!seen.add(released.getFullName())) {
      return;
    }
    for (Schema.Field field : released.getFields()) {
      Schema.Field today = current.getField(field.name());
      if (today == null) {
        continue; // without a default in the released version, Avro's check has refused it
      }
      String place = where + "." + field.name();
      if (field.hasDefaultValue() && !today.hasDefaultValue()) {
        faults.add(place + ": its default is gone");
      } else if (field.hasDefaultValue()
          && !Objects.deepEquals(field.defaultVal(), today.defaultVal())) {
        faults.add(
            "%s: its default was %s and is %s"
                .formatted(place, field.defaultVal(), today.defaultVal()));
      }
      compare(field.schema(), today.schema(), place);
    }
    boolean added = false;
    for (Schema.Field today : current.getFields()) {
      boolean old = released.getField(today.name()) != null;
      if (old && added) {
        faults.add(where + "." + today.name() + ": behind a new field; new fields go to the end");
      }
      added |= !old;
    }
  }

  private void compareNames(Schema released, Schema current, String where) {
    if (!released.getFullName().equals(current.getFullName())) {
      faults.add(
          "%s: was %s and is %s".formatted(where, released.getFullName(), current.getFullName()));
    }
  }
}
