package dev.millrace.tablewriter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.common.delivery.DatabaseOptions;
import dev.millrace.common.job.InvalidOptionsException;
import dev.millrace.common.testing.ReadmeOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableWriterOptionsTest {

  @Test
  void defaultsAreThoseOfTheReadme() throws IOException {
    TableWriterOptions options = options();

    assertThat(options.job().name()).isEqualTo("table-writer");
    assertThat(options.database())
        .isEqualTo(
            new DatabaseOptions(
                "jdbc:postgresql://127.0.0.1:9/x", "writer", "/secret", 1_000, 4_194_304));
    assertThat(options.routes()).hasSameSizeAs(TableRoutes.byDefault());
  }

  @Test
  void readmeListsTheOptions() {
    ReadmeOptions.assertUpToDate(TableWriterOptions.ALL);
  }

  @Test
  void tablesFileReplacesTheDefault(@TempDir Path folder) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("tables.yaml"),
            """
            tables:
              ops.dead_letters:
                topic: suite.dead-letters
                record: dev.millrace.suite.DeadLetter
                key: [id]
                mode: first-wins
            """);

    assertThat(options("-Dtables.file=" + file).routes())
        .extracting(TableRoute::topic)
        .containsExactly("suite.dead-letters");
  }

  @Test
  void aFolderIsNoTablesFile(@TempDir Path folder) {
    assertThatThrownBy(() -> options("-Dtables.file=" + folder))
        .isInstanceOf(InvalidOptionsException.class)
        .hasMessageContaining("tables.file: must be a readable file, got '" + folder + "'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "tables.file=/no/such/file | tables.file: must be a readable file, got '/no/such/file'",
        "database.url=postgres:x | database.url: must be a JDBC address jdbc:postgresql://host:port/database without a password, got 'postgres:x'",
        "database.user= | database.user: must be not blank, got ''",
        "database.password-file=secret | database.password-file: must be an absolute path, got 'secret'",
        "database.batch-rows=0 | database.batch-rows: must be between 1 and 100000, got '0'",
        "database.password=x | database.password: not a known setting; known: database.url, database.user",
      })
  void invalidSettingIsNamedWithItsRule(String setting, String problem) {
    assertThatThrownBy(() -> options("-D" + setting))
        .isInstanceOf(InvalidOptionsException.class)
        .hasMessageContaining(problem);
  }

  @Test
  void databaseHasToBeNamed() {
    assertThatThrownBy(() -> TableWriterOptions.from(new String[] {}))
        .isInstanceOf(InvalidOptionsException.class)
        .hasMessageContaining("database.url: must be set")
        .hasMessageContaining("database.password-file: must be set");
  }

  private static TableWriterOptions options(String... more) throws IOException {
    return TableWriterOptions.from(
        Stream.concat(
                Stream.of(
                    "-Dkafka.bootstrap-servers=127.0.0.1:9",
                    "-Dschema-registry.url=http://127.0.0.1:9",
                    "-Ddatabase.url=jdbc:postgresql://127.0.0.1:9/x",
                    "-Ddatabase.password-file=/secret"),
                Stream.of(more))
            .toArray(String[]::new));
  }
}
