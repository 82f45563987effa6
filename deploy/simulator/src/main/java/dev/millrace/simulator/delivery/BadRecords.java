package dev.millrace.simulator.delivery;

import dev.millrace.common.contract.AvroEncoder;
import dev.millrace.common.contract.WireFormat;
import dev.millrace.payments.FraudLabel;
import dev.millrace.payments.Transaction;
import dev.millrace.simulator.payments.Naming;
import dev.millrace.simulator.payments.PaymentEvent;
import dev.millrace.simulator.payments.Surroundings;
import java.time.Instant;
import java.util.Arrays;

/**
 * Makes record values that a job must refuse. Their transaction ids, where they have one, are
 * unique and are no payment's.
 */
final class BadRecords {
  private static final int UNKNOWN_SCHEMA_ID = 2_000_000_000;
  private static final Instant FUTURE = Instant.parse("2100-01-01T00:00:00Z");

  /** Number of a test card, which no bank issues. */
  private static final String TEST_CARD = "4111111111111111";

  /** Cuts into the fields that every version ends with. */
  private static final int CUT_BYTES = 3;

  private final Naming naming;
  private final Surroundings surroundings;
  private final AvroEncoder<Transaction> transactions;
  private final AvroEncoder<FraudLabel> labels;

  BadRecords(
      Naming naming,
      Surroundings surroundings,
      AvroEncoder<Transaction> transactions,
      AvroEncoder<FraudLabel> labels) {
    this.naming = naming;
    this.surroundings = surroundings;
    this.transactions = transactions;
    this.labels = labels;
  }

  /** The value of a malformed record; null for a tombstone. */
  byte[] valueOf(PaymentEvent.Malformed malformed) {
    Transaction transaction =
        PaymentEncoder.transaction(naming, malformed.like(), surroundings.of(malformed.like()));
    transaction.setTransactionId(naming.transactions() + "bad-" + malformed.number());
    byte[] sound = transactions.encode(transaction);
    return switch (malformed.kind()) {
      case BAD_MAGIC_BYTE -> {
        sound[0] = '{';
        yield sound;
      }
      case UNKNOWN_SCHEMA_ID -> {
        byte[] header = WireFormat.header(UNKNOWN_SCHEMA_ID);
        System.arraycopy(header, 0, sound, 0, header.length);
        yield sound;
      }
      case TRUNCATED -> Arrays.copyOf(sound, sound.length - CUT_BYTES);
      case EMPTY_VALUE -> new byte[0];
      case NULL_VALUE -> null;
      case TRAILING_BYTES -> Arrays.copyOf(sound, sound.length + 3);
      case WRONG_TYPE -> {
        FraudLabel label =
            PaymentEncoder.label(
                naming, new PaymentEvent.Labelled(malformed.like(), malformed.eventTime()));
        label.setTransactionId(transaction.getTransactionId());
        yield labels.encode(label);
      }
      case NEGATIVE_AMOUNT -> {
        transaction.setAmountMinor(-1 - malformed.like().amountMinor());
        yield transactions.encode(transaction);
      }
      case BAD_CURRENCY -> {
        transaction.setCurrency("EURO");
        yield transactions.encode(transaction);
      }
      case BLANK_CARD_ID -> {
        transaction.setCardId(" ");
        yield transactions.encode(transaction);
      }
      case FUTURE_EVENT_TIME -> {
        transaction.setEventTime(FUTURE);
        yield transactions.encode(transaction);
      }
      case CARD_NUMBER -> {
        transaction.setCardId(TEST_CARD);
        yield transactions.encode(transaction);
      }
    };
  }
}
