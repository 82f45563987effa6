package dev.millrace.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientSettingsTest {
  @TempDir Path folder;

  @Test
  void eachClientHasTheSettingsOfItsFile() throws IOException {
    ClientSettings settings =
        new ClientSettings(
            Map.of(
                ClientSettings.KAFKA, file("security.protocol = SASL_SSL\n# no\n"),
                ClientSettings.REGISTRY, file("basic.auth.user.info = me:s3cret\n")));

    assertThat(kafka(settings, Map.of("bootstrap.servers", "here:1", "max.poll.records", 1)))
        .isEqualTo(
            Map.of(
                "bootstrap.servers", "here:1",
                "security.protocol", "SASL_SSL",
                "max.poll.records", 1));
    assertThat(settings.<Map<String, String>>ofRegistry(given -> given))
        .isEqualTo(Map.of("basic.auth.user.info", "me:s3cret"));
  }

  @Test
  void whatAToolDecidesIsNotTakenFromTheFile() throws IOException {
    ClientSettings settings =
        new ClientSettings(Map.of(ClientSettings.KAFKA, file("bootstrap.servers = elsewhere:1\n")));

    assertThat(kafka(settings, Map.of("bootstrap.servers", "here:1")))
        .isEqualTo(Map.of("bootstrap.servers", "here:1"));
  }

  @Test
  void withoutFilesThereAreNoMoreSettings() {
    ClientSettings settings = new ClientSettings(Map.of(ClientSettings.KAFKA, ""));

    Map<String, String> own = Map.of("bootstrap.servers", "SSL://a:1 , [::1]:2", "acks", "all");
    assertThat(kafka(settings, own)).isEqualTo(own);
    assertThat(settings.<Map<String, String>>ofRegistry(given -> given)).isEmpty();
  }

  @Test
  void aFileThatCannotBeReadOrIsEmptyIsNamed() throws IOException {
    for (String path : new String[] {"/no/such/file", folder.toString(), file("# nothing\n")}) {
      assertThatThrownBy(
              () ->
                  kafka(
                      new ClientSettings(Map.of(ClientSettings.KAFKA, path)),
                      Map.of("bootstrap.servers", "here:1")))
          .isInstanceOf(ToolException.class)
          .hasMessage(
              "MILLRACE_KAFKA_CLIENT_CONFIG must be a readable properties file with at least one setting, is %s",
              path);
      assertThatThrownBy(
              () ->
                  new ClientSettings(Map.of(ClientSettings.REGISTRY, path))
                      .ofRegistry(given -> given))
          .isInstanceOf(ToolException.class)
          .hasMessageStartingWith("MILLRACE_REGISTRY_CLIENT_CONFIG must be");
    }
  }

  @Test
  void settingsThatTheRegistrysClientDoesNotTakeAreTheUsersMistake() throws IOException {
    String path = file("basic.auth.credentials.source = NOWHERE\n");
    IllegalStateException refused = new IllegalStateException("unknown source NOWHERE");

    assertThatThrownBy(
            () ->
                new ClientSettings(Map.of(ClientSettings.REGISTRY, path))
                    .ofRegistry(
                        given -> {
                          throw refused;
                        }))
        .isInstanceOf(ToolException.class)
        .hasMessage(
            "MILLRACE_REGISTRY_CLIENT_CONFIG: %s does not fit the client: unknown source NOWHERE",
            path)
        .hasCause(refused);
  }

  @Test
  void aClientThatFailsWithoutSettingsIsADefect() {
    IllegalStateException defect = new IllegalStateException("broken");

    assertThatThrownBy(
            () ->
                new ClientSettings(Map.of())
                    .ofRegistry(
                        given -> {
                          throw defect;
                        }))
        .isSameAs(defect);
  }

  @Test
  void settingsThatKafkasClientDoesNotTakeAreTheUsersMistake() throws IOException {
    String path = file("ssl.truststore.location = /no/such\n");
    IllegalArgumentException reason = new IllegalArgumentException("no such truststore");
    IllegalStateException refused =
        new IllegalStateException("cannot start", new RuntimeException(null, reason));

    for (Map<String, String> environment :
        List.of(Map.<String, String>of(), Map.of(ClientSettings.KAFKA, path))) {
      assertThatThrownBy(
              () ->
                  new ClientSettings(environment)
                      .ofKafka(
                          Map.of("bootstrap.servers", "here:1"),
                          given -> {
                            throw refused;
                          }))
          .isInstanceOf(ToolException.class)
          .hasMessage(
              "no client of Kafka at here:1 can be made"
                  + (environment.isEmpty() ? "" : " with " + path)
                  + ": cannot start: no such truststore")
          .hasCause(refused);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "x:", "x:1,", "x:1,y", "x:one"})
  void whatIsNoAddressIsNamed(String servers) {
    assertThatThrownBy(
            () -> kafka(new ClientSettings(Map.of()), Map.of("bootstrap.servers", servers)))
        .isInstanceOf(ToolException.class)
        .hasMessage(
            "kafka.bootstrap-servers must be HOST:PORT, or several separated by commas, not '%s'",
            servers);
  }

  private static Map<String, Object> kafka(ClientSettings settings, Map<String, ?> own) {
    return settings.ofKafka(own, given -> given);
  }

  private String file(String content) throws IOException {
    return Files.writeString(Files.createTempFile(folder, "client", ".properties"), content)
        .toString();
  }
}
