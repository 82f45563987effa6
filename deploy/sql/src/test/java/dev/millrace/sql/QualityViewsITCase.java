package dev.millrace.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the feedback views make of a handful of decisions whose truth is known. */
class QualityViewsITCase {
  @RegisterExtension static final MigratedDatabase DATABASE = new MigratedDatabase();

  private static final String APPLIED = hit("small", 2, "DECLINE", "APPLIED");
  private static final String CAPPED = hit("small", 2, "DECLINE", "CAPPED");
  private static final String SNOOZED = hit("small", 2, "DECLINE", "SNOOZED");
  private static final String OUTWEIGHED = hit("small", 2, "DECLINE", "OUTWEIGHED");
  private static final String ALLOWED = hit("trusted", 1, "APPROVE", "APPLIED");
  private static final String SHADOW = hit("night", 1, "DECLINE", "SHADOW");
  private static final String SHADOW_REVIEW = hit("abroad", 3, "REVIEW", "SHADOW");
  private static final String SHADOW_APPROVE = hit("regular", 1, "APPROVE", "SHADOW");

  /** What is decided and known on 25 July 2018 in EUR, and a little on other days and in USD. */
  @BeforeAll
  static void decide() throws SQLException {
    decision("a", 25, 100_00, "EUR", "DECLINE", 0.95, "gbt-1", "0.9", true, APPLIED);
    decision("b", 25, 200_00, "EUR", "REVIEW", 0.60, "gbt-1", "0.2", true, CAPPED, SHADOW);
    decision("c", 25, 400_00, "EUR", "APPROVE", 0.10, "gbt-1", "0.7", true, SHADOW, ALLOWED);
    decision("d", 25, 10_00, "EUR", "DECLINE", 0.92, "gbt-1", "0.1", false, APPLIED);
    decision("e", 25, 20_00, "EUR", "REVIEW", 0.50, "gbt-1", "0.1", false, SHADOW_APPROVE);
    decision("f", 25, 40_00, "EUR", "APPROVE", 0.05, "gbt-1", "0.1", false, SHADOW, SNOOZED);
    decision("g", 25, 80_00, "EUR", "APPROVE", 0.05, "gbt-1", "0.1", null, SHADOW_REVIEW);
    decision("h", 25, 160_00, "EUR", "DECLINE", 0.97, "gbt-1", "0.1", null, OUTWEIGHED, SHADOW);
    decision("i", 25, 1_00, "USD", "APPROVE", 0.01, "gbt-1", "0.1", false);
    decision("j", 26, 5_00, "EUR", "APPROVE", 0.20, "transparent-1", null, null);

    run("writer", rule("small", 1, "SHADOW", "DECLINE"), rule("small", 2, "LIVE", "DECLINE"));
    run("writer", rule("night", 1, "SHADOW", "DECLINE"), rule("abroad", 3, "SHADOW", "REVIEW"));
    run("writer", rule("never", 1, "SHADOW", "REVIEW"));
    run("writer", model("gbt-1", 1, "CHAMPION"), model("gbt-2", 5, "CHALLENGER"));
    run("writer", model("gbt-0", 0, "CHAMPION"), model("gbt-9", 9, "RETIRED"));
  }

  @Test
  void dailyQualityWeighsWhatWasCaughtAgainstWhatWasNot() throws SQLException {
    assertThat(
            rows(
                "SELECT concat_ws(' ', day::date, currency, payments, labelled, frauds, frauds_declined,"
                    + " frauds_reviewed, frauds_missed, legitimate_declined, legitimate_reviewed)"
                    + " FROM fraud.daily_quality ORDER BY day, currency"))
        .containsExactly(
            "2018-07-25 EUR 8 6 3 1 1 1 1 1",
            "2018-07-25 USD 1 1 0 0 0 0 0 0",
            "2018-07-26 EUR 1 0 0 0 0 0 0 0");
    assertThat(
            rows(
                "SELECT format('%s %s %s | %s %s %s %s', round(precision::numeric, 3),"
                    + " round(recall::numeric, 3), round(alert_rate::numeric, 3), saved_minor,"
                    + " in_review_minor, lost_minor, wrongly_stopped_minor)"
                    + " FROM fraud.daily_quality ORDER BY day, currency"))
        .containsExactly(
            "0.500 0.667 0.625 | 10000 20000 40000 1000", "  0.000 | 0 0 0 0", "  0.000 | 0 0 0 0");
  }

