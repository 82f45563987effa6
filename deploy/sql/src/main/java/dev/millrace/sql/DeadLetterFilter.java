package dev.millrace.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.StringJoiner;

/** Which rows of {@code ops.dead_letters} are wanted. */
final class DeadLetterFilter {
  private final StringJoiner conditions =
      new StringJoiner(" AND ", " WHERE ", "").setEmptyValue("");
  private final List<Object> values = new ArrayList<>();

  /** Only rows whose column has this value; a null asks for nothing. */
  DeadLetterFilter with(String column, String value) {
    return value == null ? this : and(column + " = ?", value);
  }

  /** Only rows written at or after this time; a null asks for nothing. */
  DeadLetterFilter since(Instant time) {
    return time == null ? this : and("recorded_at >= ?", time.atOffset(ZoneOffset.UTC));
  }

  /** Only rows written before this time; a null asks for nothing. */
  DeadLetterFilter until(Instant time) {
    return time == null ? this : and("recorded_at < ?", time.atOffset(ZoneOffset.UTC));
  }

  /** Only rows with one of these ids. */
  DeadLetterFilter ids(Collection<String> ids) {
    return and("id = ANY (?)", ids.toArray(String[]::new));
  }

  /** Only rows whose record was not put back on its topic. */
  DeadLetterFilter notReplayed() {
    conditions.add("replayed_at IS NULL");
    return this;
  }

  private DeadLetterFilter and(String condition, Object value) {
    conditions.add(condition);
    values.add(value);
    return this;
  }

  /** Selects the columns of the wanted rows, newest first. */
  PreparedStatement select(Connection connection, String columns, int limit) throws SQLException {
    return prepared(
        connection,
        "SELECT %s FROM ops.dead_letters%s ORDER BY recorded_at DESC, id LIMIT %d"
            .formatted(columns, conditions, limit));
  }

  /** Counts the wanted rows by job, topic, stage and reason, most frequent first. */
  PreparedStatement count(Connection connection) throws SQLException {
    return prepared(
        connection,
        """
        SELECT job, source_topic, stage, reason, count(*) AS dead_letters,
          count(*) FILTER (WHERE replayed_at IS NULL) AS not_replayed,
          count(*) FILTER (WHERE NOT intact) AS not_intact,
          min(recorded_at) AS first_recorded_at, max(recorded_at) AS last_recorded_at
        FROM ops.dead_letters%s GROUP BY 1, 2, 3, 4 ORDER BY dead_letters DESC, 1, 2, 3, 4
        """
            .formatted(conditions));
  }

  /**
   * Selects the id and the size in bytes of the oldest wanted rows, in the order in which their
   * records were in their partitions.
   */
  PreparedStatement sizes(Connection connection, long limit) throws SQLException {
    return prepared(
        connection,
        """
        SELECT id, bytes FROM (
          SELECT id, source_topic, source_partition, source_offset,
            coalesce(octet_length(key), 0) + coalesce(octet_length(value), 0) AS bytes
          FROM ops.dead_letters%s ORDER BY recorded_at, id LIMIT %d) AS oldest
        ORDER BY source_topic, source_partition, source_offset, id
        """
            .formatted(conditions, limit));
  }

  /** Selects the wanted rows, in the order in which their records were in their partitions. */
  PreparedStatement inOrder(Connection connection) throws SQLException {
    return prepared(connection, inOrder());
  }

  /**
   * Selects and locks the wanted rows until the transaction ends, in the order in which their
   * records were in their partitions. Leaves out those that another transaction has locked.
   */
  PreparedStatement lockInOrder(Connection connection) throws SQLException {
    return prepared(connection, inOrder() + " FOR UPDATE SKIP LOCKED");
  }

  private String inOrder() {
    return "SELECT * FROM ops.dead_letters%s ORDER BY source_topic, source_partition, source_offset, id"
        .formatted(conditions);
  }

  private PreparedStatement prepared(Connection connection, String sql) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < values.size(); i++) {
      statement.setObject(i + 1, values.get(i));
    }
    return statement;
  }
}
