package dev.millrace.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
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

  private DeadLetterFilter and(String condition, Object value) {
    conditions.add(condition);
    values.add(value);
    return this;
  }

  /** Selects the columns of the wanted rows, newest first. */
  PreparedStatement select(Connection connection, String columns, int limit) throws SQLException {
    PreparedStatement statement =
        connection.prepareStatement(
            "SELECT %s FROM ops.dead_letters%s ORDER BY recorded_at DESC, id LIMIT %d"
                .formatted(columns, conditions, limit));
    for (int i = 0; i < values.size(); i++) {
      statement.setObject(i + 1, values.get(i));
    }
    return statement;
  }
}