  @Test
  void ruleQualityTellsWhatHadEffectFromWhatHadNot() throws SQLException {
    assertThat(
            rows(
                "SELECT concat_ws(' ', day::date, rule_id, version, currency, hits, applied, outweighed,"
                    + " capped, snoozed, shadow, labelled, frauds, legitimate, shadow_frauds,"
                    + " shadow_legitimate) FROM fraud.rule_quality ORDER BY rule_id"))
        .containsExactly(
            "2018-07-25 abroad 3 EUR 1 0 0 0 0 1 0 0 0 0 0",
            "2018-07-25 night 1 EUR 4 0 0 0 0 4 3 2 1 2 1",
            "2018-07-25 regular 1 EUR 1 0 0 0 0 1 1 0 1 0 1",
            "2018-07-25 small 2 EUR 5 2 1 1 1 0 4 2 2 0 0",
            "2018-07-25 trusted 1 EUR 1 1 0 0 0 0 1 1 0 0 0");
    assertThat(
            rows(
                "SELECT format('%s %s %s %s %s %s', rule_id, round(precision::numeric, 3),"
                    + " round(recall::numeric, 3), saved_minor, lost_minor, wrongly_stopped_minor)"
                    + " FROM fraud.rule_quality ORDER BY rule_id"))
        .containsExactly(
            "abroad  0.000 0 0 0",
            "night 0.667 0.667 0 0 0",
            "regular 0.000 0.000 0 0 0",
            "small 0.500 0.667 10000 0 1000",
            "trusted 1.000 0.333 0 40000 0");
  }

  @Test
  void modelQualityComparesChallengersOnTheSamePayments() throws SQLException {
    assertThat(
            rows(
                "SELECT concat_ws(' ', day::date, model_version, use, currency, scored, labelled, frauds)"
                    + " FROM fraud.model_quality ORDER BY day, use, currency"))
        .containsExactly(
            "2018-07-25 gbt-1 DECIDED EUR 8 6 3",
            "2018-07-25 gbt-1 DECIDED USD 1 1 0",
            "2018-07-25 gbt-2 WATCHED EUR 8 6 3",
            "2018-07-25 gbt-2 WATCHED USD 1 1 0",
            "2018-07-26 transparent-1 FALLBACK EUR 1 0 0");
    assertThat(
            rows(
                "SELECT format('%s %s %s | %s %s %s | %s %s %s | %s %s %s', model_version,"
                    + " round(mean_score_of_frauds::numeric, 3), round(mean_score_of_legitimate::numeric, 3),"
                    + " alert_rate_50, round(precision_50::numeric, 3), round(recall_50::numeric, 3),"
                    + " alert_rate_90, round(precision_90::numeric, 3), round(recall_90::numeric, 3),"
                    + " saved_minor_90, lost_minor_90, wrongly_stopped_minor_90)"
                    + " FROM fraud.model_quality WHERE currency = 'EUR' AND frauds > 0 ORDER BY use"))
        .containsExactly(
            "gbt-1 0.550 0.490 | 0.625 0.500 0.667 | 0.375 0.500 0.333 | 10000 60000 1000",
            "gbt-2 0.600 0.100 | 0.25 1.000 0.667 | 0.125 1.000 0.333 | 10000 60000 0");
  }

  @Test
  void shadowReportSaysWhatARuleWouldHaveDone() throws SQLException {
    assertThat(
            rows(
                "SELECT format('%s %s %s %s | %s %s %s %s | %s %s %s %s | %s %s %s %s %s', rule_id, version,"
                    + " outcome, currency, hits, would_decline, would_review, would_approve, frauds,"
                    + " legitimate, unknown, round(precision::numeric, 3), frauds_more_declined,"
                    + " legitimate_more_declined, amount_minor, more_saved_minor,"
                    + " more_wrongly_stopped_minor) FROM fraud.shadow_report"))
        .containsExactly(
            "abroad 3 REVIEW EUR | 1 0 1 0 | 0 0 1  | 0 0 8000 0 0",
            "never 1 REVIEW  | 0 0 0 0 | 0 0 0  | 0 0 0 0 0",
            "night 1 DECLINE EUR | 4 3 0 0 | 2 1 1 0.667 | 2 1 80000 60000 4000",
            "regular 1  EUR | 1 0 0 1 | 0 1 0 0.000 | 0 0 2000 0 0",
            "small 1 DECLINE  | 0 0 0 0 | 0 0 0  | 0 0 0 0 0");
    assertThat(
            rows(
                "SELECT concat_ws(' ', first_hit, last_hit, condition) FROM fraud.shadow_report"
                    + " WHERE rule_id = 'night'"))
        .containsExactly("2018-07-25 10:00:00+00 2018-07-25 10:00:00+00 night == 1.0");
  }

