package org.entrain.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.Driver;

/** What the driver makes of an address. */
class PostgresAddressTest {

  @Test
  void serverThatFallsSilent_isNotAwaitedForEver() {
    assertThat(socketTimeout("jdbc:postgresql://host/db")).isEqualTo("240");
  }

  @Test
  void timeoutOfTheAddress_isTaken() {
    assertThat(socketTimeout("jdbc:postgresql://host/db?sslmode=require&socketTimeout=30"))
        .isEqualTo("30");
  }

  @Test
  void upgrade_hasAnHour_unlessTheAddressSaysOtherwise() {
    PostgresAddress usual = PostgresAddress.of("jdbc:postgresql://host/db", name -> null);
    assertThat(socketTimeout(usual.forUpgrade())).isEqualTo("3600");
    assertThat(usual.silenceMs()).isEqualTo(240_000);
    PostgresAddress own =
        PostgresAddress.of("jdbc:postgresql://host/db?socketTimeout=30", name -> null);
    assertThat(socketTimeout(own.forUpgrade())).isEqualTo("30");
    assertThat(own.silenceMs()).isEqualTo(30_000);
  }

  @Test
  void connection_afterTheUpgrade_hasTheUsualLimit(@TempDir Path folder) throws SQLException {
    PostgresAddress address =
        PostgresAddress.of(TestStore.POSTGRESQL.place(folder), PostgresServer::environment);
    for (boolean writable : new boolean[] {true, false}) {
      try (Connection connection = PostgresResults.connect(address, writable)) {
        assertThat(connection.getNetworkTimeout()).isEqualTo(240_000);
      }
    }
  }

  private static String socketTimeout(String url) {
    return socketTimeout(PostgresAddress.of(url, name -> null));
  }

  private static String socketTimeout(PostgresAddress address) {
    Properties driver = Driver.parseURL(address.url(), address.properties());
    return driver.getProperty("socketTimeout");
  }
}
