package dev.millrace.simulator.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.common.contract.UnknownSchemaException;
import dev.millrace.common.contract.WireFormat;
import dev.millrace.payments.FraudDecision;
import dev.millrace.payments.Outcome;
import dev.millrace.simulator.delivery.FakeRegistry;
import dev.millrace.simulator.delivery.PaymentTopics;
import dev.millrace.suite.Source;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.junit.jupiter.api.Test;

class DecisionDecoderTest {
  private static final int ID = 3;

  private final DecisionDecoder decoder =
      new DecisionDecoder(
          new FakeRegistry().with(PaymentTopics.FRAUD_DECISIONS, "fraud-decision", 3, ID));

  @Test
  void readsWhatIsMeasured() throws Exception {
    assertThat(decoder.decode(decision(ID, "sim-1-2", Outcome.REVIEW)))
        .isEqualTo(new DecisionDecoder.Decided("sim-1-2", Outcome.REVIEW));
    assertThat(decoder.decode(decision(ID, "sim-1-3", Outcome.DECLINE)))
        .isEqualTo(new DecisionDecoder.Decided("sim-1-3", Outcome.DECLINE));
  }

  @Test
  void refusesWhatIsNoDecision() {
    assertThatThrownBy(() -> decoder.decode(null)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> decoder.decode(new byte[] {1, 2, 3, 4, 5, 6}))
        .isInstanceOf(IOException.class)
        .hasMessage("the value is not in the Confluent wire format");
    assertThatThrownBy(() -> decoder.decode(decision(99, "sim-1-2", Outcome.REVIEW)))
        .isInstanceOf(UnknownSchemaException.class);
  }

  private static byte[] decision(int schemaId, String id, Outcome outcome) throws IOException {
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
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(WireFormat.header(schemaId));
    BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
    new SpecificDatumWriter<>(FraudDecision.class).write(decision, encoder);
    encoder.flush();
    return bytes.toByteArray();
  }
}
