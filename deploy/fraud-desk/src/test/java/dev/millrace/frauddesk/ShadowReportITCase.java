package dev.millrace.frauddesk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.common.testing.TestPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The report's SQL on a real database, with those columns of the tables that it reads. */
class ShadowReportITCase {
  private static final Instant SINCE = Instant.parse("2026-03-01T00:00:00Z");

  private static TestPostgres server;
  private static Connection connection;

  @BeforeAll
  static void start() throws SQLException {
    server = TestPostgres.start();
    connection = DriverManager.getConnection(server.url(), server.user(), server.password());
    execute(
        """
        CREATE SCHEMA fraud;
        CREATE TABLE fraud.decisions (
          transaction_id text PRIMARY KEY, event_time timestamptz, amount_minor bigint,
          currency text, outcome text, model_outcome text,
          rules jsonb NOT NULL DEFAULT '[]');
        CREATE TABLE fraud.labels (transaction_id text PRIMARY KEY, fraud boolean);
        CREATE TABLE fraud.rules (
          rule_id text, version integer, weight double precision, PRIMARY KEY (rule_id, version));
        INSERT INTO fraud.rules VALUES ('one', 1, 0.5), ('one', 2, 0.5), ('one', 3, 0.5),
          ('two', 1, 0.5), ('vip-list', 1, 0.9), ('high-amount', 1, 0.5), ('block', 1, 0.8),
          ('allow', 1, 0.3), ('ask', 1, 0.9), ('strict', 1, 0.8), ('capped', 1, 0.8);
        """);
    decision("fraud", "EUR", 100, "APPROVE", hit("one", 1, "DECLINE", "SHADOW"));
    decision("reviewed-fraud", "EUR", 200, "REVIEW", hit("one", 1, "DECLINE", "SHADOW"));
    decision("declined-fraud", "EUR", 400, "DECLINE", hit("one", 1, "DECLINE", "SHADOW"));
    decision("legitimate", "EUR", 800, "APPROVE", hit("one", 1, "DECLINE", "SHADOW"));
    decision("unknown", "EUR", 1_600, "APPROVE", hit("one", 1, "DECLINE", "SHADOW"));
    decision("dollars", "USD", 5, "APPROVE", hit("one", 1, "DECLINE", "SHADOW"));
    decision("next-version", "EUR", 7, "APPROVE", hit("one", 2, "REVIEW", "SHADOW"));
    decision("reviewed-already", "EUR", 9, "REVIEW", hit("one", 2, "REVIEW", "SHADOW"));
    decision("reviewable-fraud", "EUR", 10_000, "APPROVE", hit("one", 2, "REVIEW", "SHADOW"));
    decision("reviewable", "EUR", 20_000, "APPROVE", hit("one", 2, "REVIEW", "SHADOW"));
    decision("let-go", "EUR", 11, "DECLINE", hit("one", 3, "APPROVE", "SHADOW"));
    decision("snoozed", "EUR", 13, "APPROVE", hit("one", 1, "DECLINE", "SNOOZED"));
    decision("another-rule", "EUR", 17, "APPROVE", hit("two", 1, "DECLINE", "SHADOW"));
    decision("no-rule", "EUR", 19, "APPROVE", "");
    String vip = hit("vip-list", 1, "APPROVE", "APPLIED");
    String block = hit("block", 1, "DECLINE", "APPLIED");
    String capped = hit("capped", 1, "DECLINE", "CAPPED");
    beside(vip, "vip", "APPROVE", hit("high-amount", 1, "DECLINE", "SHADOW"));
    beside(block, "blocked", "DECLINE", hit("allow", 1, "APPROVE", "SHADOW"));
    beside(block, "asked", "DECLINE", hit("ask", 1, "REVIEW", "SHADOW"));
    beside(block, "as-strict", "DECLINE", hit("strict", 1, "DECLINE", "SHADOW"));
    beside(capped, "stricter", "REVIEW", hit("strict", 1, "DECLINE", "SHADOW"));
    execute(
        """
        INSERT INTO fraud.decisions SELECT 'old', '2026-02-28T23:59:59Z', 23, 'EUR', 'APPROVE', 'APPROVE', rules
        FROM fraud.decisions WHERE transaction_id = 'fraud';
        INSERT INTO fraud.labels VALUES ('fraud', true), ('reviewed-fraud', true),
          ('declined-fraud', true), ('legitimate', false), ('let-go', true),
          ('reviewable-fraud', true), ('reviewable', false), ('snoozed', true);
        """);
  }