  @Test
  void currentRulesAreTheNewestVersions() throws SQLException {
    assertThat(
            rows(
                "SELECT concat_ws(' ', rule_id, version, state) FROM fraud.current_rules"
                    + " ORDER BY rule_id"))
        .containsExactly("abroad 3 SHADOW", "never 1 SHADOW", "night 1 SHADOW", "small 2 LIVE");
  }

  @Test
  void currentModelsHaveOneChampion() throws SQLException {
    assertThat(
            rows(
                "SELECT concat_ws(' ', model_version, role, content_bytes) FROM fraud.current_models"
                    + " ORDER BY model_version"))
        .containsExactly(
            "gbt-0 REPLACED 2", "gbt-1 CHAMPION 2", "gbt-2 CHALLENGER 2", "gbt-9 RETIRED 2");
  }

  private static String hit(String rule, int version, String outcome, String effect) {
    return "{\"rule_id\": \"%s\", \"version\": %d, \"outcome\": \"%s\", \"reason_code\": \"R\", \"effect\": \"%s\"}"
        .formatted(rule, version, outcome, effect);
  }

  /**
   * Decides a payment.
   *
   * @param challenger the score of gbt-2; null: it did not score, and the scorer is a fall-back
   * @param fraud what the label says; null: there is none
   */
  private static void decision(
      String id,
      int day,
      long amount,
      String currency,
      String outcome,
      double score,
      String scorer,
      String challenger,
      Boolean fraud,
      String... hits)
      throws SQLException {
    run(
        "writer",
        """
        INSERT INTO fraud.decisions (transaction_id, card_id, terminal_id, amount_minor, currency, event_time, outcome,
          score, reason_codes, features, scorer, source_topic, source_partition, source_offset, rules, challengers,
          fallback)
        VALUES ('%s', 'card-1', 'terminal-1', %d, '%s', '2018-07-%dT10:00:00Z', '%s', %s, '{}', '{}', '%s',
          'payments.transactions', 0, 7, '[%s]', '%s', %s)
        """
            .formatted(
                id,
                amount,
                currency,
                day,
                outcome,
                score,
                scorer,
                String.join(", ", hits),
                challenger == null ? "{}" : "{\"gbt-2\": %s}".formatted(challenger),
                challenger == null ? "'MODEL_MISSING'" : "NULL"));
    if (fraud != null) {
      run(
          "writer",
          """
          INSERT INTO fraud.labels (transaction_id, transaction_time, event_time, card_id, terminal_id, cause, fraud)
          VALUES ('%s', '2018-07-%dT10:00:00Z', '2018-08-01T10:00:00Z', 'card-1', 'terminal-1', 'INVESTIGATION', %s)
          """
              .formatted(id, day, fraud));
    }
  }

  private static String rule(String id, int version, String state, String outcome) {
    return """
    INSERT INTO fraud.rules (rule_id, version, event_time, weight, max_decline_share, state, description, condition,
      outcome, reason_code, snoozes, author)
    VALUES ('%1$s', %2$d, '2018-07-01T00:00:00Z', 0.5, 0.05, '%3$s', 'A rule.', '%1$s == 1.0', '%4$s', 'R', '[]', 'me')
    """
        .formatted(id, version, state, outcome);
  }

  private static String model(String version, long revision, String role) {
    return """
    INSERT INTO fraud.models (model_version, revision, event_time, role, sha256, author, content)
    VALUES ('%s', %d, '2018-07-01T00:00:00Z', '%s', 'x', 'me', '\\x1f8b')
    """
        .formatted(version, revision, role);
  }

  private static void run(String role, String... statements) throws SQLException {
    try (Connection connection = DATABASE.connect(role);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private static List<String> rows(String sql) throws SQLException {
    List<String> values = new ArrayList<>();
    try (Connection connection = DATABASE.connect("analyst");
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        values.add(rows.getString(1));
      }
    }
    return values;
  }
}
