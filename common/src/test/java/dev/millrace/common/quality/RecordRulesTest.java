package dev.millrace.common.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.suite.Stage;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecordRulesTest {
  private static final Rule<String> NOT_EMPTY =
      new Rule<>("a", "empty", "name", "not empty", name -> name, (name, now) -> !name.isEmpty());
  private static final Rule<String> SHORT =
      new Rule<>(
          "b", "too-long", "name", "at most 5 long", name -> name, (n, now) -> n.length() <= 5);
  private static final Rule<String> NOT_TOO_NEW =
      new Rule<>(
          "c", "too-new", "name", "old", String::length, (name, now) -> name.length() <= now);

  private final RecordRules<String> rules =
      new RecordRules<>(List.of(NOT_EMPTY, SHORT, NOT_TOO_NEW));

  @Test
  void aRecordThatObeysAllRulesIsValid() {
    assertThat(refusal("abc", 3)).isEmpty();
  }

  @Test
  void aRecordIsRefusedByTheFirstRuleThatItBreaks() {
    assertThat(refusal("", -1))
        .contains(new Refusal(Stage.VALIDATE, "empty", "name must be not empty, got ''"));
    assertThat(refusal("abcdef", 0))
        .contains(
            new Refusal(Stage.VALIDATE, "too-long", "name must be at most 5 long, got 'abcdef'"));
  }

  @Test
  void rulesSeeTheTimeThatTheyAreGiven() {
    assertThat(refusal("abc", 2))
        .contains(new Refusal(Stage.VALIDATE, "too-new", "name must be old, got '3'"));
  }

  @Test
  void aLongValueIsCut() {
    assertThat(refusal("x".repeat(5000), 0))
        .hasValueSatisfying(
            refusal ->
                assertThat(refusal.detail())
                    .isEqualTo("name must be at most 5 long, got '" + "x".repeat(99) + "..."));
  }

  @Test
  void aValueThatMustNotBeShownIsMaskedAndNamedAsASecret() {
    Rule<String> noNumbers =
        new Rule<>(
            "d",
            "number",
            "name",
            "no number",
            name -> name,
            (name, now) -> !name.contains("1"),
            Rule.Exposure.MASKED);

    assertThat(RecordRules.refusal(noNumbers, "4111 1111-1111 1111"))
        .isEqualTo(
            new Refusal(
                Stage.VALIDATE,
                "number",
                "name must be no number, got '**** ****-**** 1111'",
                List.of("4111 1111-1111 1111")));
  }

  @Test
  void aRuleCanSayWhatExactlyIsWrong() {
    Rule<String> explained = SHORT.explained(name -> "from 6 on: " + name.substring(5));

    assertThat(explained.check().holds("abcde", 0)).isTrue();
    assertThat(RecordRules.refusal(explained, "abcdefg").detail())
        .isEqualTo("name must be at most 5 long, got 'abcdefg': from 6 on: fg");
    assertThat(RecordRules.refusal(explained, "x".repeat(5000)).detail())
        .hasSize("name must be at most 5 long, got ".length() + 103 + ": ".length() + 503)
        .endsWith("xxx...");
  }

  @Test
  void idsOfRulesDiffer() {
    assertThatThrownBy(() -> new RecordRules<>(List.of(SHORT, SHORT)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("ids of rules must differ, got [b, b]");
  }

  private Optional<Refusal> refusal(String record, long now) {
    return rules.broken(record, now).map(rule -> RecordRules.refusal(rule, record));
  }
}
