package dev.millrace.frauddesk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.console.ToolException;
import dev.millrace.fraud.domain.Feature;
import dev.millrace.frauddesk.EvaluationFold.Span;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class EvaluationFoldTest {
  private static final LocalDate START = LocalDate.of(2018, 7, 25);

  private final FiguredPayments payments = new FiguredPayments();

  @Test
  void learnsFromOneWeekAndIsJudgedByTheThird() {
    pay(-1, "early", false);
    pay(0, "a", false);
    pay(6, "b", false);
    pay(7, "c", false);
    pay(13, "d", false);
    payEachTestDayBefore(20, "e");
    pay(20, "f", true);
    pay(21, "late", false);

    EvaluationFold fold = EvaluationFold.of(START, payments);

    assertThat(fold.train()).isEqualTo(new Span(1, 3));
    assertThat(tested(fold)).containsExactly("0 e", "1 e", "2 e", "3 e", "4 e", "5 e", "6 f");
    assertThat(fold.trainingSet(payments).rows()).isEqualTo(2);
    assertThat(EvaluationFold.end(START)).isEqualTo(Instant.parse("2018-08-15T00:00:00Z"));
  }

  @Test
  void leavesOutCardsWhoseFraudIsKnownByThen() {
    pay(-1, "before", true);
    pay(3, "in-training", true);
    pay(7, "known-on-day-1", true);
    pay(12, "known-on-day-6", true);
    pay(13, "never-known", true);
    for (int day = 14; day <= 20; day++) {
      for (String card :
          List.of("before", "in-training", "known-on-day-1", "known-on-day-6", "never-known")) {
        pay(day, card, false);
      }
    }

    assertThat(tested(EvaluationFold.of(START, payments)))
        .contains("0 before", "6 before", "0 never-known", "6 never-known")
        .contains("0 known-on-day-1")
        .contains("5 known-on-day-6")
        .doesNotContain("0 in-training", "1 known-on-day-1", "6 known-on-day-6")
        .hasSize(7 + 7 + 1 + 6);
  }

  @Test
  void refusesATestWeekThatTheFileDoesNotHold() {
    pay(0, "a", false);
    payEachTestDayBefore(18, "e");

    assertThatThrownBy(() -> EvaluationFold.of(START, payments))
        .isInstanceOf(ToolException.class)
        .hasMessage(
            "fold 2018-07-25 is judged by the week from 2018-08-08, and 2018-08-12 has no payment:"
                + " the last that was read is of 2018-08-11");
  }

  @Test
  void refusesATestWeekWithAGap() {
    payEachTestDayBefore(16, "e");
    pay(17, "e", false);

    assertThatThrownBy(() -> EvaluationFold.of(START, payments))
        .hasMessageContaining("2018-08-10 has no payment: the last that was read is of 2018-08-11");
  }

  @Test
  void refusesAFileThatEndsBeforeAllFolds() {
    assertThatThrownBy(() -> EvaluationFold.of(START, payments))
        .hasMessageEndingWith("2018-08-08 has no payment: the file has none of any fold");
  }

  private void payEachTestDayBefore(int before, String card) {
    for (int day = 14; day < before; day++) {
      pay(day, card, false);
    }
  }

  private void pay(int day, String card, boolean fraud) {
    payments.add(
        EvaluationFold.start(START).plus(Duration.ofDays(day)),
        card,
        fraud,
        new float[Feature.values().length]);
  }

  private List<String> tested(EvaluationFold fold) {
    return fold.test().stream().map(test -> test.day() + " " + payments.card(test.row())).toList();
  }
}
