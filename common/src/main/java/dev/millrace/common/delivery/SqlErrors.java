package dev.millrace.common.delivery;

import java.sql.SQLException;
import java.util.Set;
import org.postgresql.util.PSQLException;

/** Whose fault an error of the database is. */
final class SqlErrors {
  private static final Set<String> ROWS_FAULT = Set.of("22", "23", "44", "54");

  /** RAISE EXCEPTION in a trigger, unless it names another state. */
  private static final String RAISED = "P0001";

  /** What is said of all limits of the program, those of a value and those of the database. */
  private static final String LIMIT = "54000";

  /** A database that has run out of ids: of transactions, or of groups of them that share a row. */
  private static final String NO_COMMANDS = "not accepting commands";

  /**
   * Where the server hands out ids for groups of transactions. It names the place, in a field of
   * the error that it does not translate, as it does the message.
   */
  private static final String NEW_GROUP = "GetNewMultiXactId";

  /** Something that a database does only while it takes writes. */
  @FunctionalInterface
  interface Write {
    void run() throws SQLException;
  }

  private SqlErrors() {}

  /**
   * Whether a row's own content is at fault, so that writing it again can never succeed: SQLSTATE
   * classes 22 (data exception), 23 (integrity constraint), 44 (the check of a view) and 54 (a
   * value beyond a limit of the program), and P0001, which is what a trigger that refuses a row
   * raises.
   *
   * <p>A trigger may raise P0001 for a reason that passes, too. Of a busy table the breaker then
   * stops the job, of a quiet one an alert tells, and its rows are replayed. A single row that is
   * waited for would keep all others back for good.
   *
   * <p>All else passes or is mended by a person while rows wait: lost connections (08), resources
   * (53), restarts (57), deadlocks (40), a missing table or right (42), a wrong password (28), a
   * standby that does not take writes (25).
   *
   * @see <a href="https://www.postgresql.org/docs/current/errcodes-appendix.html">PostgreSQL error
   *     codes</a>
   */
  static boolean isRowsFault(SQLException error) {
    String state = error.getSQLState();
    return state != null && (state.equals(RAISED) || ROWS_FAULT.contains(classOf(state)));
  }

  private static String classOf(String state) {
    return state.substring(0, Math.min(2, state.length()));
  }

  /**
   * An error as it is to be judged. Class 54 is a row's fault only if the database takes other
   * writes: one that has run out of transaction ids refuses all of them with it. One that has run
   * out of ids for groups of transactions (multixacts, for rows that several lock) refuses some
   * only, with the same state: a write that succeeds says nothing then, so the error is asked.
   *
   * @param probe tells whether it takes writes, on the connection of the error
   * @return the error itself, or one that is no row's fault
   */
  static SQLException judged(SQLException error, Write probe) {
    if (error.getSQLState() == null || !error.getSQLState().startsWith("54")) {
      return error;
    }
    if (hasRunOutOfIds(error)) {
      return noWrites(error);
    }
    try {
      probe.run();
      return error;
    } catch (SQLException noWrites) {
      error.addSuppressed(noWrites);
      return noWrites(error);
    }
  }

  private static boolean hasRunOutOfIds(SQLException error) {
    return error.getSQLState().equals(LIMIT)
        && (String.valueOf(error.getMessage()).contains(NO_COMMANDS)
            || (error instanceof PSQLException fromServer
                && fromServer.getServerErrorMessage() != null
                && NEW_GROUP.equals(fromServer.getServerErrorMessage().getRoutine())));
  }

  private static SQLException noWrites(SQLException error) {
    return new SQLException("the database takes no writes: " + error.getMessage(), "53000", error);
  }
}
