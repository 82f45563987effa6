package dev.millrace.fraud.domain;

import static dev.millrace.fraud.Payments.payment;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.payments.FraudDecision;
import dev.millrace.payments.Outcome;
import dev.millrace.payments.Transaction;
import dev.millrace.suite.Source;
import java.util.List;
import org.junit.jupiter.api.Test;

class PaymentDeciderTest {
  private static final OutcomeThresholds STRICTER_FROM_A_HUNDRED =
      OutcomeThresholds.same(0.5, 0.9).and(List.of(new OutcomeThresholds.Band(10_000, 0.1, 0.2)));

  private final PaymentDecider decider =
      new PaymentDecider(
          new ModelPanel(
              new TransparentScorer(22_000),
              model -> {
                throw new IllegalArgumentException("no model is needed");
              }),
          STRICTER_FROM_A_HUNDRED,
          RuleBook.of(condition -> (payment, features) -> false));

  @Test
  void thresholdsAreThoseOfTheAmountThatFiguresHave() {
    Transaction inForints = payment("a").setAmountMinor(800_000).setCurrency("HUF").build();

    assertThat(decision(inForints, 2_080).getModelOutcome()).isEqualTo(Outcome.APPROVE);
    assertThat(decision(inForints, 20_800).getModelOutcome()).isEqualTo(Outcome.DECLINE);
    assertThat(decision(inForints, 2_080).getAmountMinor()).isEqualTo(800_000);
    assertThat(decision(inForints, 2_080).getCurrency()).isEqualTo("HUF");
  }

  private FraudDecision decision(Transaction payment, long amountMinor) {
    Features features = Features.none();
    features.set(Feature.AMOUNT_MINOR, amountMinor);
    features.set(Feature.TERMINAL_FRAUD_RATE_7D, 0.3);
    return decider.decide(payment, new Source("payments.transactions", 0, 1L), features, 0);
  }
}
