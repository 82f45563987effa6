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

/** What a rule in shadow would have made of the payments that it held for. */
final class ShadowReport {
  private static final String QUERY =
      """
      WITH held AS (
        SELECT (hit->>'version')::int AS version, hit->>'outcome' AS asked, d.outcome AS decided,
               d.currency, d.amount_minor, l.fraud
        FROM fraud.decisions d
        CROSS JOIN LATERAL jsonb_array_elements(d.rules) AS hit
        LEFT JOIN fraud.labels l ON l.transaction_id = d.transaction_id
        WHERE d.event_time >= ? AND d.rules <> '[]'
          AND hit->>'rule_id' = ? AND hit->>'effect' = 'SHADOW'
      ), judged AS (
        SELECT *,
          CASE
            WHEN asked = 'APPROVE' THEN decided <> 'APPROVE'
            WHEN asked = 'REVIEW' THEN decided = 'APPROVE'
            ELSE decided <> 'DECLINE'
          END AS changed
        FROM held
      )
      SELECT version, currency,
        count(*) AS hits,
        count(*) FILTER (WHERE changed AND asked = 'DECLINE') AS would_decline,
        count(*) FILTER (WHERE changed AND asked = 'REVIEW') AS would_review,
        count(*) FILTER (WHERE changed AND asked = 'APPROVE') AS would_approve,
        count(*) FILTER (WHERE changed AND fraud) AS fraud,
        count(*) FILTER (WHERE changed AND NOT fraud) AS legitimate,
        count(*) FILTER (WHERE changed AND fraud IS NULL) AS not_known_yet,
        coalesce(sum(CASE WHEN asked = 'APPROVE' THEN -amount_minor ELSE amount_minor END)
          FILTER (WHERE changed AND fraud AND asked <> 'REVIEW'), 0) AS saved_minor,
        coalesce(sum(amount_minor)
          FILTER (WHERE changed AND NOT fraud AND asked = 'DECLINE'), 0) AS wrongly_stopped_minor
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
