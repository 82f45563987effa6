package dev.millrace.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.console.ToolException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchedTablesTest {
  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("tables.yaml");
  }

  @Test
  void readsWhichTablesAreFinalAndWhichHaveVersions() throws IOException {
    Files.writeString(
        file,
        """
        tables:
          fraud.decisions: {topic: a, mode: first-wins}
          supply.alerts: {topic: b, mode: latest-version-wins, version: alert_version}
        """);
    assertThat(WatchedTables.read(file))
        .containsExactly(
            new Watch.Table("fraud.decisions", Optional.empty()),
            new Watch.Table("supply.alerts", Optional.of("alert_version")));
  }

  @Test
  void readsTheFileOfTheJob() {
    assertThat(
            WatchedTables.read(Path.of("../../jobs/table-writer/src/main/resources/tables.yaml")))
        .extracting(Watch.Table::name)
        .contains("fraud.decisions", "ops.dead_letters");
  }

  @Test
  void saysWhatItDoesNotUnderstand() throws IOException {
    Files.writeString(file, "tables: {a.b: {mode: last-wins}}");
    assertThatThrownBy(() -> WatchedTables.read(file))
        .isInstanceOf(ToolException.class)
        .hasMessage(
            "%s, a.b: mode must be first-wins or latest-version-wins, is 'last-wins'", file);
    Files.writeString(file, "tables: {a.b: {mode: latest-version-wins}}");
    assertThatThrownBy(() -> WatchedTables.read(file))
        .hasMessage("%s, a.b: latest-version-wins needs version, the column that holds it", file);
  }
}
