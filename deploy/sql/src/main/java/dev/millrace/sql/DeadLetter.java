package dev.millrace.sql;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonRawValue;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Base64;
import java.util.List;
import org.apache.kafka.common.header.Header;

/**
 * A row of {@code ops.dead_letters}. Times are as PostgreSQL writes them, in UTC.
 *
 * @param key base64, or null
 * @param value base64, or null
 * @param headersJson JSON array of name and base64 value
 * @param intact whether key, value and headers are the record's, byte for byte
 * @param replayedAt null if the record was not put back on its topic
 */
record DeadLetter(
    String id,
    String job,
    String stage,
    String reason,
    String detail,
    @JsonProperty("source_topic") String sourceTopic,
    @JsonProperty("source_partition") int sourcePartition,
    @JsonProperty("source_offset") long sourceOffset,
    @JsonProperty("record_time") String recordTime,
    String key,
    String value,
    @JsonProperty("headers") @JsonRawValue String headersJson,
    boolean intact,
    @JsonProperty("recorded_at") String recordedAt,
    @JsonProperty("replayed_at") String replayedAt) {

  DeadLetter {
    requireNonNull(id);
    requireNonNull(sourceTopic);
    requireNonNull(headersJson);
  }

  /** The row on which {@code row} stands. */
  static DeadLetter of(ResultSet row) throws SQLException {
    return new DeadLetter(
        row.getString("id"),
        row.getString("job"),
        row.getString("stage"),
        row.getString("reason"),
        row.getString("detail"),
        row.getString("source_topic"),
        row.getInt("source_partition"),
        row.getLong("source_offset"),
        row.getString("record_time"),
        base64(row.getBytes("key")),
        base64(row.getBytes("value")),
        row.getString("headers"),
        row.getBoolean("intact"),
        row.getString("recorded_at"),
        row.getString("replayed_at"));
  }

  /** The key's bytes, or null. */
  byte[] keyBytes() {
    return bytes(key);
  }

  /** The value's bytes, or null. */
  byte[] valueBytes() {
    return bytes(value);
  }

  /**
   * The record's headers in their order; names may repeat, values may be null.
   *
   * @throws IllegalArgumentException if the row's JSON does not hold headers
   */
  List<Header> headers() {
    return HeadersJson.parse(headersJson);
  }

  /** Where the record was, for a person. */
  String source() {
    return "topic %s, partition %d, offset %d"
        .formatted(sourceTopic, sourcePartition, sourceOffset);
  }

  private static String base64(byte[] bytes) {
    return bytes == null ? null : Base64.getEncoder().encodeToString(bytes);
  }

  private static byte[] bytes(String base64) {
    return base64 == null ? null : Base64.getDecoder().decode(base64);
  }
}
