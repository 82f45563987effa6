package dev.millrace.drills;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.console.ToolException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AuditTest {

  /** All that a drill is held to, with one check in the place of the one of its id. */
  private static Audit with(String id, String check) {
    return with(id, check, true);
  }

  private static Audit with(String id, String check, boolean badRecords) {
    Map<String, String> checks =
        IntStream.rangeClosed(1, 8)
            .mapToObj(number -> "I" + number)
            .collect(
                Collectors.toMap(
                    each -> each, each -> ok(each), (one, other) -> one, TreeMap::new));
    checks.put(id, check);
    checks.put("R1", "{\"id\":\"R1\",\"state\":\"skipped\",\"checked\":0}");
    return Audit.parse(
        "{\"checks\":[%s]}".formatted(String.join(",", checks.values())), badRecords);
  }

  private static String ok(String id) {
    return "{\"id\":\"%s\",\"state\":\"ok\",\"checked\":3}".formatted(id);
  }

  @Test
  void passesWhenAllThatADrillIsHeldToHeld() {
    assertThat(with("I1", ok("I1")).passed()).isTrue();
    assertThat(with("I1", ok("I1")).held()).isEqualTo(8);
  }

  @Test
  void aDrillWithoutBadRecordsHasNoDeadLetters() {
    String none = "{\"id\":\"%s\",\"state\":\"nothing to check\",\"checked\":0,\"notes\":[]}";
    Audit clean = with("I8", none.formatted("I8"), false);
    assertThat(clean.passed()).isTrue();
    assertThat(clean.held()).isEqualTo(8);
    Audit refusals = with("I8", ok("I8"), false);
    assertThat(refusals.passed()).isFalse();
    assertThat(refusals.breaches())
        .containsExactly("I8: 3 dead letters, and no bad record was sent");
    assertThat(with("I8", none.formatted("I8")).breaches())
        .as("bad records were sent, and none was refused")
        .containsExactly("I8: nothing to check, []");
    Audit withoutFigures = with("I4", none.formatted("I4"));
    assertThat(withoutFigures.passed()).isFalse();
    assertThat(withoutFigures.breaches()).containsExactly("I4: nothing to check, []");
  }

  @Test
  void whatWasNotLookedAtHasNotHeld() {
    Audit audit =
        with("I5", "{\"id\":\"I5\",\"state\":\"skipped\",\"checked\":0,\"notes\":[\"not armed\"]}");
    assertThat(audit.passed()).isFalse();
    assertThat(audit.held()).isEqualTo(7);
    assertThat(audit.breaches()).containsExactly("I5: skipped, [\"not armed\"]");
    assertThat(with("I4", "{\"id\":\"I4\",\"state\":\"ok\",\"checked\":0}").passed()).isFalse();
  }

  @Test
  void saysWhatWasLookedAtInPartOnly() {
    Audit audit =
        with(
            "I4",
            "{\"id\":\"I4\",\"state\":\"ok\",\"checked\":9,\"notes\":[\"incomplete: none of 7 labels\"]}");
    assertThat(audit.passed()).isTrue();
    assertThat(audit.held()).isEqualTo(8);
    assertThat(audit.partly()).containsExactly("I4");
  }

  @Test
  void namesTheInvariantThatDidNotHold() {
    Audit audit =
        with(
            "I2",
            "{\"id\":\"I2\",\"state\":\"breach\",\"checked\":9,\"breaches\":3,\"first\":[\"tx-1\"]}");
    assertThat(audit.passed()).isFalse();
    assertThat(audit.breaches()).containsExactly("I2: 3 breaches, first [\"tx-1\"]");
  }

  @Test
  void whatTheDrillItselfFoundAmissCounts() {
    Audit held = with("I1", ok("I1"));
    assertThat(held.with(List.of()).passed()).isTrue();
    Audit amiss = held.with(List.of("2 payments undecided when their load ended"));
    assertThat(amiss.passed()).isFalse();
    assertThat(amiss.breaches()).containsExactly("2 payments undecided when their load ended");
  }

  @Test
  void anAuditThatCheckedNothingIsNoProof() {
    assertThat(Audit.parse("{\"checks\":[%s]}".formatted(ok("R1")), true).breaches())
        .hasSize(8)
        .contains("I1: not in the audit's answer");
    assertThatThrownBy(() -> Audit.parse("{}", true))
        .isInstanceOf(ToolException.class)
        .hasMessage("the audit checked nothing; see audit.err");
    assertThatThrownBy(() -> Audit.parse("audit: no stack", true))
        .isInstanceOf(ToolException.class)
        .hasMessage("the audit answered no JSON: audit: no stack");
  }
}
