package dev.millrace.sql;

import static java.util.Objects.requireNonNull;

import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Goes through the selected dead letters, batch by batch. */
final class Replay {
  private final ReplayBatch batches;
  private final ReplayReport report;

  Replay(ReplayBatch batches, ReplayReport report) {
    this.batches = requireNonNull(batches);
    this.report = requireNonNull(report);
  }

  /**
   * Replays the selection. Stops after a batch of which Kafka confirmed no more than a part: the
   * others would wait for nothing.
   *
   * @param named ids that a person gave; those without a dead letter are reported
   */
  void run(ReplaySelection selection, List<String> named) throws SQLException {
    Set<String> missing = new LinkedHashSet<>(named);
    List<String> ids = selection.next();
    while (!ids.isEmpty() && !report.has(Obstacle.NOT_CONFIRMED)) {
      ids.forEach(missing::remove);
      batches.replay(ids).forEach(report::add);
      ids = selection.next();
    }
    if (!report.has(Obstacle.NOT_CONFIRMED)) {
      missing.forEach(id -> report.add(ReplayOutcome.unread(id, Obstacle.UNKNOWN_ID)));
    }
  }
}
