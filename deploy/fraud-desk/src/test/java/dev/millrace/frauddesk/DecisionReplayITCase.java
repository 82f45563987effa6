package dev.millrace.frauddesk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.common.testing.TestPostgres;
import dev.millrace.console.Json;
import dev.millrace.console.ToolException;
import dev.millrace.fraud.domain.TransparentScorer;
import dev.millrace.payments.FraudDecision;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Decisions, models and rules as the suite's real tables keep them, made again. */
class DecisionReplayITCase {
  private static final FraudDecision MADE =
      PastDecisions.decision("p-1").setMerchantCategory("5732").build();

  private static TestPostgres server;
  private static Connection connection;

  @BeforeAll
  static void migrate() throws SQLException {
    server = TestPostgres.start();
    Flyway.configure()
        .dataSource(server.url(), server.user(), server.password())
        .locations("classpath:migrations")
        .load()
        .migrate();
    connection = server.connect();
  }

  @AfterAll
  static void stop() throws SQLException {
    connection.close();
    server.close();
  }

  @BeforeEach
  void store() throws SQLException {
    execute("TRUNCATE fraud.decisions, fraud.rules, fraud.models");
    execute(
        """
        INSERT INTO fraud.decisions (transaction_id, event_time, amount_minor, score, source_offset,
          source_partition, card_id, terminal_id, currency, outcome, reason_codes, features, scorer,
          source_topic, merchant_category, model_outcome, rules, challengers)
        VALUES ('p-1', '2026-03-04T12:00:00.123Z', 25000, ?, 42, 3, 'card-1', 'terminal-1', 'EUR',
          'REVIEW', '{LARGE_ONLINE,AMOUNT_HIGH}', ?::jsonb, 'gbt-1', 'payments.transactions',
          '5732', 'APPROVE',
          '[{"rule_id": "large-online", "version": 2, "outcome": "REVIEW", "reason_code": "LARGE_ONLINE", "effect": "APPLIED"}]',
          jsonb_build_object('gbt-2', ?))
        """,
        MADE.getScore(),
        Json.text(MADE.getFeatures()),
        MADE.getChallengers().get("gbt-2"));
    for (int version = 1; version <= 2; version++) {
      execute(
          """
          INSERT INTO fraud.rules (rule_id, version, event_time, weight, max_decline_share, state,
            description, condition, outcome, reason_code, snoozes, author)
          VALUES ('large-online', ?, now(), 0.5, 0.05, 'LIVE', 'Large ones.', ?, 'REVIEW',
            'LARGE_ONLINE', '[]', 'ann')
          """,
          version,
          version == 2 ? PastDecisions.CONDITION : "amount_minor > 90000");
    }
    model("gbt-1", 0);
    model("gbt-2", 1);
  }

  @Test
  void isTheSameWhileTheTablesHoldWhatItWasMadeWith() throws SQLException {
    assertThat(explain()).isEqualTo("0 made again: the same");
  }

  @Test
  void readsWhatTheTableHolds() throws SQLException {
    assertThat(StoredDecision.find("p-1", connection)).isEqualTo(MADE);
    assertThatThrownBy(() -> StoredDecision.find("p-2", connection))
        .isInstanceOf(ToolException.class)
        .hasMessage("no decision on p-2 is in fraud.decisions");
  }

  @Test
  void namesTheScoreThatWasChanged() throws SQLException {
    execute("UPDATE fraud.decisions SET score = 0.875");

    assertThat(explain())
        .isEqualTo(
            "1 made again: it differs: gbt-1 scored 0.875, and scores %s"
                .formatted(MADE.getScore()));
  }

  @Test
  void namesTheRuleThatWasChanged() throws SQLException {
    execute("UPDATE fraud.rules SET condition = 'amount_minor > 30000' WHERE version = 2");
    assertThat(explain())
        .isEqualTo("1 made again: it differs: large-online version 2 had held and does not hold");

    execute("DELETE FROM fraud.rules WHERE version = 2");
    assertThat(explain())
        .isEqualTo("1 made again: it differs: large-online version 2 is not in fraud.rules");
  }

  @Test
  void namesTheModelThatWasChanged() throws SQLException {
    execute("DELETE FROM fraud.models WHERE model_version = 'gbt-1'");
    model("gbt-1", 2);
    assertThat(explain())
        .isEqualTo(
            "1 made again: it differs: gbt-1 scored %s, and scores %s"
                .formatted(MADE.getScore(), scoreOf("gbt-1", 2)));

    execute("UPDATE fraud.models SET content = '\\x1f8b' WHERE model_version = 'gbt-1'");
    assertThat(explain())
        .isEqualTo(
            "1 made again: it differs: gbt-1 is not in fraud.models, or not one that this release can read");
  }

  private static double scoreOf(String version, float more) {
    return PastDecisions.score(PastDecisions.scorer(version, more));
  }

  private static void model(String version, float more) throws SQLException {
    execute(
        """
        INSERT INTO fraud.models (model_version, revision, event_time, role, sha256, author, content)
        VALUES (?, 1, now(), 'CHAMPION', '', 'ann', ?)
        """,
        version,
        PastDecisions.model(version, more).toGzip());
  }

  /** Exit code and last line. */
  private static String explain() throws SQLException {
    FraudDecision decision = StoredDecision.find("p-1", connection);
    StringWriter out = new StringWriter();
    ExplainCommand command = new ExplainCommand();
    new CommandLine(command).setOut(new PrintWriter(out)).parseArgs("p-1");
    int code =
        command.tell(
            decision,
            Optional.of(PastDecisions.payment("p-1")),
            PolicyTables.scorers(decision, new TransparentScorer(22_000), connection),
            PolicyTables.conditions(decision, connection));
    return code + " " + out.toString().lines().reduce((before, last) -> last).orElseThrow();
  }

  private static void execute(String sql, Object... values) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      statement.execute();
    }
  }
}
