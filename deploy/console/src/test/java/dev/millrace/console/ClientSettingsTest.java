package dev.millrace.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientSettingsTest {
  @TempDir Path folder;

  @Test
  void eachClientHasTheSettingsOfItsFile() throws IOException {
    ClientSettings settings =
        new ClientSettings(
            Map.of(
                ClientSettings.KAFKA, file("security.protocol = SASL_SSL\n# no\n"),
                ClientSettings.REGISTRY, file("basic.auth.user.info = me:s3cret\n")));

    assertThat(settings.ofKafka(Map.of("max.poll.records", 1)))
        .isEqualTo(Map.of("security.protocol", "SASL_SSL", "max.poll.records", 1));
    assertThat(settings.<Map<String, String>>ofRegistry(given -> given))
        .isEqualTo(Map.of("basic.auth.user.info", "me:s3cret"));
  }

  @Test
  void whatAToolDecidesIsNotTakenFromTheFile() throws IOException {
    ClientSettings settings =
        new ClientSettings(Map.of(ClientSettings.KAFKA, file("bootstrap.servers = elsewhere:1\n")));

    assertThat(settings.ofKafka(Map.of("bootstrap.servers", "here:1")))
        .isEqualTo(Map.of("bootstrap.servers", "here:1"));
  }

  @Test
  void withoutFilesThereAreNoMoreSettings() {
    ClientSettings settings = new ClientSettings(Map.of(ClientSettings.KAFKA, ""));

    assertThat(settings.ofKafka(Map.of("acks", "all"))).isEqualTo(Map.of("acks", "all"));
    assertThat(settings.<Map<String, String>>ofRegistry(given -> given)).isEmpty();
  }

  @Test
  void aFileThatCannotBeReadOrIsEmptyIsNamed() throws IOException {
    for (String path : new String[] {"/no/such/file", folder.toString(), file("# nothing\n")}) {
      assertThatThrownBy(
              () -> new ClientSettings(Map.of(ClientSettings.KAFKA, path)).ofKafka(Map.of()))
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
        .hasMessage("MILLRACE_REGISTRY_CLIENT_CONFIG: %s does not fit the client", path)
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

  private String file(String content) throws IOException {
    return Files.writeString(Files.createTempFile(folder, "client", ".properties"), content)
        .toString();
  }
}
