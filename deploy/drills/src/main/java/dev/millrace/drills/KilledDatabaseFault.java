package dev.millrace.drills;

import dev.millrace.console.ToolException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/**
 * PostgreSQL dies with a batch of the table-writer in its hands, and nothing starts it again until
 * a person does. A batch takes milliseconds, which no kill would meet by chance: a lock holds it up
 * until the server is dead.
 */
final class KilledDatabaseFault implements Fault {
  private static final String SERVER = "postgres";
  private static final String TABLE = "fraud.decisions";
  // Keeps writers waiting; readers go on.
  private static final String HOLD_UP = "LOCK TABLE " + TABLE + " IN SHARE ROW EXCLUSIVE MODE";
  private static final String HELD_UP =
      "pg_locks WHERE relation = '%s'::regclass AND NOT granted".formatted(TABLE);
  // Less than a statement of the writer may take.
  private static final Duration NEXT_BATCH = Duration.ofSeconds(20);

  @Override
  public void strike(Arena arena) {
    try (Connection connection = DatabaseLogin.owner(arena.addresses()).connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute(HOLD_UP);
      Conditions.await("a batch in the database's hands", NEXT_BATCH, () -> isHeldUp(statement));
      arena.killForGood(SERVER);
    } catch (SQLException e) {
      if (arena.pid(SERVER).isPresent()) {
        throw new ToolException("cannot hold up a batch of " + TABLE, e);
      }
      // The connection has died with its server.
    }
  }

  private static boolean isHeldUp(Statement statement) {
    try {
      return DatabaseLogin.count(statement, HELD_UP) > 0;
    } catch (SQLException e) {
      throw new ToolException("cannot see who waits for " + TABLE, e);
    }
  }

  @Override
  public void heal(Arena arena) {
    arena.scripts().run("up");
  }
}
