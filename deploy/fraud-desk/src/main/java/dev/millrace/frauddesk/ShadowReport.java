package dev.millrace.frauddesk;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a rule in shadow would have made of the payments that it held for, beside the live rules
 * that held for them: as in the job, the largest weight decides, of equal ones the stricter.
 */
final class ShadowReport {
  private static final String QUERY =
      """
      WITH held AS (
        SELECT hit.version, hit.outcome AS asked, d.outcome AS decided,
               coalesce(d.model_outcome, d.outcome) AS by_model, d.currency, d.amount_minor, l.fraud,
          EXISTS (
            SELECT FROM jsonb_to_recordset(d.rules)
              AS live(rule_id text, version int, outcome text, effect text)
            JOIN fraud.rules other USING (rule_id, version)
            WHERE live.effect IN ('APPLIED', 'OUTWEIGHED', 'CAPPED')
              AND (other.weight, array_position(
                    ARRAY['APPROVE', 'REVIEW', 'DECLINE'],
                    CASE live.effect WHEN 'CAPPED' THEN 'REVIEW' ELSE live.outcome END))
                >= (own.weight, array_position(ARRAY['APPROVE', 'REVIEW', 'DECLINE'], hit.outcome))
          ) AS outweighed
        FROM fraud.decisions d
        CROSS JOIN LATERAL jsonb_to_recordset(d.rules)
          AS hit(rule_id text, version int, outcome text, effect text)
        LEFT JOIN fraud.rules own ON own.rule_id = hit.rule_id AND own.version = hit.version
        LEFT JOIN fraud.labels l ON l.transaction_id = d.transaction_id
        WHERE d.event_time >= ? AND d.rules <> '[]'
          AND hit.rule_id = ? AND hit.effect = 'SHADOW'
      ), answered AS (
        SELECT *,
          CASE
            WHEN outweighed THEN decided
            WHEN asked = 'REVIEW' AND by_model = 'DECLINE' THEN by_model
            ELSE asked
          END AS would
        FROM held
      ), judged AS (
        SELECT *, would <> decided AS changed FROM answered
      )
      SELECT version, currency,
        count(*) AS hits,
        count(*) FILTER (WHERE changed AND would = 'DECLINE') AS would_decline,
        count(*) FILTER (WHERE changed AND would = 'REVIEW') AS would_review,
        count(*) FILTER (WHERE changed AND would = 'APPROVE') AS would_approve,
        count(*) FILTER (WHERE changed AND fraud) AS fraud,
        count(*) FILTER (WHERE changed AND NOT fraud) AS legitimate,
        count(*) FILTER (WHERE changed AND fraud IS NULL) AS not_known_yet,
        coalesce(sum(CASE WHEN would = 'APPROVE' THEN -amount_minor ELSE amount_minor END)
          FILTER (WHERE changed AND fraud AND would <> 'REVIEW'), 0) AS saved_minor,
        coalesce(sum(amount_minor)
          FILTER (WHERE changed AND NOT fraud AND would = 'DECLINE'), 0) AS wrongly_stopped_minor
      FROM judged
      GROUP BY version, currency
      ORDER BY version, currency
      """;

  private ShadowReport() {}

  /**
   * One version of the rule and one currency.
   *
   * @param fields by name, in the order in which they are shown
   */
  record Line(Map<String, Object> fields) {}

  /**
   * The report on a rule.
   *
   * @param since payments made from then on
   */
  static List<Line> of(String ruleId, Instant since, Connection connection) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(QUERY)) {
      query.setObject(1, OffsetDateTime.ofInstant(since, ZoneOffset.UTC));
      query.setString(2, ruleId);
      try (ResultSet rows = query.executeQuery()) {
        List<Line> lines = new ArrayList<>();
        while (rows.next()) {
          lines.add(line(rows));
        }
        return lines;
      }
    }
  }

  private static Line line(ResultSet row) throws SQLException {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (int column = 1; column <= row.getMetaData().getColumnCount(); column++) {
      fields.put(row.getMetaData().getColumnLabel(column), row.getObject(column));
    }
    return new Line(fields);
  }
}
