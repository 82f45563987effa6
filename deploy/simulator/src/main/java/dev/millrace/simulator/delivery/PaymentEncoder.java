package dev.millrace.simulator.delivery;

import static java.util.Objects.requireNonNull;

import dev.millrace.common.contract.AvroEncoder;
import dev.millrace.common.contract.RegistryUnavailableException;
import dev.millrace.common.contract.SchemaRegistry;
import dev.millrace.common.contract.UnknownSchemaException;
import dev.millrace.common.contract.WireFormat;
import dev.millrace.payments.EntryMode;
import dev.millrace.payments.FraudLabel;
import dev.millrace.payments.LabelCause;
import dev.millrace.payments.Transaction;
import dev.millrace.simulator.payments.Merchant;
import dev.millrace.simulator.payments.Naming;
import dev.millrace.simulator.payments.Payment;
import dev.millrace.simulator.payments.PaymentEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Makes records of payment events. Not thread-safe. */
public final class PaymentEncoder {
  private static final String CURRENCY = "EUR";

  private final Naming naming;
  private final AvroEncoder<Transaction> transactions;
  private final AvroEncoder<FraudLabel> labels;
  private final BadRecords badRecords;

  private PaymentEncoder(Naming naming, int transactionSchemaId, int labelSchemaId) {
    this.naming = requireNonNull(naming, "naming");
    this.transactions = new AvroEncoder<>(Transaction.getClassSchema(), transactionSchemaId);
    this.labels = new AvroEncoder<>(FraudLabel.getClassSchema(), labelSchemaId);
    this.badRecords = new BadRecords(naming, transactions, labels);
  }

  /**
   * An encoder that writes with the ids under which the registry knows the schemas.
   *
   * @throws UnknownSchemaException if the schemas are not registered
   * @throws RegistryUnavailableException if the registry gives no answer
   */
  public static PaymentEncoder create(Naming naming, SchemaRegistry registry)
      throws UnknownSchemaException, RegistryUnavailableException {
    return new PaymentEncoder(
        naming,
        registry.idOf(
            WireFormat.subjectOf(PaymentTopics.TRANSACTIONS), Transaction.getClassSchema()),
        registry.idOf(
            WireFormat.subjectOf(PaymentTopics.FRAUD_LABELS), FraudLabel.getClassSchema()));
  }

  /** The record of an event. */
  public Outbound encode(PaymentEvent event) {
    if (event instanceof PaymentEvent.Paid paid) {
      Transaction transaction = transaction(naming, paid.payment());
      return new Outbound(
          event,
          PaymentTopics.TRANSACTIONS,
          keyOf(transaction.getCardId()),
          transactions.encode(transaction));
    }
    if (event instanceof PaymentEvent.Labelled labelled) {
      FraudLabel label = label(naming, labelled);
      return new Outbound(
          event, PaymentTopics.FRAUD_LABELS, keyOf(label.getCardId()), labels.encode(label));
    }
    PaymentEvent.Malformed malformed = (PaymentEvent.Malformed) event;
    return new Outbound(
        event,
        PaymentTopics.TRANSACTIONS,
        keyOf(naming.cardId(malformed.like().card())),
        badRecords.valueOf(malformed));
  }

  static Transaction transaction(Naming naming, Payment payment) {
    Merchant merchant = naming.merchant(payment.terminal());
    return Transaction.newBuilder()
        .setTransactionId(naming.transactionId(payment.number()))
        .setCardId(naming.cardId(payment.card()))
        .setTerminalId(naming.terminalId(payment.terminal()))
        .setAmountMinor(payment.amountMinor())
        .setCurrency(CURRENCY)
        .setEventTime(Instant.ofEpochMilli(payment.eventTime()))
        .setMerchantCategory(merchant.category().orElse(null))
        .setMerchantCountry(merchant.country().orElse(null))
        .setEntryMode(merchant.online() ? EntryMode.ONLINE : EntryMode.UNKNOWN)
        .build();
  }

  static FraudLabel label(Naming naming, PaymentEvent.Labelled labelled) {
    Payment payment = labelled.payment();
    return FraudLabel.newBuilder()
        .setTransactionId(naming.transactionId(payment.number()))
        .setCardId(naming.cardId(payment.card()))
        .setTerminalId(naming.terminalId(payment.terminal()))
        .setTransactionTime(Instant.ofEpochMilli(payment.eventTime()))
        .setFraud(payment.scenario().fraud())
        .setEventTime(Instant.ofEpochMilli(labelled.eventTime()))
        .setCause(
            payment.scenario().fraud() ? LabelCause.CHARGEBACK : LabelCause.DISPUTE_PERIOD_OVER)
        .build();
  }

  private static byte[] keyOf(String cardId) {
    return cardId.getBytes(StandardCharsets.UTF_8);
  }
}
