package dev.millrace.frauddesk;

import static org.assertj.core.api.Assertions.assertThat;

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
    pay(14, "e", false);
    pay(20, "f", true);
    pay(21, "late", false);

    EvaluationFold fold = EvaluationFold.of(START, payments);

    assertThat(fold.train()).isEqualTo(new Span(1, 3));
    assertThat(tested(fold)).containsExactly("0 e", "6 f");
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
