package dev.millrace.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
  @TempDir private Path folder;

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  @Test
  void aSecondFileGoesOverTheDefaults() throws IOException {
    Path defaults = file("stack.properties", "kafka.port=19092\nkafka.heap=512m\n");
    Path mine = file("mine.properties", "kafka.heap = 1g\n");
    Settings settings = Settings.read(defaults, List.of(mine));
    assertThat(settings.port("kafka.port")).isEqualTo(19_092);
    assertThat(settings.size("kafka.heap")).isEqualTo(new Size(1024));
    assertThat(settings.origin("kafka.port")).isEqualTo(defaults);
    assertThat(settings.origin("kafka.heap")).isEqualTo(mine);
  }

  @Test
  void anUnknownNameIsRefused() throws IOException {
    Path defaults = file("stack.properties", "kafka.port=19092\n");
    Path mine = file("mine.properties", "kafka.prot=1\n");
    assertThatThrownBy(() -> Settings.read(defaults, List.of(mine)))
        .isInstanceOf(StackException.class)
        .hasMessage("kafka.prot in %s is not a setting; %s lists them all", mine, defaults);
  }

  @Test
  void aWrongValueIsNamedWithItsRuleAndItsFile() throws IOException {
    Path defaults =
        file("stack.properties", "port=99999\nsize=2gb\nports=30-20\ncount=none\nempty=\n");
    Settings settings = Settings.read(defaults, List.of());
    assertThatThrownBy(() -> settings.port("port"))
        .hasMessage("port in %s must be a port from 1 to 65535, is '99999'", defaults);
    assertThatThrownBy(() -> settings.size("size"))
        .hasMessage("size in %s must be a size such as 512m or 2g, is '2gb'", defaults);
    assertThatThrownBy(() -> settings.ports("ports"))
        .hasMessageContaining("must be a range of ports such as 19250-19269, is '30-20'");
    assertThatThrownBy(() -> settings.count("count"))
        .hasMessageContaining("must be a count from 1 to 1000, is 'none'");
    assertThat(settings.words("empty")).isEmpty();
  }

  @Test
  void aRunningStackKeepsTheSettingsThatItWasStartedWith() throws IOException {
    Path defaults = file("stack.properties", "kafka.port=19092\nkafka.heap=512m\n");
    Path mine = file("mine.properties", "kafka.port=20092\n");
    Path saved = folder.resolve("state/running.properties");
    Settings.read(defaults, List.of(mine)).save(saved);
    Settings configured = Settings.read(defaults, List.of());
    Settings running = configured.as(saved);
    assertThat(running.port("kafka.port")).isEqualTo(20_092);
    assertThat(configured.differences(running)).containsExactly("kafka.port=19092");
    assertThat(running.origin("kafka.port")).isEqualTo(defaults);
  }

  @Test
  void anyOptionOfFlinkIsASettingAndIsRemembered() throws IOException {
    Path defaults = file("stack.properties", "kafka.port=19092\n");
    Path mine = file("mine.properties", "flink.conf.heartbeat.interval=1 s\n");
    Path saved = folder.resolve("state/running.properties");
    Settings started = Settings.read(defaults, List.of(mine));
    started.save(saved);
    assertThat(started.flinkOptions()).containsExactly(Map.entry("heartbeat.interval", "1 s"));
    Settings configured = Settings.read(defaults, List.of());
    Settings running = configured.as(saved);
    assertThat(running.flinkOptions()).isEqualTo(started.flinkOptions());
    assertThat(configured.differences(running)).containsExactly("flink.conf.heartbeat.interval=");
    assertThat(started.as(saved).differences(running)).isEmpty();
    configured.save(saved);
    assertThat(started.as(saved).flinkOptions()).isEmpty();
    Path nameless = file("nameless.properties", "flink.conf.=1\n");
    assertThatThrownBy(() -> Settings.read(defaults, List.of(nameless)))
        .hasMessageStartingWith("flink.conf. in %s is not a setting", nameless);
  }
}