  @AfterAll
  static void stop() throws IOException, SQLException {
    connection.close();
    server.close();
  }

  @Test
  void saysWhatARuleWouldHaveChangedByVersionAndCurrency() throws SQLException {
    List<Map<String, Object>> lines = report("one");

    assertThat(lines.get(0).keySet())
        .containsExactly(
            "version",
            "currency",
            "hits",
            "would_decline",
            "would_review",
            "would_approve",
            "fraud",
            "legitimate",
            "not_known_yet",
            "saved_minor",
            "wrongly_stopped_minor");
    assertThat(lines)
        .extracting(ShadowReportITCase::text)
        .containsExactly(
            "1 EUR 5 4 0 0 2 1 1 300 800",
            "1 USD 1 1 0 0 0 0 1 0 0",
            "2 EUR 4 0 3 0 1 1 1 0 0",
            "3 EUR 1 0 0 1 1 0 0 -11 0");
  }

  /** All are payments of 50 which the model approves. */
  @Test
  void aLiveRuleOfMoreWeightGoesOn() throws SQLException {
    assertThat(report("high-amount"))
        .extracting(ShadowReportITCase::text)
        .containsExactly("1 EUR 1 0 0 0 0 0 0 0 0");
    assertThat(report("allow"))
        .extracting(ShadowReportITCase::text)
        .containsExactly("1 EUR 1 0 0 0 0 0 0 0 0");
  }

  @Test
  void aLiveRuleOfLessWeightDoesNot() throws SQLException {
    assertThat(report("ask"))
        .extracting(ShadowReportITCase::text)
        .containsExactly("1 EUR 1 0 1 0 0 0 1 0 0");
  }

  @Test
  void ofEqualWeightsTheStricterDecides() throws SQLException {
    assertThat(report("strict"))
        .extracting(ShadowReportITCase::text)
        .containsExactly("1 EUR 2 1 0 0 0 0 1 0 0");
  }

  @Test
  void aRuleThatNeverHeldHasNoLine() throws SQLException {
    assertThat(report("three")).isEmpty();
  }

  private static List<Map<String, Object>> report(String ruleId) throws SQLException {
    return ShadowReport.of(ruleId, SINCE, connection).stream()
        .map(ShadowReport.Line::fields)
        .toList();
  }

  private static String text(Map<String, Object> line) {
    return String.join(" ", line.values().stream().map(String::valueOf).toList());
  }

  private static String hit(String ruleId, int version, String outcome, String effect) {
    return """
        {"rule_id": "%s", "version": %d, "outcome": "%s", "reason_code": "A", "effect": "%s"}
        """
        .formatted(ruleId, version, outcome, effect);
  }

  /** A decision of the model. */
  private static void decision(
      String id, String currency, long amountMinor, String outcome, String hit)
      throws SQLException {
    decision(id, currency, amountMinor, outcome, outcome, hit);
  }

  /** A payment that the model approves, decided by a live rule beside one in shadow. */
  private static void beside(String live, String id, String outcome, String shadow)
      throws SQLException {
    decision(id, "EUR", 50, outcome, "APPROVE", live + ", " + shadow);
  }

  private static void decision(
      String id, String currency, long amountMinor, String outcome, String byModel, String hits)
      throws SQLException {
    execute(
        "INSERT INTO fraud.decisions VALUES ('%s', '2026-03-02T00:00:00Z', %d, '%s', '%s', '%s', '[%s]')"
            .formatted(id, amountMinor, currency, outcome, byModel, hits));
  }

  private static void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
