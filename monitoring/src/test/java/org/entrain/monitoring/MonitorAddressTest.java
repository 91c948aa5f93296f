package org.entrain.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.entrain.common.InvalidInputException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MonitorAddressTest {

  @ParameterizedTest
  @CsvSource({
    "9464, 127.0.0.1, 9464, true",
    "0, 127.0.0.1, 0, true",
    "localhost:9464, localhost, 9464, true",
    "0.0.0.0:9464, 0.0.0.0, 9464, false",
    "[::1]:9464, ::1, 9464, true",
    "[::]:65535, ::, 65535, false"
  })
  void parse_ofPortAndHost_takesBoth(String text, String host, int port, boolean loopback) {
    MonitorAddress address = MonitorAddress.parse(text);
    assertThat(address).isEqualTo(new MonitorAddress(host, port));
    assertThat(address.loopback()).isEqualTo(loopback);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "port", ":9464", "localhost:", "65536", "-1", "::1", "::1:9464", "1:2:3"})
  void parse_ofAnythingElse_isRefused(String text) {
    assertThatThrownBy(() -> MonitorAddress.parse(text))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll("--monitor", "'" + text + "'", "0.0.0.0:9464");
  }
}
