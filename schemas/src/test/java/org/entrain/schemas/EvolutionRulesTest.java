package org.entrain.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

/** Each forbidden change of a schema is found, and the allowed one is not. */
class EvolutionRulesTest {

  private static final String RELEASED =
      record(
          "a.b",
          "{'name':'x','type':'int'},{'name':'y','type':'long','default':1},"
              + "{'name':'k','type':{'type':'enum','name':'K','symbols':['A','B']}}");

  @Test
  void optionalField_atTheEnd_isAllowed() {
    assertThat(faults(RELEASED.replace("]}}]", "]}},{'name':'z','type':'int','default':0}]")))
        .isEmpty();
  }

  @Test
  void fieldWithoutDefault_isRefused() {
    assertThat(faults(RELEASED.replace("]}}]", "]}},{'name':'z','type':'int'}]")))
        .anyMatch(fault -> fault.contains("READER_FIELD_MISSING_DEFAULT_VALUE"));
  }

  @Test
  void fieldInTheMiddle_isRefused() {
    assertThat(
            faults(
                RELEASED.replace(
                    "{'name':'y'", "{'name':'z','type':'int','default':0},{'name':'y'")))
        .anyMatch(fault -> fault.contains("new fields go to the end"));
  }

  @Test
  void removedField_isRefusedUnlessTheReleaseHadADefault() {
    assertThat(faults(RELEASED.replace("{'name':'x','type':'int'},", "")))
        .anyMatch(fault -> fault.contains("the released version cannot read"));
    assertThat(faults(RELEASED.replace("{'name':'y','type':'long','default':1},", ""))).isEmpty();
  }

  @Test
  void otherDefault_isRefused() {
    assertThat(faults(RELEASED.replace("'default':1", "'default':2")))
        .containsExactly("E.y: its default was 1 and is 2");
    assertThat(faults(RELEASED.replace(",'default':1", "")))
        .anyMatch(fault -> fault.contains("its default is gone"));
  }

  @Test
  void otherType_isRefusedOneWayOrTheOther() {
    assertThat(faults(RELEASED.replace("'x','type':'int'", "'x','type':'long'")))
        .anyMatch(fault -> fault.contains("the released version cannot read"));
    assertThat(faults(RELEASED.replace("'y','type':'long'", "'y','type':'int'")))
        .anyMatch(fault -> fault.contains("events are not readable"));
  }

  @Test
  void enumSymbols_neitherComeNorGo() {
    assertThat(faults(RELEASED.replace("'A','B'", "'A','B','C'")))
        .anyMatch(fault -> fault.contains("MISSING_ENUM_SYMBOLS"));
    assertThat(faults(RELEASED.replace("'A','B'", "'A'")))
        .anyMatch(fault -> fault.contains("MISSING_ENUM_SYMBOLS"));
  }

  @Test
  void otherNamespace_isRefusedThoughAvroTakesIt() {
    assertThat(faults(RELEASED.replace("a.b", "a.c")))
        .contains("E: was a.b.E and is a.c.E", "E.k: was a.b.K and is a.c.K");
  }

  private static java.util.List<String> faults(String current) {
    assertThat(current).isNotEqualTo(RELEASED);
    return Evolution.faults(parsed(RELEASED), parsed(current));
  }

  private static Schema parsed(String text) {
    return new Schema.Parser().parse(text.replace('\'', '"'));
  }

  private static String record(String namespace, String fields) {
    return "{'type':'record','name':'E','namespace':'%s','fields':[%s]}"
        .formatted(namespace, fields);
  }
}
