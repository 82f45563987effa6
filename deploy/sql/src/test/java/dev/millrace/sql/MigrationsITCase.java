package dev.millrace.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.payments.FraudDecision;
import dev.millrace.payments.FraudLabel;
import dev.millrace.payments.FraudModel;
import dev.millrace.payments.FraudRule;
import dev.millrace.shop.Recommendation;
import dev.millrace.shop.RecommendationOutcome;
import dev.millrace.suite.DeadLetter;
import dev.millrace.supply.SupplyAlert;
import dev.millrace.supply.SupplyNotification;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.avro.Schema;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MigrationsITCase {
  @RegisterExtension static final MigratedDatabase DATABASE = new MigratedDatabase();

  private static final String DECISION =
      """
      INSERT INTO fraud.decisions (transaction_id, card_id, terminal_id, amount_minor, currency, event_time, outcome,
        score, reason_codes, features, scorer, source_topic, source_partition, source_offset)
      VALUES ('%s', 'card-1', 'terminal-1', %d, '%s', '2018-07-25T10:%02d:00Z', '%s', %s, '{%s}', '{"cardCount1d": 1}',
        'transparent-1', 'payments.transactions', 0, 7)
      ON CONFLICT (transaction_id) DO NOTHING
      """;

  @BeforeEach
  void empty() throws Exception {
    run("owner", "TRUNCATE fraud.decisions, ops.dead_letters");
  }

  @Test
  void aSecondRunAppliesNothing() throws Exception {
    assertThat(DATABASE.applied())
        .extracting(AppliedMigration::description)
        .contains("fraud decisions", "dead letters", "analyst views");
    assertThat(DATABASE.migrate()).isEmpty();
  }

  /** Of a database that none of them finds there. */
  @Test
  void severalAtOnceWaitForEachOther() throws Exception {
    Migrations migrations =
        new Migrations(DATABASE.database().sibling("fresh"), new Secrets(DATABASE.secrets()));
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try {
      List<Integer> applied = new ArrayList<>();
      Callable<List<AppliedMigration>> apply = migrations::apply;
      for (Future<List<AppliedMigration>> run : threads.invokeAll(Collections.nCopies(3, apply))) {
        applied.add(run.get().size());
      }
      assertThat(applied).containsExactlyInAnyOrder(0, 0, DATABASE.applied().size());
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void aChangedPasswordFileTakesEffectAtTheNextRun() throws Exception {
    DATABASE.setSecret("analyst", "a new word");
    assertThatThrownBy(() -> DATABASE.connect("analyst"))
        .hasMessageContaining("does not let analyst in")
        .hasMessageContaining("password authentication failed");

    DATABASE.migrate();

    assertThat(rows("analyst", "SELECT current_user")).containsExactly("analyst");
  }

  @Test
  void theFirstDecisionWins() throws Exception {
    run("writer", decision("tx-1", 5_000, "EUR", 0, "DECLINE", "0.9", "AMOUNT"));
    run("writer", decision("tx-1", 5_000, "EUR", 0, "APPROVE", "0.1", ""));

    assertThat(rows("analyst", "SELECT outcome FROM fraud.decisions")).containsExactly("DECLINE");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DELETE FROM fraud.decisions",
        "UPDATE fraud.decisions SET outcome = 'APPROVE'",
        "TRUNCATE fraud.decisions",
        "DROP TABLE fraud.decisions",
        "ALTER TABLE fraud.decisions ADD COLUMN extra text",
        "CREATE TABLE fraud.extra (id int)",
        "CREATE TABLE public.extra (id int)",
        "CREATE TEMPORARY TABLE extra (id int)",
        "DELETE FROM ops.dead_letters",
        "UPDATE ops.dead_letters SET reason = 'other'",
        "UPDATE fraud.rules SET state = 'LIVE'",
        "DELETE FROM fraud.labels",
        "SELECT * FROM public.schema_history"
      })
  void theWriterIsRefused(String sql) {
    assertThatThrownBy(() -> run("writer", sql))
        .isInstanceOf(SQLException.class)
        .hasMessageMatching("(?s).*(permission denied|must be owner).*");
  }

  @Test
  void theWriterNotesThatARecordWasReplayed() throws Exception {
    run("writer", deadLetter("a", "bad-magic-byte"));
    run("writer", "UPDATE ops.dead_letters SET replayed_at = now() WHERE id = 'a'");

    assertThat(rows("analyst", "SELECT not_replayed FROM ops.dead_letters_by_reason"))
        .containsExactly("0");
  }

  @Test
  void theAnalystIsToldThatTheSessionIsReadOnly() {
    assertThatThrownBy(() -> run("analyst", decision("tx-1", 1, "EUR", 0, "APPROVE", "0", "")))
        .hasMessageContaining("read-only transaction");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DELETE FROM fraud.decisions",
        "UPDATE ops.dead_letters SET replayed_at = now()",
        "INSERT INTO ops.dead_letters DEFAULT VALUES",
        "CREATE TABLE ops.extra (id int)",
        "CREATE TEMPORARY TABLE extra (id int)",
        "SELECT * FROM public.schema_history"
      })
  void theAnalystCannotWriteEvenAfterLeavingReadOnlyMode(String sql) {
    assertThatThrownBy(
            () -> run("analyst", "SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE", sql))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("permission denied");
  }

  @Test
  void tablesOfLaterMigrationsHaveTheSameRights() throws Exception {
    run("owner", "CREATE TABLE ops.later (id int)");
    try {
      run("writer", "INSERT INTO ops.later VALUES (1)", "UPDATE ops.later SET id = 2");
      assertThatThrownBy(() -> run("writer", "DELETE FROM ops.later"))
          .hasMessageContaining("permission denied");
      assertThat(rows("analyst", "SELECT id FROM ops.later")).containsExactly("2");
    } finally {
      run("owner", "DROP TABLE ops.later");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"-0.01", "1.01", "'NaN'"})
  void aScoreOutsideItsRangeIsRefused(String score) {
    assertThatThrownBy(() -> run("writer", decision("tx-1", 1, "EUR", 0, "APPROVE", score, "")))
        .hasMessageContaining("decisions_score_check");
  }

  @Test
  void decisionsPerHourNeverAddsCurrencies() throws Exception {
    run(
        "writer",
        decision("tx-1", 1_000, "EUR", 1, "APPROVE", "0", ""),
        decision("tx-2", 2_000, "EUR", 59, "APPROVE", "0", ""),
        decision("tx-3", 4_000, "USD", 2, "APPROVE", "0", ""),
        decision("tx-4", 8_000, "EUR", 3, "DECLINE", "1", "AMOUNT"));

    assertThat(
            rows(
                "analyst",
                "SELECT concat_ws(' ', hour, outcome, currency, decisions, amount_minor)"
                    + " FROM fraud.decisions_per_hour ORDER BY outcome, currency"))
        .containsExactly(
            "2018-07-25 10:00:00+00 APPROVE EUR 2 3000",
            "2018-07-25 10:00:00+00 APPROVE USD 1 4000",
            "2018-07-25 10:00:00+00 DECLINE EUR 1 8000");
  }

  @Test
  void topReasonsCountsADecisionUnderEachOfItsReasons() throws Exception {
    run(
        "writer",
        decision("tx-1", 1, "EUR", 1, "DECLINE", "1", "AMOUNT,TERMINAL"),
        decision("tx-2", 1, "EUR", 1, "DECLINE", "1", "TERMINAL"),
        decision("tx-3", 1, "EUR", 1, "APPROVE", "0", ""));

    assertThat(
            rows(
                "analyst",
                "SELECT concat_ws(' ', reason, outcome, decisions) FROM fraud.top_reasons"))
        .containsExactly("TERMINAL DECLINE 2", "AMOUNT DECLINE 1");
  }

  @Test
  void deadLettersByReasonPutsTheMostFrequentFirst() throws Exception {
    run(
        "writer",
        deadLetter("a", "bad-magic-byte"),
        deadLetter("b", "unknown-schema-id"),
        deadLetter("c", "unknown-schema-id"));

    assertThat(
            rows(
                "analyst",
                "SELECT concat_ws(' ', job, source_topic, stage, reason, dead_letters, not_replayed)"
                    + " FROM ops.dead_letters_by_reason"))
        .containsExactly(
            "fraud-scoring payments.transactions DECODE unknown-schema-id 2 2",
            "fraud-scoring payments.transactions DECODE bad-magic-byte 1 1");
  }

  @Test
  void everyTableViewAndColumnHasAComment() throws Exception {
    assertThat(
            rows(
                "owner",
                """
                SELECT c.oid::regclass || coalesce('.' || a.attname, '')
                FROM pg_class c
                JOIN (SELECT attrelid, attnum, attname FROM pg_attribute WHERE attnum > 0 AND NOT attisdropped
                  UNION ALL SELECT oid, 0, NULL FROM pg_class) a ON a.attrelid = c.oid
                WHERE c.relnamespace::regnamespace::text IN ('fraud', 'recommendations', 'supply', 'ops') AND c.relkind IN ('r', 'v')
                  AND coalesce(col_description(c.oid, a.attnum), CASE a.attnum WHEN 0 THEN obj_description(c.oid) END) IS NULL
                """))
        .isEmpty();
  }

  @Test
  void theColumnsOfDecisionsAreTheFieldsOfTheRecord() throws Exception {
    assertThat(columns("fraud.decisions"))
        .containsExactlyInAnyOrderElementsOf(
            fieldsAnd(FraudDecision.getClassSchema(), "recorded_at"));
  }

  @Test
  void theColumnsOfDeadLettersAreTheFieldsOfTheRecord() throws Exception {
    assertThat(columns("ops.dead_letters"))
        .containsExactlyInAnyOrderElementsOf(
            fieldsAnd(DeadLetter.getClassSchema(), "recorded_at", "replayed_at"));
  }

  @Test
  void theColumnsOfLabelsRulesAndModelsAreTheFieldsOfTheRecords() throws Exception {
    assertThat(columns("fraud.labels"))
        .containsExactlyInAnyOrderElementsOf(fieldsAnd(FraudLabel.getClassSchema(), "recorded_at"));
    assertThat(columns("fraud.rules"))
        .containsExactlyInAnyOrderElementsOf(fieldsAnd(FraudRule.getClassSchema(), "recorded_at"));
    assertThat(columns("fraud.models"))
        .containsExactlyInAnyOrderElementsOf(fieldsAnd(FraudModel.getClassSchema(), "recorded_at"));
  }

  @Test
  void theColumnsOfRecommendationsAreTheFieldsOfTheRecords() throws Exception {
    assertThat(columns("recommendations.current"))
        .containsExactlyInAnyOrderElementsOf(
            fieldsAnd(Recommendation.getClassSchema(), "recorded_at"));
    assertThat(columns("recommendations.outcomes"))
        .containsExactlyInAnyOrderElementsOf(
            fieldsAnd(RecommendationOutcome.getClassSchema(), "recorded_at"));
  }

  @Test
  void theColumnsOfAlertsAreTheFieldsOfTheRecords() throws Exception {
    for (String table : List.of("supply.alerts", "supply.alert_history")) {
      assertThat(columns(table))
          .containsExactlyInAnyOrderElementsOf(
              fieldsAnd(SupplyAlert.getClassSchema(), "recorded_at"));
    }
    assertThat(columns("supply.notifications"))
        .containsExactlyInAnyOrderElementsOf(
            fieldsAnd(SupplyNotification.getClassSchema(), "recorded_at"));
  }

  @Test
  void tellsWhatWaitsWhatWasSavedAndHowSoonItWasTakenUp() throws Exception {
    alert("a", 1, "OPENED", "OPEN", "12:00", null, "EXPEDITE");
    alert("a", 2, "ACKNOWLEDGED", "ACKNOWLEDGED", "12:05", null, "EXPEDITE");
    alert("a", 3, "RESOLVED", "RESOLVED", "13:00", "13:00", "EXPEDITE");
    alert("a", 4, "REOPENED", "OPEN", "14:00", null, null);
    alert("b", 1, "OPENED", "OPEN", "12:30", null, null);
    run(
        "writer",
        "INSERT INTO supply.alerts SELECT DISTINCT ON (alert_id) * FROM supply.alert_history"
            + " ORDER BY alert_id, version DESC");

    assertThat(
            rows(
                "analyst",
                "SELECT concat_ws(' ', owner, severity, currency, alerts, waiting, value_at_risk_minor)"
                    + " FROM supply.open_alerts"))
        .containsExactly("lena HIGH EUR 2 2 2000");
    assertThat(
            rows(
                "analyst",
                "SELECT concat_ws(' ', kind, currency, alerts, saved_alerts, value_at_risk_minor,"
                    + " value_saved_minor, value_still_at_risk_minor) FROM supply.value_saved"))
        .containsExactly("LANE_DISRUPTION EUR 3 1 3000 1000 2000");
    assertThat(
            rows(
                "analyst",
                "SELECT concat_ws(' ', owner, severity, alerts, taken_up, median_seconds)"
                    + " FROM supply.time_to_acknowledge"))
        .containsExactly("lena HIGH 3 1 300");
    assertThat(
            rows(
                "analyst",
                "SELECT concat_ws(' ', subject_id, disruptions, under_way, last_evidence)"
                    + " FROM supply.lane_performance ORDER BY subject_id"))
        .containsExactly("a 2 1 {\"overdue_share\": 0.5}", "b 1 1 {\"overdue_share\": 0.5}");
  }

  private static void alert(
      String lane,
      int version,
      String change,
      String state,
      String time,
      String resolved,
      String action)
      throws Exception {
    run(
        "writer",
        """
        INSERT INTO supply.alert_history (alert_id, version, kind, subject_type, subject_id, state, change, severity,
          escalation, owner, since, opened_at, event_time, resolved_at, impact_at, suppressed_children,
          value_at_risk_minor, currency, order_ids, summary, evidence, action_kind)
        VALUES ('LANE:%1$s:LANE_DISRUPTION', %2$d, 'LANE_DISRUPTION', 'LANE', '%1$s', '%3$s', '%4$s', 'HIGH', 0, 'lena',
          '2026-03-04T11:00Z', '2026-03-04T12:00Z', '2026-03-04T%5$sZ', %6$s, '2026-03-04T15:00Z', 0, 1000, 'EUR', '{}',
          'late', '{"overdue_share": 0.5}', %7$s)
        """
            .formatted(
                lane,
                version,
                state,
                change,
                time,
                resolved == null ? "NULL" : "'2026-03-04T%sZ'".formatted(resolved),
                action == null ? "NULL" : "'%s'".formatted(action)));
  }

  @Test
  void comparesVariantsByWhatCameOfTheirRecommendations() throws Exception {
    for (String[] outcome :
        new String[][] {
          {"1", "IMPRESSION"}, {"2", "IMPRESSION"}, {"3", "VIEW"}, {"4", "PURCHASE"}
        }) {
      run(
          "writer",
          """
          INSERT INTO recommendations.outcomes (interaction_id, session_id, recommendation_version, slot, item_id, kind,
            event_time, variant, source_topic, source_partition, source_offset)
          VALUES ('%s', 's', 1, 0, 'i', '%s', '2026-03-04T12:00:00Z', 'baseline', 't', 0, 0)
          """
              .formatted(outcome[0], outcome[1]));
    }

    assertThat(
            rows(
                "analyst",
                "SELECT concat_ws(' ', variant, impressions, views, click_through, conversion, items_shown)"
                    + " FROM recommendations.variant_quality WHERE variant = 'baseline'"))
        .containsExactly("baseline 2 1 0.5 0.5 1");
  }

  @Test
  void popularityBiasIsThatOfTheHourAndVariant() throws Exception {
    // Of twenty items one variant shows two ten times as often as the others, the other variant
    // each
    // once. An hour earlier another item was all that was shown.
    for (int item = 0; item < 20; item++) {
      shown("item-" + item, 14, "popular", item < 2 ? 10 : 1);
      shown("item-" + item, 14, "even", 1);
    }
    shown("item-7", 13, "popular", 3);

    assertThat(
            rows(
                "analyst",
                "SELECT concat_ws(' ', variant, extract(hour FROM hour), impressions, items_shown,"
                    + " round(popular_share::numeric, 3)) FROM recommendations.variant_quality"
                    + " WHERE variant <> 'baseline' ORDER BY hour, variant"))
        .containsExactly("popular 13 3 1 1.000", "even 14 20 20 0.100", "popular 14 38 20 0.526");
  }

  private static void shown(String item, int hour, String variant, int times) throws Exception {
    run(
        "writer",
        """
        INSERT INTO recommendations.outcomes (interaction_id, session_id, recommendation_version, slot, item_id, kind,
          event_time, variant, source_topic, source_partition, source_offset)
        SELECT '%1$s-%2$d-%3$s-' || n, 's', 1, 0, '%1$s', 'IMPRESSION', '2026-03-05T%2$d:30:00Z', '%3$s', 't', 0, n
        FROM generate_series(1, %4$d) n
        """
            .formatted(item, hour, variant, times));
  }

  /** Field names, those of a nested record behind its own name and an underscore. */
  private static List<String> fieldsAnd(Schema schema, String... more) {
    List<String> names = new ArrayList<>(List.of(more));
    for (Schema.Field field : schema.getFields()) {
      Schema plain = withoutNull(field.schema());
      if (plain.getType() == Schema.Type.RECORD) {
        plain.getFields().forEach(f -> names.add(field.name() + "_" + f.name()));
      } else {
        names.add(field.name());
      }
    }
    return names;
  }

  private static Schema withoutNull(Schema schema) {
    return schema.isUnion() ? schema.getTypes().get(schema.getTypes().size() - 1) : schema;
  }

  private static List<String> columns(String table) throws Exception {
    return rows(
        "owner",
        "SELECT attname FROM pg_attribute WHERE attrelid = '%s'::regclass AND attnum > 0 AND NOT attisdropped"
            .formatted(table));
  }

  private static String decision(
      String id,
      long amount,
      String currency,
      int minute,
      String outcome,
      String score,
      String reasons) {
    return DECISION.formatted(id, amount, currency, minute, outcome, score, reasons);
  }

  private static String deadLetter(String id, String reason) {
    return String.format(
        Locale.ROOT,
        """
        INSERT INTO ops.dead_letters (id, job, stage, reason, detail, source_topic, source_partition, source_offset,
          record_time, key, value, headers)
        VALUES ('%s', 'fraud-scoring', 'DECODE', '%s', 'a sentence', 'payments.transactions', 0, 1, now(), NULL, NULL, '[]')
        """,
        id,
        reason);
  }

  private static void run(String role, String... statements) throws Exception {
    try (Connection connection = DATABASE.connect(role);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private static List<String> rows(String role, String sql) throws Exception {
    List<String> values = new ArrayList<>();
    try (Connection connection = DATABASE.connect(role);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        values.add(rows.getString(1));
      }
    }
    return values;
  }
}
