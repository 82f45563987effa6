package dev.millrace.common.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

class SqlErrorsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"22001", "22021", "22P02", "23502", "23505", "23514", "44000", "54000", "P0001"})
  void dataConstraintsAndTriggersAreTheRowsFault(String state) {
    assertThat(SqlErrors.isRowsFault(new SQLException("no", state))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "08006", "25006", "28P01", "40P01", "42P01", "42501", "53300", "57P01", "P0000", "XX000", ""
      })
  void allElseIsNot(String state) {
    assertThat(SqlErrors.isRowsFault(new SQLException("no", state))).isFalse();
  }

  @Test
  void aLimitOfTheProgramIsTheRowsFaultWhileTheDatabaseTakesOtherWrites() {
    SQLException error = new SQLException("index row size 9000 exceeds maximum", "54000");

    assertThat((Throwable) SqlErrors.judged(error, () -> {})).isSameAs(error);
  }

  @Test
  void aDatabaseThatHasRunOutOfTransactionIdsIsNoRowsFault() {
    String noWrites = "database is not accepting commands that assign new transaction IDs";

    SQLException judged =
        SqlErrors.judged(
            new SQLException(noWrites, "54000"),
            () -> {
              throw new SQLException(noWrites, "54000");
            });

    assertThat(SqlErrors.isRowsFault(judged)).isFalse();
    assertThat((Throwable) judged).hasMessage("the database takes no writes: " + noWrites);
  }

  /** Such a database takes other writes: those that need no such id. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "database is not accepting commands that assign new MultiXactIds to avoid wraparound data"
            + " loss in database \"millrace\"", // since 17
        "database is not accepting commands that generate new MultiXactIds to avoid wraparound data"
            + " loss in database with OID 5", // before
        "database is not accepting commands to avoid wraparound data loss in database \"millrace\""
      })
  void aDatabaseThatHasRunOutOfMultixactsIsNoRowsFault(String message) {
    SQLException judged =
        SqlErrors.judged(new SQLException("ERROR: " + message, "54000"), () -> {});

    assertThat(SqlErrors.isRowsFault(judged)).isFalse();
    assertThat((Throwable) judged).hasMessage("the database takes no writes: ERROR: " + message);
  }

  /** Nor in another language, nor when it is their members that there are too many of. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Datenbank nimmt keine Befehle an, die neue MultiXactIds erzeugen",
        "multixact \"members\" limit exceeded"
      })
  void itIsKnownByTheServersRoutineToo(String message) {
    SQLException judged = SqlErrors.judged(fromServer(message, "GetNewMultiXactId"), () -> {});

    assertThat(SqlErrors.isRowsFault(judged)).isFalse();
  }

  @Test
  void anotherRoutineOfTheServerSaysNothing() {
    SQLException error = fromServer("index row size 9000 exceeds maximum", "_bt_check_third_page");

    assertThat((Throwable) SqlErrors.judged(error, () -> {})).isSameAs(error);
  }

  /** The message may quote a row. */
  @Test
  void theWordsOfAnotherStateSayNothing() {
    SQLException error = new SQLException("value \"not accepting commands\" violates", "54001");

    assertThat((Throwable) SqlErrors.judged(error, () -> {})).isSameAs(error);
  }

  private static SQLException fromServer(String message, String routine) {
    return new PSQLException(
        new ServerErrorMessage(
            String.join("\0", "SERROR", "C54000", "M" + message, "R" + routine, "")));
  }

  @Test
  void onlyALimitOfTheProgramIsInDoubt() {
    SQLException error = new SQLException("violates check", "23514");
    SqlErrors.Write never =
        () -> {
          throw new SQLException("asked");
        };

    assertThat((Throwable) SqlErrors.judged(error, never)).isSameAs(error);
    SQLException without = new SQLException("no");
    assertThat((Throwable) SqlErrors.judged(without, never)).isSameAs(without);
  }

  @Test
  void anErrorWithoutStateIsNotTheRowsFault() {
    assertThat(SqlErrors.isRowsFault(new SQLException("no"))).isFalse();
  }
}
