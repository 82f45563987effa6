package dev.millrace.drills;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.console.ToolException;
import org.junit.jupiter.api.Test;

class AuditTest {

  @Test
  void passesWhenAllThatWasCheckedHeld() {
    Audit audit =
        Audit.parse(
            "{\"checks\":[{\"id\":\"I1\",\"state\":\"ok\"},{\"id\":\"I5\",\"state\":\"skipped\"}]}");
    assertThat(audit.passed()).isTrue();
    assertThat(audit.held()).isOne();
  }

  @Test
  void namesTheInvariantThatDidNotHold() {
    Audit audit =
        Audit.parse(
            "{\"checks\":[{\"id\":\"I1\",\"state\":\"ok\"},"
                + "{\"id\":\"I2\",\"state\":\"breach\",\"breaches\":3,\"first\":[\"tx-1\"]}]}");
    assertThat(audit.passed()).isFalse();
    assertThat(audit.breaches()).containsExactly("I2: 3 breaches, first [\"tx-1\"]");
  }

  @Test
  void anAuditThatCheckedNothingIsNoProof() {
    assertThat(Audit.parse("{\"checks\":[{\"id\":\"I5\",\"state\":\"skipped\"}]}").passed())
        .isFalse();
    assertThatThrownBy(() -> Audit.parse("{}"))
        .isInstanceOf(ToolException.class)
        .hasMessage("the audit checked nothing; see audit.err");
    assertThatThrownBy(() -> Audit.parse("audit: no stack"))
        .isInstanceOf(ToolException.class)
        .hasMessage("the audit answered no JSON: audit: no stack");
  }
}
