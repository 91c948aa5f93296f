package org.entrain.app.display;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SafeTextTest {

  @Test
  void controlCharactersAndMarksOfDirection_areShownAsNumbers() {
    assertThat(SafeText.of("a\u001b[2Jb\nc\u009bd\u202ee\u2028f\u007f"))
        .isEqualTo("a\\u001b[2Jb\\u000ac\\u009bd\\u202ee\\u2028f\\u007f");
  }

  @Test
  void ordinaryText_staysAsItIs() {
    assertThat(SafeText.of("Häuser, 家, 🙂")).isEqualTo("Häuser, 家, 🙂");
  }

  @Test
  void table_ofStrangersText_hasOneLinePerRow() {
    TextTable table = new TextTable("a", "b");
    table.row("x\ny", "z");

    assertThat(table).hasToString("a         b\nx\\u000ay  z\n");
  }
}
