package dev.millrace.sql;

import static java.util.Objects.requireNonNull;

import dev.millrace.sql.ReplayStep.Leave;
import dev.millrace.sql.ReplayStep.PutBack;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.errors.RetriableException;

/**
 * Puts records back on their topics and marks their rows, one transaction per batch: lock, send,
 * wait for Kafka, mark, commit. A row that another replay has locked is left to it, so two at once
 * never send a row twice. Who dies between sending and the commit has marked nothing: the next
 * replay sends the batch again, and the jobs drop what they have seen.
 */
final class LiveReplay implements ReplayBatch {
  private final Connection connection;
  private final ReplayPlan plan;
  private final Broker broker;

  /**
   * @param connection for this object alone; may read dead letters and update their replayed_at
   */
  LiveReplay(Connection connection, ReplayPlan plan, Broker broker) throws SQLException {
    this.connection = requireNonNull(connection);
    this.plan = requireNonNull(plan);
    this.broker = requireNonNull(broker);
    connection.setAutoCommit(false);
  }

  @Override
  public List<ReplayOutcome> replay(List<String> ids) throws SQLException {
    List<ReplayOutcome> outcomes = new ArrayList<>();
    List<PutBack> toSend = new ArrayList<>();
    Set<String> taken = new HashSet<>(ids);
    for (DeadLetter letter : locked(ids)) {
      taken.remove(letter.id());
      ReplayStep step = plan.of(letter);
      if (step instanceof PutBack putBack) {
        toSend.add(putBack);
      } else {
        outcomes.add(ReplayOutcome.left((Leave) step));
      }
    }
    outcomes.addAll(sendAndMark(toSend));
    connection.commit();
    taken.forEach(id -> outcomes.add(ReplayOutcome.unread(id, Obstacle.TAKEN)));
    return outcomes;
  }

  private List<DeadLetter> locked(List<String> ids) throws SQLException {
    List<DeadLetter> letters = new ArrayList<>();
    try (PreparedStatement query = new DeadLetterFilter().ids(ids).lockInOrder(connection);
        ResultSet rows = query.executeQuery()) {
      while (rows.next()) {
        letters.add(DeadLetter.of(rows));
      }
    }
    return letters;
  }

  private List<ReplayOutcome> sendAndMark(List<PutBack> steps) throws SQLException {
    if (steps.isEmpty()) {
      return List.of();
    }
    List<Optional<Exception>> failures = broker.send(steps.stream().map(PutBack::record).toList());
    List<ReplayOutcome> outcomes = new ArrayList<>();
    List<String> stored = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      PutBack step = steps.get(i);
      if (failures.get(i).isEmpty()) {
        stored.add(step.letter().id());
        outcomes.add(ReplayOutcome.putBack(step));
      } else {
        Exception cause = failures.get(i).get();
        outcomes.add(ReplayOutcome.failed(step, obstacle(cause), cause));
      }
    }
    mark(stored);
    return outcomes;
  }

  private static Obstacle obstacle(Exception cause) {
    return cause instanceof RetriableException ? Obstacle.NOT_CONFIRMED : Obstacle.REFUSED_BY_KAFKA;
  }

  private void mark(List<String> ids) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE ops.dead_letters SET replayed_at = clock_timestamp() WHERE id = ANY (?)")) {
      update.setObject(1, ids.toArray(String[]::new));
      update.executeUpdate();
    }
  }
}
