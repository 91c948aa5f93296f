package org.entrain.transport;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.security.auth.login.AppConfigurationEntry;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.JaasContext;
import org.entrain.transport.ClientSettings.Fault;

/** Reads {@code sasl.jaas.config} before a client does: a client's complaint quotes parts of it. */
final class LoginModules {

  /** Kafka's own, and the JDK's for Kerberos. Others, such as JNDI's, fetch code elsewhere. */
  private static final Set<String> ALLOWED =
      Set.of(
          "org.apache.kafka.common.security.plain.PlainLoginModule",
          "org.apache.kafka.common.security.scram.ScramLoginModule",
          "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule",
          "com.sun.security.auth.module.Krb5LoginModule");

  private LoginModules() {}

  static Optional<Fault> fault(String jaas) {
    List<AppConfigurationEntry> entries;
    try {
      entries =
          JaasContext.loadClientContext(Map.of(SaslConfigs.SASL_JAAS_CONFIG, new Password(jaas)))
              .configurationEntries();
    } catch (RuntimeException e) { // whatever it says may quote a part of the password
      return Optional.of(
          new Fault(
              SaslConfigs.SASL_JAAS_CONFIG,
              "LOGINMODULE required username=\"…\" password=\"…\";",
              "a text that is no such line, or a module that Kafka refuses",
              "Mind the quotes, and the semicolon at the end."));
    }
    return entries.stream()
        .map(AppConfigurationEntry::getLoginModuleName)
        .filter(module -> !ALLOWED.contains(module))
        .findFirst()
        .map(
            module ->
                new Fault(
                    SaslConfigs.SASL_JAAS_CONFIG,
                    "one of " + String.join(", ", ALLOWED.stream().sorted().toList()),
                    "another login module",
                    "entrain loads no other."));
  }
}
