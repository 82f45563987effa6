package dev.millrace.common.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.millrace.common.contract.AvroEncoder;
import dev.millrace.common.contract.RawRecord;
import dev.millrace.common.contract.TrustedRecords;
import dev.millrace.payments.Transaction;
import java.time.Instant;
import java.util.function.UnaryOperator;

/** Payments as they come from Kafka. */
public final class RawRecords {
  public static final String TOPIC = "payments.transactions";

  static {
    TrustedRecords.trust();
  }

  private RawRecords() {}

  /** A payment whose offset is {@code number} and whose id names it. */
  public static RawRecord payment(int schemaId, long number) {
    Transaction payment = transaction(number);
    byte[] value = new AvroEncoder<Transaction>(payment.getSchema(), schemaId).encode(payment);
    return record(number, value);
  }

  /** A changed payment, at the offset that its id names. */
  public static RawRecord payment(
      int schemaId, Transaction payment, UnaryOperator<Transaction.Builder> change) {
    Transaction changed = change.apply(Transaction.newBuilder(payment)).build();
    return record(
        Long.parseLong(payment.getTransactionId().substring(2)),
        new AvroEncoder<Transaction>(changed.getSchema(), schemaId).encode(changed));
  }

  /** The payment in {@link #payment}. */
  public static Transaction transaction(long number) {
    return Transaction.newBuilder()
        .setTransactionId("t-" + number)
        .setCardId("c-" + number)
        .setTerminalId("m-1")
        .setAmountMinor(100)
        .setCurrency("EUR")
        .setEventTime(Instant.ofEpochMilli(1_000 + number))
        .build();
  }

  /** Any value at an offset. */
  public static RawRecord record(long offset, byte[] value) {
    return new RawRecord(
        TOPIC,
        1,
        offset,
        5_000 + offset,
        "key".getBytes(UTF_8),
        value,
        new String[] {"trace"},
        new byte[][] {{9}});
  }
}
