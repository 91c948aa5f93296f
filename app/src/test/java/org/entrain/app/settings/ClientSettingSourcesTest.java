package org.entrain.app.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.entrain.app.Refusal;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientSettingSourcesTest {

  @TempDir private Path folder;

  private final List<String> warnings = new ArrayList<>();

  @Test
  void commandLine_winsOverTheEnvironment_whichWinsOverTheFile() throws IOException {
    Path file = file("linger.ms=1\nretries=1\nsend.buffer.bytes=1\n");

    assertThat(
            merge(
                file,
                Map.of("ENTRAIN_KAFKA_LINGER_MS", "2", "ENTRAIN_KAFKA_RETRIES", "2"),
                Map.of("linger.ms", "3")))
        .isEqualTo(Map.of("linger.ms", "3", "retries", "2", "send.buffer.bytes", "1"));
  }

  @Test
  void variable_ofTheEnvironment_isASettingByItsName() {
    assertThat(merge(null, Map.of("ENTRAIN_KAFKA_SSL_KEYSTORE_PASSWORD", "hidden"), Map.of()))
        .isEqualTo(Map.of("ssl.keystore.password", "hidden"));
  }

  @Test
  void faults_ofAllSources_areNamedTogetherWithoutValues() throws IOException {
    Path file = file("sasl.jass.config=hidden\nacks=1\n");

    assertThatThrownBy(
            () -> merge(file, Map.of("ENTRAIN_KAFKA_SASL_JAAS_CONFIG", "hidden"), Map.of()))
        .isInstanceOf(Refusal.class)
        .hasMessageContainingAll("sasl.jass.config", "acks", "ENTRAIN_KAFKA_SASL_JAAS_CONFIG")
        .hasMessageNotContaining("hidden");
  }

  @Test
  void file_withASecretThatOthersCanRead_isWarnedOf() throws IOException {
    Path file = file("ssl.key.password=hidden\n");

    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    merge(file, Map.of(), Map.of());
    assertThat(warnings).singleElement().asString().contains("chmod 600").doesNotContain("hidden");

    warnings.clear();
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    merge(file, Map.of(), Map.of());
    assertThat(warnings).isEmpty();
  }

  @Test
  void file_thatIsNone_isRefused() throws IOException {
    assertThatThrownBy(() -> merge(folder.resolve("none"), Map.of(), Map.of()))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("--kafka-config");
    Path malformed = file("a=\\uhidden");
    assertThatThrownBy(() -> merge(malformed, Map.of(), Map.of()))
        .isInstanceOf(Refusal.class)
        .hasMessageNotContaining("hidden");
  }

  @Test
  void secret_onTheCommandLine_isRefusedWithoutItsValue() {
    assertThatThrownBy(
            () ->
                SettingResolver.resolve(
                    null, null, Map.of(), List.of("kafka.ssl.key.password=hidden", "kafka.acks=0")))
        .isInstanceOf(Refusal.class)
        .hasMessageContainingAll("kafka.ssl.key.password", "--kafka-config", "kafka.acks")
        .hasMessageNotContaining("hidden");
  }

  private Map<String, String> merge(
      @Nullable Path file, Map<String, String> variables, Map<String, String> assigned) {
    return ClientSettingSources.merge(file, variables::get, assigned, warnings::add);
  }

  private Path file(String text) throws IOException {
    return Files.writeString(Files.createTempFile(folder, "kafka", ".properties"), text);
  }
}
