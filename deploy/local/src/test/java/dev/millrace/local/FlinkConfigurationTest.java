package dev.millrace.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlinkConfigurationTest {
  private static final Map<String, String> VALUES = Map.of("flink.rest-port", "18081");

  @TempDir private Path folder;
  private Path template;
  private Path mine;

  @BeforeEach
  void files() throws IOException {
    template =
        Files.writeString(
            folder.resolve("flink.yaml"),
            "# why\nrest.port: ${flink.rest-port}\nheartbeat.interval: 2 s\n");
    mine = folder.resolve("mine.properties");
  }

  private FlinkConfiguration with(String lines) throws IOException {
    Files.writeString(mine, lines);
    Path defaults = Files.writeString(folder.resolve("stack.properties"), "kafka.port=19092\n");
    return new FlinkConfiguration(List.of(template), Settings.read(defaults, List.of(mine)));
  }

  @Test
  void anOptionIsAddedOrTakesTheTemplatesPlace() throws IOException {
    FlinkConfiguration configuration =
        with("flink.conf.heartbeat.interval=1 s\nflink.conf.jobmanager.rpc.bind-port=16124\n");
    assertThat(configuration.text(VALUES))
        .isEqualTo(
            "# why\nrest.port: 18081\nheartbeat.interval: '1 s'\njobmanager.rpc.bind-port: '16124'\n");
  }

  @Test
  void aQuoteStaysAQuote() throws IOException {
    assertThat(with("flink.conf.env.x=it's [a]\n").text(VALUES)).endsWith("env.x: 'it''s [a]'\n");
  }

  @Test
  void whatTheStackDecidesIsRefused() throws IOException {
    FlinkConfiguration configuration = with("flink.conf.rest.port=1\n");
    assertThatThrownBy(() -> configuration.text(VALUES))
        .isInstanceOf(StackException.class)
        .hasMessage(
            "flink.conf.rest.port in %s cannot be set: the stack decides it, by"
                + " 'rest.port: ${flink.rest-port}' in %s",
            mine, template);
  }
}
