package dev.millrace.common.ingest;

import static dev.millrace.common.testing.RawRecords.payment;
import static dev.millrace.common.testing.RawRecords.transaction;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.common.contract.RawRecord;
import dev.millrace.common.observe.Trace;
import dev.millrace.payments.Transaction;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReceivedTest {
  private static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";
  private static final String PARENT_ID = "b7ad6b7169203331";
  private static final String SAMPLED = "00-" + TRACE_ID + "-" + PARENT_ID + "-01";

  @Test
  void theTraceIsTheLastHeaders() {
    Received<Transaction> received =
        received(new String[] {"traceparent", "traceparent", "other"}, "none", SAMPLED, "x");

    assertThat(received.trace()).isEqualTo(new Trace(TRACE_ID, PARENT_ID, 1_234));
    assertThat(received.source().getOffset()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"other", "traceparent"})
  void withoutASampledOneThereIsNone(String header) {
    assertThat(received(new String[] {header}, header + "-00").trace()).isNull();
  }

  @Test
  void itTravelsBetweenTasks() throws Exception {
    Received<Transaction> traced = received(new String[] {"traceparent"}, SAMPLED);
    Received<Transaction> other = received(new String[0]);

    assertThat(sent(traced)).isEqualTo(traced);
    assertThat(sent(other)).isEqualTo(other);
  }

  private static Received<Transaction> received(String[] names, String... values) {
    RawRecord bare = payment(7, 1);
    byte[][] bytes = new byte[values.length][];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = values[i].getBytes(UTF_8);
    }
    RawRecord raw =
        new RawRecord(
            bare.topic(),
            bare.partition(),
            bare.offset(),
            bare.timestamp(),
            bare.key(),
            bare.value(),
            names,
            bytes);
    return Received.of(new Decoded<>(transaction(1), raw), 1_234);
  }

  private static Received<Transaction> sent(Received<Transaction> received) throws Exception {
    TypeSerializer<Received<Transaction>> serializer =
        Received.type(Transaction.class).createSerializer(new SerializerConfigImpl());
    DataOutputSerializer out = new DataOutputSerializer(64);
    serializer.serialize(received, out);
    return serializer.deserialize(new DataInputDeserializer(out.getCopyOfBuffer()));
  }
}
