package dev.millrace.sql;

import static java.util.Objects.requireNonNull;

import dev.millrace.sql.ReplayStep.Leave;
import dev.millrace.sql.ReplayStep.PutBack;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Says what a replay would do. Sends nothing, locks nothing, marks nothing. */
final class DryReplay implements ReplayBatch {
  private final Connection connection;
  private final ReplayPlan plan;

  DryReplay(Connection connection, ReplayPlan plan) {
    this.connection = requireNonNull(connection);
    this.plan = requireNonNull(plan);
  }

  @Override
  public List<ReplayOutcome> replay(List<String> ids) throws SQLException {
    List<ReplayOutcome> outcomes = new ArrayList<>();
    try (PreparedStatement query = new DeadLetterFilter().ids(ids).inOrder(connection);
        ResultSet rows = query.executeQuery()) {
      while (rows.next()) {
        outcomes.add(outcome(plan.of(DeadLetter.of(rows))));
      }
    }
    return outcomes;
  }

  private static ReplayOutcome outcome(ReplayStep step) {
    return step instanceof PutBack putBack
        ? ReplayOutcome.planned(putBack)
        : ReplayOutcome.left((Leave) step);
  }
}
