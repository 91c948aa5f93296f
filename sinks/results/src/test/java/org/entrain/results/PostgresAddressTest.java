package org.entrain.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.postgresql.Driver;

/** What the driver makes of an address. */
class PostgresAddressTest {

  @Test
  void serverThatFallsSilent_isNotAwaitedForEver() {
    assertThat(socketTimeout("jdbc:postgresql://host/db")).isEqualTo("600");
  }

  @Test
  void timeoutOfTheAddress_isTaken() {
    assertThat(socketTimeout("jdbc:postgresql://host/db?sslmode=require&socketTimeout=30"))
        .isEqualTo("30");
  }

  private static String socketTimeout(String url) {
    PostgresAddress address = PostgresAddress.of(url, name -> null);
    Properties driver = Driver.parseURL(address.url(), address.properties());
    return driver.getProperty("socketTimeout");
  }
}
