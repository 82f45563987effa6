package dev.millrace.common.delivery;

import java.sql.SQLException;

/** Whose fault an error of the database is. */
final class SqlErrors {

  private SqlErrors() {}

  /**
   * Whether a row's own content is at fault, so that writing it again can never succeed: SQLSTATE
   * classes 22 (data exception), 23 (integrity constraint) and 54 (a value beyond a limit of the
   * program).
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
    return state != null
        && (state.startsWith("22") || state.startsWith("23") || state.startsWith("54"));
  }
}
