package dev.millrace.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PassingTest {

  @Test
  void aRowIsRefusedForItsOwnContentOnly() {
    for (String state : List.of("23514", "22001", "P0001", "44000", "54000")) {
      assertThat(premature(refused(state, "check"))).describedAs(state).isFalse();
    }
    for (String state : List.of("57P01", "40P01", "08006", "null", "P00012", "22")) {
      assertThat(premature(refused(state, "gone"))).describedAs(state).isTrue();
    }
    assertThat(premature("no state at all")).isTrue();
  }

  @Test
  void whatTheMessageQuotesIsNoState() {
    assertThat(premature(refused("57P01", "key (SQLSTATE 22001) of (SQLSTATE 22001)"))).isTrue();
    assertThat(premature("the database refused the row: SQLSTATE 22001 (SQLSTATE 57P01)")).isTrue();
    assertThat(premature("gone (SQLSTATE 22001)")).isTrue();
  }

  @Test
  void aLongMessageHasItsStateStill() {
    assertThat(premature(refused("22021", "x".repeat(9_000)).substring(0, 8_192) + "..."))
        .isFalse();
  }

  @Test
  void aLetterOfAnEarlierReleaseHasItsStateAtTheEnd() {
    String detail = "the database refused the row: violates check (SQLSTATE 23514)";
    assertThat(premature(detail)).isFalse();
    assertThat(premature(detail + "; a card number in the record is masked here")).isFalse();
    assertThat(premature(detail + "...")).isTrue();
  }

  private static String refused(String state, String message) {
    return "the database refused the row (SQLSTATE %s): %s".formatted(state, message);
  }

  private static boolean premature(String detail) {
    return Passing.reason("WRITE", "row-refused", detail, true);
  }

  @Test
  void anUnknownSchemaIsUnknownForGood() {
    assertThat(Passing.reason("DECODE", "unknown-schema-id", "", false)).isFalse();
    assertThat(Passing.reason("DECODE", "unknown-schema-id", "", true)).isTrue();
    assertThat(Passing.reason("DECODE", "registry-unavailable", "", false)).isTrue();
    assertThat(Passing.reason("DECODE", "truncated", "", true)).isFalse();
  }
}
