package dev.millrace.simulator.measure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.payments.Outcome;
import dev.millrace.simulator.payments.FraudScenario;
import dev.millrace.simulator.payments.Payment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DecisionTallyTest {
  private final DecisionTally tally = new DecisionTally(Duration.ZERO, (due, received) -> {});
  private final long start = System.nanoTime();

  @Test
  void measuresFromWhenThePaymentWasDue() {
    tally.sending(payment(5, FraudScenario.LEGITIMATE), start);
    tally.decided(5, Outcome.APPROVE, start + Duration.ofMillis(40).toNanos());
    assertThat(tally.latencyMicros().getTotalCount()).isOne();
    assertThat(tally.latencyMicros().getMaxValue()).isBetween(39_900L, 40_100L);
  }

  @Test
  void tellsOfEachDecidedPaymentOnce() {
    List<Long> latencies = new ArrayList<>();
    DecisionTally told =
        new DecisionTally(
            Duration.ofHours(1), (due, received) -> latencies.add((received - due) / 1_000_000));
    told.sending(payment(5, FraudScenario.LEGITIMATE), start + 1_000_000_000);
    told.decided(5, Outcome.APPROVE, start + 1_040_900_000);
    told.decided(5, Outcome.APPROVE, start + 1_090_000_000);
    assertThat(latencies).containsExactly(40L);
  }

  @Test
  void countsPaymentsOnceAndRepeatedDecisionsApart() {
    tally.sending(payment(5, FraudScenario.LEGITIMATE), start);
    tally.sending(payment(5_000_000_000L, FraudScenario.CARD_TESTING), start);
    tally.decided(5, Outcome.APPROVE, start);
    tally.decided(5, Outcome.DECLINE, start);
    assertThat(tally.expected()).isEqualTo(2);
    assertThat(tally.distinct()).isOne();
    assertThat(tally.read()).isEqualTo(2);
    assertThat(tally.duplicates()).isOne();
    tally.decided(5_000_000_000L, Outcome.REVIEW, start);
    assertThat(tally.distinct()).isEqualTo(2);
    assertThat(tally.byOutcome())
        .isEqualTo(Map.of(Outcome.APPROVE, 1L, Outcome.REVIEW, 1L, Outcome.DECLINE, 0L));
    assertThat(tally.decided(FraudScenario.CARD_TESTING, Outcome.REVIEW)).isOne();
  }

  @Test
  void anEarlierRunsDecisionCountsButHasNoLatency() {
    tally.decidedEarlier(5, Outcome.DECLINE);
    assertThat(tally.distinct()).isZero();
    tally.sending(payment(5, FraudScenario.LARGE_AMOUNT), start);
    tally.sending(payment(6, FraudScenario.LARGE_AMOUNT), start);
    tally.decidedEarlier(6, Outcome.APPROVE);
    assertThat(tally.distinct()).isEqualTo(2);
    assertThat(tally.decided(FraudScenario.LARGE_AMOUNT, Outcome.DECLINE)).isOne();
    assertThat(tally.decided(FraudScenario.LARGE_AMOUNT, Outcome.APPROVE)).isOne();
    assertThat(tally.latencyMicros().getTotalCount()).isZero();
  }

  @Test
  void decisionsOnPaymentsThatWereNotSentDoNotCount() {
    tally.sending(payment(5, FraudScenario.LEGITIMATE), start);
    tally.decided(7, Outcome.APPROVE, start);
    assertThat(tally.distinct()).isZero();
  }

  @Test
  void theWarmUpIsNotMeasured() {
    DecisionTally warming = new DecisionTally(Duration.ofSeconds(1), (due, received) -> {});
    long second = Duration.ofSeconds(1).toNanos();
    for (int i = 0; i < 3; i++) {
      warming.sending(payment(i, FraudScenario.LEGITIMATE), start + i * second);
      warming.decided(i, Outcome.APPROVE, start + i * second + (i + 1) * second);
    }
    assertThat(warming.distinct()).isEqualTo(3);
    assertThat(warming.latencyMicros().getTotalCount()).isEqualTo(2);
    assertThat(warming.latencyMicros().getMinValue()).isGreaterThan(1_900_000);
  }

  private static Payment payment(long number, FraudScenario scenario) {
    return new Payment(number, 1, 1, 100, 0, scenario);
  }
}
