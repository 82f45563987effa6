package dev.millrace.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HighAvailabilityTest {
  @TempDir private Path folder;

  private Settings settings(String choice) throws IOException {
    Path mine =
        Files.writeString(
            folder.resolve("mine.properties"), "flink.high-availability=" + choice + "\n");
    return Settings.read(Path.of("stack.properties").toAbsolutePath(), List.of(mine));
  }

  @Test
  void oneJobManagerUnlessAskedFor() throws IOException {
    Settings settings = settings("none");
    assertThat(HighAvailability.of(settings)).isEqualTo(HighAvailability.NONE);
    assertThat(Endpoints.of(settings).flinks()).containsExactly("http://127.0.0.1:18081");
  }

  @Test
  void theFirstAddressStaysTheFirst() throws IOException {
    Endpoints endpoints = Endpoints.of(settings("zookeeper"));
    assertThat(endpoints.flinks())
        .containsExactly("http://127.0.0.1:18081", "http://127.0.0.1:18083");
    Path file = folder.resolve("endpoints.properties");
    endpoints.write(file);
    assertThat(Files.readAllLines(file))
        .contains(
            "flink.rest.url=http://127.0.0.1:18081",
            "flink.rest.urls=http://127.0.0.1:18081,http://127.0.0.1:18083");
  }

  @Test
  void anotherWordIsRefused() throws IOException {
    Settings settings = settings("kubernetes");
    assertThatThrownBy(() -> HighAvailability.of(settings))
        .hasMessage(
            "flink.high-availability in %s must be none or zookeeper, is 'kubernetes'",
            folder.resolve("mine.properties"));
  }

  @Test
  void askedForOnTheCommandLineItNeedsNoFile() throws IOException {
    Settings settings = settings("none").with(HighAvailability.SETTING, "zookeeper");
    assertThat(HighAvailability.of(settings).templates())
        .containsExactly("flink.yaml", "flink-ha.yaml");
  }
}
