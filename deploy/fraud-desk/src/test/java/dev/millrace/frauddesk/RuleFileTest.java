package dev.millrace.frauddesk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.console.ToolException;
import dev.millrace.payments.FraudRule;
import dev.millrace.payments.Outcome;
import dev.millrace.payments.RuleState;
import dev.millrace.payments.Snooze;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuleFileTest {
  private static final Instant NOW = Instant.parse("2026-03-04T12:00:00Z");
  private static final String SHORTEST =
      """
      rule_id: card-testing
      description: Many small payments.
      condition: cardCount1d > 5
      outcome: decline
      reason_code: CARD_TESTING
      """;

  @TempDir private Path folder;

  @Test
  void readsYaml() throws IOException {
    RuleFile.Reading reading =
        read(
            """
            rule_id: card-testing
            state: shadow
            description: Many small payments.
            condition: |
              cardCount1d > 5
                && amount_minor < 200
            outcome: decline
            weight: 0.8
            reason_code: CARD_TESTING
            max_decline_share: 0.02
            snoozes:
              - card_id: card-1
                until: 2026-03-05T12:00:00Z
            """);

    assertThat(reading.complaints()).isEmpty();
    assertThat(reading.rule())
        .contains(
            FraudRule.newBuilder()
                .setRuleId("card-testing")
                .setVersion(1)
                .setState(RuleState.SHADOW)
                .setDescription("Many small payments.")
                .setCondition("cardCount1d > 5\n  && amount_minor < 200")
                .setOutcome(Outcome.DECLINE)
                .setWeight(0.8)
                .setReasonCode("CARD_TESTING")
                .setMaxDeclineShare(0.02)
                .setSnoozes(List.of(new Snooze("card-1", Instant.parse("2026-03-05T12:00:00Z"))))
                .setAuthor("anyone")
                .setEventTime(NOW)
                .build());
  }

  @Test
  void readsJson() throws IOException {
    assertThat(
            read("""
                    {"rule_id": "a", "description": "b", "condition": "weekend == 1",
                     "outcome": "REVIEW", "reason_code": "C", "weight": 1}
                    """)
                .rule())
        .hasValueSatisfying(rule -> assertThat(rule.getWeight()).isEqualTo(1));
  }

  @Test
  void aNewRuleWithoutStateIsADraft() throws IOException {
    assertThat(read(SHORTEST).after(Optional.empty()).getState()).isEqualTo(RuleState.DRAFT);
  }

  @Test
  void whatTheFileDoesNotNameStaysAsItIs() throws IOException {
    FraudRule before =
        FraudRule.newBuilder(read(SHORTEST).rule().orElseThrow())
            .setState(RuleState.LIVE)
            .setSnoozes(List.of(new Snooze("card-1", NOW)))
            .build();

    FraudRule kept = read(SHORTEST).after(Optional.of(before));
    assertThat(kept.getState()).isEqualTo(RuleState.LIVE);
    assertThat(kept.getSnoozes()).hasSize(1);

    FraudRule named = read(SHORTEST + "state: retired\nsnoozes: []\n").after(Optional.of(before));
    assertThat(named.getState()).isEqualTo(RuleState.RETIRED);
    assertThat(named.getSnoozes()).isEmpty();
  }

  @Test
  void saysEverythingThatTheJobWouldRefuse() throws IOException {
    assertThat(
            complaints(
                """
                rule_id: Card Testing
                description: Many small payments.
                condition: cardCount1d > 5 &&
                  foo
                outcome: decline
                weight: 2
                reason_code: CARD_TESTING
                """))
        .containsExactly(
            "1: rule_id must be 1 to 64 lower case letters and digits, hyphens between them, got"
                + " 'Card Testing'",
            "6: weight must be 0 to 1, got '2.0'",
            "3: condition must be an expression in CEL that is true or false, got 'cardCount1d > 5"
                + " && foo': 1:20 undeclared reference to 'foo'");
  }

  @Test
  void saysEverythingThatIsNoRule() throws IOException {
    assertThat(
            complaints(
                """
                rule_id: a
                rule_id: b
                state: alive
                weight: heavy
                wait: 1
                snoozes:
                  - card_id: card-1
                  - card_id: card-2
                    until: tomorrow
                """))
        .containsExactly(
            "2: rule_id must be there once",
            "3: state must be one of [draft, shadow, live, retired], got 'alive'",
            "4: weight must be a number, got 'heavy'",
            "5: field must be one of rule_id, state, description, condition, outcome, weight,"
                + " reason_code, max_decline_share, snoozes, not 'wait'",
            "7: snoozes must have card_id and until, got [card_id]",
            "8: snoozes.until must be a time such as 2026-11-22T10:00:00Z, got 'tomorrow'");
  }

  @Test
  void saysWhatIsMissing() throws IOException {
    assertThat(complaints("rule_id: a\n"))
        .containsExactly(
            "1: description must be there",
            "1: condition must be there",
            "1: outcome must be there",
            "1: reason_code must be there");
    assertThat(complaints("just text"))
        .containsExactly("1: must be fields and values, such as rule_id: card-testing");
    assertThat(complaints("")).hasSize(1);
    assertThat(complaints("a: [1\nb: 2")).singleElement().asString().startsWith("2: ");
  }

  @Test
  void aFileThatIsNotThereIsOneLine() {
    assertThatThrownBy(() -> RuleFile.read(folder.resolve("none.yaml"), Rules.ofTheJob(), NOW))
        .isInstanceOf(ToolException.class)
        .hasMessageStartingWith("cannot read ");
  }

  private List<String> complaints(String text) throws IOException {
    RuleFile.Reading reading = read(text);
    assertThat(reading.rule()).isEmpty();
    return reading.complaints().stream()
        .map(complaint -> complaint.substring(complaint.indexOf(".yaml:") + 6))
        .toList();
  }

  private RuleFile.Reading read(String text) throws IOException {
    return RuleFile.read(
        Files.writeString(folder.resolve("rule.yaml"), text), Rules.ofTheJob(), NOW);
  }
}
