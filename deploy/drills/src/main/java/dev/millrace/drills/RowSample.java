package dev.millrace.drills;

import java.time.Duration;
import java.util.List;

/**
 * How many decisions the table held at a moment.
 *
 * @param at milliseconds since 1970
 */
record RowSample(long at, long rows) {
  /** How long no row has to come for that to be a standstill. */
  static final Duration STILL = Duration.ofSeconds(5);

  /** Whether the table was as full at the newest look as some time before it, after the moment. */
  static boolean standStill(List<RowSample> rows, long after) {
    if (rows.isEmpty()) {
      return false;
    }
    RowSample newest = rows.get(rows.size() - 1);
    return rows.stream()
        .anyMatch(
            row ->
                row.at() >= after
                    && row.at() <= newest.at() - STILL.toMillis()
                    && row.rows() == newest.rows());
  }
}
