package dev.millrace.fraud.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.fraud.domain.OutcomeThresholds.Band;
import dev.millrace.payments.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutcomeThresholdsTest {

  @ParameterizedTest
  @CsvSource({
    "0, APPROVE",
    "0.4999, APPROVE",
    "0.5, REVIEW",
    "0.8999, REVIEW",
    "0.9, DECLINE",
    "1, DECLINE",
  })
  void thresholdsBelongToWhatTheyStart(double score, Outcome outcome) {
    assertThat(OutcomeThresholds.same(0.5, 0.9).outcome(score, 1_000)).isEqualTo(outcome);
  }

  @Test
  void equalThresholdsLeaveNoReview() {
    OutcomeThresholds thresholds = OutcomeThresholds.same(0.5, 0.5);

    assertThat(thresholds.outcome(0.4999, 1_000)).isEqualTo(Outcome.APPROVE);
    assertThat(thresholds.outcome(0.5, 1_000)).isEqualTo(Outcome.DECLINE);
  }

  @ParameterizedTest
  @CsvSource({
    "0, APPROVE",
    "9999, APPROVE",
    "10000, REVIEW", // a band begins with its lowest amount
    "49999, REVIEW",
    "50000, DECLINE",
    "9223372036854775807, DECLINE",
  })
  void theHighestBandThatAnAmountReachesCounts(long amount, Outcome outcome) {
    OutcomeThresholds thresholds =
        OutcomeThresholds.same(0.5, 0.9)
            .and(List.of(new Band(50_000, 0.2, 0.35), new Band(10_000, 0.3, 0.8)));

    assertThat(thresholds.outcome(0.4, amount)).isEqualTo(outcome);
  }

  @Test
  void bandsDoNotStartAtTheSameAmount() {
    OutcomeThresholds thresholds = OutcomeThresholds.same(0.5, 0.9);

    assertThatThrownBy(() -> thresholds.and(List.of(new Band(0, 0.1, 0.2))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("bands must ascend");
  }

  @Test
  void reviewIsNotAboveDecline() {
    assertThatThrownBy(() -> new Band(0, 0.6, 0.5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("thresholds must be 0 <= review <= decline <= 1, got 0.6 and 0.5");
  }
}
