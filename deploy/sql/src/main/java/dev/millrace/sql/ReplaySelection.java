package dev.millrace.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * The ids of the dead letters that a replay is about, in the order in which their records were in
 * their partitions. What was selected at the start is all there is: a record that is refused again
 * meanwhile does not come back in the same replay.
 */
final class ReplaySelection implements AutoCloseable {
  private static final int MOST_ROWS = 500;

  /** A batch is in memory twice, as rows and in the producer's buffer. */
  private static final long MOST_BYTES = 16L << 20;

  private final PreparedStatement query;
  private final ResultSet rows;
  private boolean onRow;

  /**
   * @param connection for this object alone
   * @param limit of the matching rows only so many, the oldest
   */
  ReplaySelection(Connection connection, DeadLetterFilter filter, long limit) throws SQLException {
    // Without a transaction the driver would hold all rows in memory.
    connection.setAutoCommit(false);
    query = filter.sizes(connection, limit);
    query.setFetchSize(MOST_ROWS);
    rows = query.executeQuery();
    onRow = rows.next();
  }

  /**
   * The ids of the next batch: up to 500 and up to 16 MiB of keys and values, but at least one.
   * Empty at the end.
   */
  List<String> next() throws SQLException {
    List<String> ids = new ArrayList<>();
    long bytes = 0;
    while (onRow && ids.size() < MOST_ROWS) {
      bytes += rows.getLong("bytes");
      if (!ids.isEmpty() && bytes > MOST_BYTES) {
        break;
      }
      ids.add(rows.getString("id"));
      onRow = rows.next();
    }
    return ids;
  }

  @Override
  public void close() throws SQLException {
    query.close();
  }
}
