package org.entrain.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientSettingsTest {

  private static final String SCRAM =
      "org.apache.kafka.common.security.scram.ScramLoginModule required"
          + " username=\"u\" password=\"hidden\";";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sasl.jaas.config",
        "ssl.key.password",
        "ssl.keystore.password",
        "ssl.truststore.password",
        "ssl.keystore.key",
        "producer.ssl.keystore.password",
        "sasl.oauthbearer.client.credentials.client.secret"
      })
  void secret_onTheCommandLine_isRefusedWithoutItsValue(String name) {
    ClientSettings.Fault fault = ClientSettings.fault(name, SCRAM, true).orElseThrow();

    assertThat(fault.remedy()).contains("--kafka-config", "ENTRAIN_KAFKA_");
    assertThat(fault.toString()).doesNotContain("hidden");
  }

  @Test
  void secret_fromAFile_isPassedOn() {
    assertThat(ClientSettings.fault("sasl.jaas.config", SCRAM, false)).isEmpty();
    assertThat(ClientSettings.fault("ssl.keystore.password", "hidden", false)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "security.protocol, SASL_SSL",
    "ssl.truststore.location, trust.p12",
    "linger.ms, 20",
    "max.poll.records, 100",
    "compression.type, zstd",
    "main.consumer.fetch.max.wait.ms, 100",
    "topic.segment.bytes, 1000000",
    "sasl.oauthbearer.token.endpoint.url, https://there/token",
    "sasl.login.callback.handler.class,"
        + " org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginCallbackHandler"
  })
  void setting_ofAClient_isPassedOn(String name, String value) {
    assertThat(ClientSettings.fault(name, value, true)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "ssl.engine.factory.class, com.Evil",
    "sasl.login.callback.handler.class, com.Evil",
    "sasl.client.callback.handler.class, com.Evil",
    "interceptor.classes, com.Evil",
    "producer.interceptor.classes, com.Evil",
    "metric.reporters, com.Evil",
    "config.providers, file",
    "config.providers.file.class, com.Evil",
    "security.providers, com.Evil",
    "partition.assignment.strategy, com.Evil",
    "partitioner.class, com.Evil",
    "rocksdb.config.setter, com.Evil",
    "default.key.serde, com.Evil",
    "sasl.kerberos.kinit.cmd, /bin/evil"
  })
  void setting_thatLoadsClassesOrStartsPrograms_isRefused(String name, String value) {
    assertThat(ClientSettings.fault(name, value, false)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "acks",
        "producer.acks",
        "isolation.level",
        "transactional.id",
        "group.id",
        "bootstrap.servers",
        "processing.guarantee",
        "enable.idempotence",
        "replication.factor"
      })
  void setting_onWhichDeliveryRests_isRefused(String name) {
    assertThat(ClientSettings.fault(name, "1", true)).isPresent();
  }

  @Test
  void name_thatNoClientHas_isRefusedWithTheNearest() {
    assertThat(ClientSettings.fault("sasl.jass.config", SCRAM, false).orElseThrow().remedy())
        .contains("sasl.jaas.config");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "com.sun.security.auth.module.JndiLoginModule required user.provider.url=\"ldap://x\";",
        "com.sun.security.auth.module.LdapLoginModule required;",
        "com.Evil required;",
        "org.apache.kafka.common.security.plain.PlainLoginModule required; com.Evil required;",
        "org.apache.kafka.common.security.plain.PlainLoginModule required password=hid den;",
        "hidden",
        ""
      })
  void loginModule_otherThanTheUsual_isRefusedWithoutQuoting(String jaas) {
    ClientSettings.Fault fault =
        ClientSettings.fault("sasl.jaas.config", jaas, false).orElseThrow();

    assertThat(fault.toString()).doesNotContain("hid", "den;", "ldap:");
  }

  @ParameterizedTest
  @ValueSource(strings = {"file:///etc/passwd", "http://there/token", "there", "jndi:x y"})
  void tokenEndpoint_thatIsNotHttps_isRefused(String url) {
    assertThat(ClientSettings.fault("sasl.oauthbearer.token.endpoint.url", url, false)).isPresent();
  }

  @Test
  void connection_asText_hasNoSettings() {
    assertThat(new KafkaConnection("here:1", Map.of("ssl.key.password", "hidden")))
        .hasToString("KafkaConnection[here:1]");
  }
}
