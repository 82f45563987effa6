package dev.millrace.simulator.delivery;

import static java.util.Objects.requireNonNull;

import dev.millrace.common.contract.AvroEncoder;
import dev.millrace.common.contract.RegistryUnavailableException;
import dev.millrace.common.contract.SchemaRegistry;
import dev.millrace.common.contract.UnknownSchemaException;
import dev.millrace.common.contract.WireFormat;
import dev.millrace.payments.FraudLabel;
import dev.millrace.payments.LabelCause;
import dev.millrace.payments.Transaction;
import dev.millrace.simulator.payments.Circumstances;
import dev.millrace.simulator.payments.Naming;
import dev.millrace.simulator.payments.Payment;
import dev.millrace.simulator.payments.PaymentEvent;
import dev.millrace.simulator.payments.Position;
import dev.millrace.simulator.payments.Surroundings;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.LongFunction;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/** Makes records of payment events. Not thread-safe. */
public final class PaymentEncoder {
  /** Says on a malformed record what is wrong with it. */
  public static final String BAD_HEADER = "simulator-bad";

  private static final String CURRENCY = "EUR";

  private final Naming naming;
  private final Surroundings surroundings;
  private final AvroEncoder<Transaction> newest;
  private final AvroEncoder<FraudLabel> labels;
  private final List<TransactionVersion> versions;
  private final TraceHeaders traces;
  private final BadRecords badRecords;

  private PaymentEncoder(
      Naming naming,
      Surroundings surroundings,
      int transactionSchemaId,
      int labelSchemaId,
      List<TransactionVersion> versions,
      TraceHeaders traces) {
    this.naming = requireNonNull(naming, "naming");
    this.surroundings = requireNonNull(surroundings, "surroundings");
    this.newest = new AvroEncoder<>(Transaction.getClassSchema(), transactionSchemaId);
    this.labels = new AvroEncoder<>(FraudLabel.getClassSchema(), labelSchemaId);
    this.versions = List.copyOf(versions);
    this.traces = requireNonNull(traces, "traces");
    this.badRecords = new BadRecords(naming, surroundings, newest, labels);
  }

  /**
   * An encoder that writes with the ids under which the registry knows the schemas.
   *
   * @param surroundings circumstances of the payments
   * @throws UnknownSchemaException if the schemas are not registered
   * @throws RegistryUnavailableException if the registry gives no answer
   */
  public static PaymentEncoder create(
      Naming naming, Surroundings surroundings, SchemaRegistry registry, Writing writing)
      throws UnknownSchemaException, RegistryUnavailableException {
    List<TransactionVersion> byTurns = new ArrayList<>();
    for (int version : writing.versions()) {
      byTurns.add(TransactionVersion.of(version, registry));
    }
    return new PaymentEncoder(
        naming,
        surroundings,
        registry.idOf(
            WireFormat.subjectOf(PaymentTopics.TRANSACTIONS), Transaction.getClassSchema()),
        registry.idOf(
            WireFormat.subjectOf(PaymentTopics.FRAUD_LABELS), FraudLabel.getClassSchema()),
        byTurns,
        writing.traces());
  }

  /** The record of an event. */
  public Outbound encode(PaymentEvent event) {
    if (event instanceof PaymentEvent.Paid paid) {
      return payment(event, paid.payment());
    }
    if (event instanceof PaymentEvent.Labelled labelled) {
      FraudLabel label = label(naming, labelled);
      return new Outbound(
          event,
          PaymentTopics.FRAUD_LABELS,
          keyOf(label.getCardId()),
          labels.encode(label),
          List.of(),
          OptionalInt.empty());
    }
    PaymentEvent.Malformed malformed = (PaymentEvent.Malformed) event;
    return new Outbound(
        event,
        PaymentTopics.TRANSACTIONS,
        keyOf(naming.cardId(malformed.like().card())),
        badRecords.valueOf(malformed),
        List.of(
            new RecordHeader(
                BAD_HEADER, malformed.kind().label().getBytes(StandardCharsets.UTF_8))),
        OptionalInt.empty());
  }

  private Outbound payment(PaymentEvent event, Payment payment) {
    Transaction transaction = transaction(naming, payment, surroundings.of(payment));
    byte[] key = keyOf(transaction.getCardId());
    List<Header> headers = traces.of(payment.number(), transaction.getTransactionId());
    if (versions.isEmpty()) {
      return new Outbound(
          event,
          PaymentTopics.TRANSACTIONS,
          key,
          newest.encode(transaction),
          headers,
          OptionalInt.empty());
    }
    // By the number, so that a payment that is sent again is the same again.
    TransactionVersion version =
        versions.get((int) Math.floorMod(payment.number(), (long) versions.size()));
    return new Outbound(
        event,
        PaymentTopics.TRANSACTIONS,
        key,
        version.encode(transaction),
        headers,
        OptionalInt.of(version.number()));
  }

  /** The newest version of a payment's record. */
  public static Transaction transaction(
      Naming naming, Payment payment, Circumstances circumstances) {
    Optional<Position> position = circumstances.position();
    return Transaction.newBuilder()
        .setTransactionId(naming.transactionId(payment.number()))
        .setCardId(naming.cardId(payment.card()))
        .setTerminalId(naming.terminalId(payment.terminal()))
        .setAmountMinor(payment.amountMinor())
        .setCurrency(CURRENCY)
        .setEventTime(Instant.ofEpochMilli(payment.eventTime()))
        .setMerchantCategory(circumstances.merchant().category().orElse(null))
        .setMerchantCountry(circumstances.merchant().country().orElse(null))
        .setEntryMode(circumstances.entryMode())
        .setMerchantId(id(circumstances.merchant().number(), naming::merchantId))
        .setDeviceId(id(circumstances.device(), naming::deviceId))
        .setLatitude(position.map(Position::latitude).orElse(null))
        .setLongitude(position.map(Position::longitude).orElse(null))
        .setAuthentication(circumstances.authentication())
        .build();
  }

  private static String id(OptionalLong number, LongFunction<String> name) {
    return number.isPresent() ? name.apply(number.getAsLong()) : null;
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
