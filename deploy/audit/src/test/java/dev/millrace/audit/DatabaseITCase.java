package dev.millrace.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.common.testing.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DatabaseITCase {
  private TestPostgres server;
  private Connection connection;

  @BeforeEach
  void start() throws SQLException {
    server = TestPostgres.start();
    connection = server.connect();
  }

  @AfterEach
  void stop() throws Exception {
    connection.close();
    server.close();
  }

  @Test
  void recordsRowsThatAreTakenBackWhateverTheirVersionIs() throws SQLException {
    run(
        "CREATE TABLE number (id text PRIMARY KEY, version bigint)",
        "CREATE TABLE time (model_version text PRIMARY KEY, at timestamptz)",
        "CREATE TABLE final (rule_id text PRIMARY KEY, state text)");
    Watch watch = new Watch(connection);
    watch.arm(
        List.of(
            new Watch.Table("number", Optional.of("version")),
            new Watch.Table("time", Optional.of("at")),
            new Watch.Table("final", Optional.empty())));
    run(
        "INSERT INTO number VALUES ('a', 9)",
        "UPDATE number SET version = 10",
        "INSERT INTO time VALUES ('m', '2026-01-05T12:00:00Z')",
        "UPDATE time SET at = '2026-01-05T12:00:00.1Z'",
        "INSERT INTO final VALUES ('r', 'LIVE')");
    assertThat(watch.setbacks().orElseThrow()).isEmpty();

    run(
        "UPDATE number SET version = 9",
        "UPDATE time SET at = '2026-01-05T12:00:00Z'",
        "UPDATE final SET state = 'SHADOW'");
    assertThat(watch.setbacks().orElseThrow())
        .hasSize(3)
        .anyMatch(setback -> setback.startsWith("UPDATE of public.number") && setback.endsWith("a"))
        .anyMatch(setback -> setback.startsWith("UPDATE of public.time") && setback.endsWith("m"))
        .anyMatch(setback -> setback.startsWith("UPDATE of public.final") && setback.endsWith("r"));
  }

  @Test
  void readsWhatIsCopiedByNameWithItsVersion() throws SQLException {
    run(
        "CREATE SCHEMA fraud",
        "CREATE TABLE fraud.labels (transaction_id text, event_time timestamptz)",
        "CREATE TABLE fraud.rules (rule_id text, version integer)",
        "CREATE TABLE fraud.models (model_version text, revision bigint)",
        "INSERT INTO fraud.labels VALUES ('tx-1', '1970-01-01T00:00:01.234Z')",
        "INSERT INTO fraud.rules VALUES ('small', 1), ('small', 2)",
        "INSERT INTO fraud.models VALUES ('gbt-1', 1522540800000)");
    assertThat(new Tables(connection).copies())
        .hasSize(4)
        .containsEntry("fraud.labels tx-1", 1_234L)
        .containsEntry("fraud.rules small/1", 1L)
        .containsEntry("fraud.rules small/2", 2L)
        .containsEntry("fraud.models gbt-1", 1_522_540_800_000L);
  }

  private void run(String... statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
