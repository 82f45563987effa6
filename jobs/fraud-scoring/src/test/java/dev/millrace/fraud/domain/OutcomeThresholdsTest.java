package dev.millrace.fraud.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.payments.Outcome;
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
    assertThat(new OutcomeThresholds(0.5, 0.9).outcome(score)).isEqualTo(outcome);
  }

  @Test
  void equalThresholdsLeaveNoReview() {
    OutcomeThresholds thresholds = new OutcomeThresholds(0.5, 0.5);

    assertThat(thresholds.outcome(0.4999)).isEqualTo(Outcome.APPROVE);
    assertThat(thresholds.outcome(0.5)).isEqualTo(Outcome.DECLINE);
  }
}
