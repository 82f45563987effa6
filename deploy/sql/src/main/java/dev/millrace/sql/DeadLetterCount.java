package dev.millrace.sql;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.sql.ResultSet;
import java.sql.SQLException;

/** How many records a job refused for one reason. Times are as PostgreSQL writes them, in UTC. */
record DeadLetterCount(
    String job,
    @JsonProperty("source_topic") String sourceTopic,
    String stage,
    String reason,
    @JsonProperty("dead_letters") long deadLetters,
    @JsonProperty("not_replayed") long notReplayed,
    @JsonProperty("not_intact") long notIntact,
    @JsonProperty("first_recorded_at") String firstRecordedAt,
    @JsonProperty("last_recorded_at") String lastRecordedAt) {

  /** The row of {@link DeadLetterFilter#count} on which {@code row} stands. */
  static DeadLetterCount of(ResultSet row) throws SQLException {
    return new DeadLetterCount(
        row.getString("job"),
        row.getString("source_topic"),
        row.getString("stage"),
        row.getString("reason"),
        row.getLong("dead_letters"),
        row.getLong("not_replayed"),
        row.getLong("not_intact"),
        row.getString("first_recorded_at"),
        row.getString("last_recorded_at"));
  }
}
