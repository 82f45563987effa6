package dev.millrace.audit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PassingTest {

  @Test
  void aRowIsRefusedForItsOwnContentOnly() {
    assertThat(Passing.reason("WRITE", "row-refused", "check (SQLSTATE 23514)", true)).isFalse();
    assertThat(Passing.reason("WRITE", "row-refused", "too long (SQLSTATE 22001)", true)).isFalse();
    assertThat(Passing.reason("WRITE", "row-refused", "no (SQLSTATE P0001)", true)).isFalse();
    assertThat(Passing.reason("WRITE", "row-refused", "check option (SQLSTATE 44000)", true))
        .isFalse();
    assertThat(Passing.reason("WRITE", "row-refused", "gone (SQLSTATE 57P01)", true)).isTrue();
    assertThat(Passing.reason("WRITE", "row-refused", "deadlock (SQLSTATE 40P01)", true)).isTrue();
    assertThat(Passing.reason("WRITE", "row-refused", "no state at all", true)).isTrue();
  }

  @Test
  void anUnknownSchemaIsUnknownForGood() {
    assertThat(Passing.reason("DECODE", "unknown-schema-id", "", false)).isFalse();
    assertThat(Passing.reason("DECODE", "unknown-schema-id", "", true)).isTrue();
    assertThat(Passing.reason("DECODE", "registry-unavailable", "", false)).isTrue();
    assertThat(Passing.reason("DECODE", "truncated", "", true)).isFalse();
  }
}
