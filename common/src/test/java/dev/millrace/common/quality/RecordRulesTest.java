package dev.millrace.common.quality;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.suite.Stage;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordRulesTest {
  private static final Rule<String> NOT_EMPTY =
      new Rule<>("empty", "name", "not empty", name -> name, (name, now) -> !name.isEmpty());
  private static final Rule<String> SHORT =
      new Rule<>("too-long", "name", "at most 5 long", name -> name, (n, now) -> n.length() <= 5);
  private static final Rule<String> NOT_TOO_NEW =
      new Rule<>("too-new", "name", "old", String::length, (name, now) -> name.length() <= now);

  private final RecordRules<String> rules =
      new RecordRules<>(List.of(NOT_EMPTY, SHORT, NOT_TOO_NEW));

  @Test
  void aRecordThatObeysAllRulesIsValid() {
    assertThat(rules.check("abc", 3)).isEmpty();
  }

  @Test
  void aRecordIsRefusedByTheFirstRuleThatItBreaks() {
    assertThat(rules.check("", -1))
        .contains(new Refusal(Stage.VALIDATE, "empty", "name must be not empty, got ''"));
    assertThat(rules.check("abcdef", 0))
        .contains(
            new Refusal(Stage.VALIDATE, "too-long", "name must be at most 5 long, got 'abcdef'"));
  }

  @Test
  void rulesSeeTheTimeThatTheyAreGiven() {
    assertThat(rules.check("abc", 2))
        .contains(new Refusal(Stage.VALIDATE, "too-new", "name must be old, got '3'"));
  }

  @Test
  void aLongValueIsCut() {
    assertThat(rules.check("x".repeat(5000), 0))
        .hasValueSatisfying(
            refusal ->
                assertThat(refusal.detail())
                    .isEqualTo("name must be at most 5 long, got '" + "x".repeat(99) + "..."));
  }
}
