package dev.millrace.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.payments.Outcome;
import dev.millrace.simulator.delivery.Outbound;
import dev.millrace.simulator.delivery.Pace;
import dev.millrace.simulator.delivery.RecordSink;
import dev.millrace.simulator.delivery.Sender;
import dev.millrace.simulator.measure.DecisionTally;
import dev.millrace.simulator.payments.FraudScenario;
import dev.millrace.simulator.payments.Payment;
import java.time.Duration;
import java.util.Iterator;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PaymentsReportTest {
  private final DecisionTally tally = new DecisionTally(Duration.ZERO, (due, received) -> {});

  @Test
  void anInterruptedRunSaysWhatItLeftOut() {
    tally.sending(new Payment(5, 1, 1, 100, 0, FraudScenario.LEGITIMATE), System.nanoTime());
    assertThat(interrupted(false).complaint()).hasValue("interrupted before all was decided");

    tally.decided(5, Outcome.APPROVE, System.nanoTime());
    assertThat(interrupted(true).complaint()).hasValue("interrupted before all was sent");
    assertThat(interrupted(false).complaint()).isEmpty();
  }

  private PaymentsReport interrupted(boolean withSomethingLeft) {
    RecordSink nowhere =
        new RecordSink() {
          @Override
          public void send(Outbound outbound, long timestamp) {}

          @Override
          public void finish() {}
        };
    Sender sender = new Sender(new Pace.Fast(), nowhere, (payment, due) -> {});
    sender.stop();
    sender.send(
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            return withSomethingLeft;
          }

          @Override
          public Outbound next() {
            throw new IllegalStateException("stopped before it began");
          }
        });
    return new PaymentsReport(
        Optional.of(1L),
        new Pace.Fast(),
        sender.sent(),
        Optional.of(tally),
        Duration.ofSeconds(1),
        true);
  }
}
