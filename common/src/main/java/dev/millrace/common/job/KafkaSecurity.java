package dev.millrace.common.job;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.network.ConnectionMode;
import org.apache.kafka.common.security.JaasContext;
import org.apache.kafka.common.security.auth.SecurityProtocol;
import org.apache.kafka.common.security.ssl.SslFactory;

/**
 * Whether a Kafka client could begin with what a file says. Nothing is asked over the network: who
 * submits a job may be where the brokers, or those who issue tokens, cannot be reached.
 */
final class KafkaSecurity {

  private KafkaSecurity() {}

  /** What a client would complain about when it is made; empty if nothing. */
  static Optional<String> problem(ClientConfigFile file) {
    try {
      Map<String, Object> settings = new HashMap<>();
      file.references().forEach((key, value) -> settings.put((String) key, value));
      settings.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, "127.0.0.1:9");
      check(new AdminClientConfig(settings));
      return Optional.empty();
    } catch (KafkaException e) {
      return Optional.of(e.getMessage());
    } catch (IllegalArgumentException e) {
      // Of the JAAS text it says what it stumbled over, which may be half a password.
      return Optional.of("sasl.jaas.config has no entry for a client");
    }
  }

  private static void check(AdminClientConfig config) {
    SecurityProtocol protocol =
        SecurityProtocol.forName(
            config.getString(AdminClientConfig.SECURITY_PROTOCOL_CONFIG).toUpperCase(Locale.ROOT));
    if (protocol == SecurityProtocol.SASL_PLAINTEXT || protocol == SecurityProtocol.SASL_SSL) {
      JaasContext.loadClientContext(config.values());
    }
    if (protocol == SecurityProtocol.SSL || protocol == SecurityProtocol.SASL_SSL) {
      try (SslFactory tls = new SslFactory(ConnectionMode.CLIENT)) {
        tls.configure(config.values());
      }
    }
  }
}
