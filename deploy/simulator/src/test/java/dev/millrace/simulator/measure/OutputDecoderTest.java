package dev.millrace.simulator.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.common.contract.AvroEncoder;
import dev.millrace.common.contract.UndecodableException;
import dev.millrace.common.contract.UnknownSchemaException;
import dev.millrace.payments.FraudDecision;
import dev.millrace.payments.Outcome;
import dev.millrace.simulator.delivery.FakeRegistry;
import dev.millrace.simulator.delivery.PaymentTopics;
import dev.millrace.suite.Source;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OutputDecoderTest {
  private static final int ID = 3;

  private final OutputDecoder<FraudDecision> decoder =
      new OutputDecoder<>(
          FraudDecision.class,
          new FakeRegistry().with(PaymentTopics.FRAUD_DECISIONS, "fraud-decision", 3, ID));

  @Test
  void readsWhatIsMeasured() throws Exception {
    assertThat(decoder.decode(decision(ID, "sim-1-2", Outcome.REVIEW)))
        .returns("sim-1-2", FraudDecision::getTransactionId)
        .returns(Outcome.REVIEW, FraudDecision::getOutcome);
    assertThat(decoder.decode(decision(ID, "sim-1-3", Outcome.DECLINE)))
        .returns("sim-1-3", FraudDecision::getTransactionId)
        .returns(Outcome.DECLINE, FraudDecision::getOutcome);
  }

  @Test
  void refusesWhatIsNoSuchRecord() {
    assertThatThrownBy(() -> decoder.decode(null)).isInstanceOf(UndecodableException.class);
    assertThatThrownBy(() -> decoder.decode(new byte[] {1, 2, 3, 4, 5, 6}))
        .isInstanceOf(UndecodableException.class)
        .hasMessageContaining("the value starts with byte 0x01");
    assertThatThrownBy(() -> decoder.decode(decision(99, "sim-1-2", Outcome.REVIEW)))
        .isInstanceOf(UnknownSchemaException.class);
  }

  static byte[] decision(int schemaId, String id, Outcome outcome) {
    FraudDecision decision =
        new FraudDecision(
            id,
            "card-1",
            "terminal-1",
            100L,
            "EUR",
            Instant.EPOCH,
            outcome,
            0.5,
            List.of("a", "b"),
            Map.of("x", 1.0),
            "scorer-1",
            new Source("payments.transactions", 0, 1L),
            "5411",
            "BE",
            Outcome.APPROVE,
            List.of(),
            Map.of(),
            null);
    return new AvroEncoder<FraudDecision>(FraudDecision.getClassSchema(), schemaId)
        .encode(decision);
  }
}
