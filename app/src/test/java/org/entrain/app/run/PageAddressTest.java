package org.entrain.app.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.entrain.app.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageAddressTest {

  @Test
  void port_isTheUsualOneUnlessChosen() {
    assertThat(PageAddress.parse("127.0.0.1", null))
        .isEqualTo(new PageAddress("127.0.0.1", 8080, false));
    assertThat(PageAddress.parse("0.0.0.0", "0")).isEqualTo(new PageAddress("0.0.0.0", 0, true));
    assertThat(PageAddress.parse("127.0.0.1", "off")).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "65536", "no", "80a", "999999999999"})
  void nonsense_isRefused(String port) {
    assertThatThrownBy(() -> PageAddress.parse("127.0.0.1", port))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("0 to 65535");
  }
}
