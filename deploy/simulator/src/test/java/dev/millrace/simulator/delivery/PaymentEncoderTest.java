package dev.millrace.simulator.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.common.contract.DecodeLimits;
import dev.millrace.common.contract.RecordDecoder;
import dev.millrace.common.contract.SchemaRegistry;
import dev.millrace.common.contract.UnknownSchemaException;
import dev.millrace.common.contract.WireFormat;
import dev.millrace.payments.Authentication;
import dev.millrace.payments.EntryMode;
import dev.millrace.payments.FraudLabel;
import dev.millrace.payments.Transaction;
import dev.millrace.simulator.payments.BadRecordKind;
import dev.millrace.simulator.payments.Circumstances;
import dev.millrace.simulator.payments.FraudScenario;
import dev.millrace.simulator.payments.Merchant;
import dev.millrace.simulator.payments.Naming;
import dev.millrace.simulator.payments.Payment;
import dev.millrace.simulator.payments.PaymentEvent;
import dev.millrace.simulator.payments.Position;
import dev.millrace.simulator.payments.Surroundings;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PaymentEncoderTest {
  private static final int TRANSACTION_ID = 7;
  private static final int LABEL_ID = 9;
  private static final Payment PAYMENT =
      new Payment(17, 596, 3156, 5716, 1522540831000L, FraudScenario.COMPROMISED_CARD);

  private static final Writing WRITING = new Writing(List.of(1, 2, 3, 4, 5), new TraceHeaders(5));
  private static final Circumstances ONLINE =
      new Circumstances(
          new Merchant(OptionalLong.of(4), Optional.of("5815"), Optional.of("FR"), true),
          OptionalLong.of(12),
          Optional.of(new Position(50.85, 4.35)),
          EntryMode.ONLINE,
          Authentication.CHALLENGED);

  private PaymentEncoder encoder;

  @BeforeEach
  void createEncoder() throws Exception {
    encoder =
        PaymentEncoder.create(
            Naming.handbook(),
            Surroundings.UNKNOWN,
            new FakeRegistry()
                .with(PaymentTopics.TRANSACTIONS, "transaction", 5, TRANSACTION_ID)
                .with(PaymentTopics.FRAUD_LABELS, "fraud-label", 2, LABEL_ID),
            Writing.PLAIN);
  }

  @Test
  void paymentsAreWrittenInTheVersionsAskedForByTurns() throws Exception {
    SchemaRegistry registry =
        new FakeRegistry()
            .with(PaymentTopics.TRANSACTIONS, "transaction", 1, 11)
            .with(PaymentTopics.TRANSACTIONS, "transaction", 2, 12)
            .with(PaymentTopics.TRANSACTIONS, "transaction", 3, 13)
            .with(PaymentTopics.TRANSACTIONS, "transaction", 4, 14)
            .with(PaymentTopics.TRANSACTIONS, "transaction", 5, 15)
            .with(PaymentTopics.FRAUD_LABELS, "fraud-label", 2, LABEL_ID);
    PaymentEncoder encoder =
        PaymentEncoder.create(Naming.synthetic(1), payment -> ONLINE, registry, WRITING);
    for (int number = 0; number < 10; number++) {
      Payment payment = new Payment(number, 5, 7, 100, 1_000, FraudScenario.LEGITIMATE);
      Outbound outbound = encoder.encode(new PaymentEvent.Paid(payment));

      int id = WireFormat.schemaId(outbound.value());
      assertThat(id).isEqualTo(11 + number % 5);
      assertThat(outbound.version()).hasValue(1 + number % 5);
      assertThat(outbound.headers()).hasSize(number % 5 == 0 ? 1 : 0);
      RecordDecoder<Transaction> decoder =
          new RecordDecoder<>(Transaction.class, new DecodeLimits(1_000, 10, 10));
      decoder.learn(id, registry.byId(id));
      Transaction read = decoder.decode(id, outbound.value());
      assertThat(read.getTransactionId()).isEqualTo("sim-1-" + number);
      assertThat(read.getMerchantCategory()).isEqualTo(number % 5 == 0 ? null : "5815");
      assertThat(read.getDeviceId()).isEqualTo(number % 5 < 3 ? null : "device-1-12");
      assertThat(read.getAuthentication())
          .isEqualTo(number % 5 < 4 ? Authentication.UNKNOWN : Authentication.CHALLENGED);
    }
  }

  @Test
  void aVersionThatWasNeverReleasedIsRefused() {
    assertThatThrownBy(
            () ->
                PaymentEncoder.create(
                    Naming.handbook(),
                    Surroundings.UNKNOWN,
                    new FakeRegistry(),
                    new Writing(List.of(9), TraceHeaders.NONE)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("version of a payment must be one of [1, 2, 3, 4, 5], got 9");
  }

  @Test
  void encodesAPayment() throws IOException {
    Outbound outbound = encoder.encode(new PaymentEvent.Paid(PAYMENT));
    assertThat(outbound.topic()).isEqualTo("payments.transactions");
    assertThat(outbound.key()).isEqualTo("card-596".getBytes(StandardCharsets.UTF_8));
    assertThat(outbound.headers()).isEmpty();
    assertThat(WireFormat.schemaId(outbound.value())).isEqualTo(TRANSACTION_ID);
    assertThat(transaction(outbound.value())).isEqualTo(expectedTransaction());
  }

  @Test
  void encodesWhatTheTerminalSays() throws Exception {
    PaymentEncoder encoder =
        PaymentEncoder.create(
            Naming.synthetic(1),
            payment -> ONLINE,
            new FakeRegistry()
                .with(PaymentTopics.TRANSACTIONS, "transaction", 5, TRANSACTION_ID)
                .with(PaymentTopics.FRAUD_LABELS, "fraud-label", 2, LABEL_ID),
            Writing.PLAIN);
    Transaction transaction = transaction(encoder.encode(new PaymentEvent.Paid(PAYMENT)).value());
    assertThat(transaction.getMerchantId()).isEqualTo("merchant-1-4");
    assertThat(transaction.getMerchantCategory()).isEqualTo("5815");
    assertThat(transaction.getMerchantCountry()).isEqualTo("FR");
    assertThat(transaction.getDeviceId()).isEqualTo("device-1-12");
    assertThat(transaction.getLatitude()).isEqualTo(50.85);
    assertThat(transaction.getLongitude()).isEqualTo(4.35);
    assertThat(transaction.getEntryMode()).isEqualTo(EntryMode.ONLINE);
    assertThat(transaction.getAuthentication()).isEqualTo(Authentication.CHALLENGED);
  }

  @Test
  void encodesALabel() throws IOException {
    Outbound outbound =
        encoder.encode(new PaymentEvent.Labelled(PAYMENT, PAYMENT.eventTime() + 1000));
    assertThat(outbound.topic()).isEqualTo("payments.fraud-labels");
    assertThat(outbound.key()).isEqualTo("card-596".getBytes(StandardCharsets.UTF_8));
    assertThat(WireFormat.schemaId(outbound.value())).isEqualTo(LABEL_ID);
    FraudLabel label = decode(outbound.value(), new FraudLabel());
    assertThat(label.getTransactionId()).isEqualTo("tx-17");
    assertThat(label.getTerminalId()).isEqualTo("terminal-3156");
    assertThat(label.getFraud()).isTrue();
    assertThat(label.getTransactionTime()).isEqualTo(Instant.ofEpochMilli(PAYMENT.eventTime()));
    assertThat(label.getEventTime()).isEqualTo(Instant.ofEpochMilli(PAYMENT.eventTime() + 1000));
  }

  @Test
  void everyMalformedRecordSaysWhatItIs() {
    for (BadRecordKind kind : BadRecordKind.values()) {
      Outbound outbound = malformed(kind);
      assertThat(outbound.topic()).isEqualTo("payments.transactions");
      assertThat(outbound.headers())
          .containsExactly(
              new RecordHeader("simulator-bad", kind.label().getBytes(StandardCharsets.UTF_8)));
    }
  }

  @Test
  void theBytesAreBrokenAsTheKindSays() throws Exception {
    assertThat(malformed(BadRecordKind.BAD_MAGIC_BYTE).value()[0]).isNotEqualTo(WireFormat.MAGIC);
    assertThat(WireFormat.schemaId(malformed(BadRecordKind.UNKNOWN_SCHEMA_ID).value()))
        .isNotIn(TRANSACTION_ID, LABEL_ID);
    assertThatThrownBy(() -> transaction(malformed(BadRecordKind.TRUNCATED).value()))
        .isInstanceOf(EOFException.class);
    assertThat(malformed(BadRecordKind.EMPTY_VALUE).value()).isEmpty();
    assertThat(malformed(BadRecordKind.NULL_VALUE).value()).isNull();
    byte[] sound = encoder.encode(new PaymentEvent.Paid(PAYMENT)).value();
    assertThat(malformed(BadRecordKind.TRAILING_BYTES).value().length)
        .isGreaterThan(sound.length + 3);
    assertThat(WireFormat.schemaId(malformed(BadRecordKind.WRONG_TYPE).value()))
        .isEqualTo(LABEL_ID);
    assertThat(decode(malformed(BadRecordKind.WRONG_TYPE).value(), new FraudLabel()).getFraud())
        .isTrue();
  }

  @Test
  void theFieldsAreBrokenAsTheKindSays() throws IOException {
    Transaction expected = expectedTransaction();
    expected.setTransactionId("tx-bad-3");

    expected.setAmountMinor(-5717);
    assertThat(transaction(malformed(BadRecordKind.NEGATIVE_AMOUNT).value())).isEqualTo(expected);
    expected.setAmountMinor(5716);

    expected.setCurrency("EURO");
    assertThat(transaction(malformed(BadRecordKind.BAD_CURRENCY).value())).isEqualTo(expected);
    expected.setCurrency("EUR");

    expected.setCardId(" ");
    assertThat(transaction(malformed(BadRecordKind.BLANK_CARD_ID).value())).isEqualTo(expected);
    expected.setCardId("card-596");

    expected.setCardId("4111111111111111");
    assertThat(transaction(malformed(BadRecordKind.CARD_NUMBER).value())).isEqualTo(expected);
    expected.setCardId("card-596");

    expected.setEventTime(Instant.parse("2100-01-01T00:00:00Z"));
    assertThat(transaction(malformed(BadRecordKind.FUTURE_EVENT_TIME).value())).isEqualTo(expected);
  }

  @Test
  void saysWhichSchemaIsNotRegistered() {
    FakeRegistry registry =
        new FakeRegistry().with(PaymentTopics.TRANSACTIONS, "transaction", 5, TRANSACTION_ID);
    assertThatThrownBy(
            () ->
                PaymentEncoder.create(
                    Naming.handbook(), Surroundings.UNKNOWN, registry, Writing.PLAIN))
        .isInstanceOf(UnknownSchemaException.class)
        .hasMessageContaining("payments.fraud-labels-value");
  }

  private Outbound malformed(BadRecordKind kind) {
    return encoder.encode(new PaymentEvent.Malformed(kind, 3, PAYMENT));
  }

  private static Transaction expectedTransaction() {
    return Transaction.newBuilder()
        .setTransactionId("tx-17")
        .setCardId("card-596")
        .setTerminalId("terminal-3156")
        .setAmountMinor(5716)
        .setCurrency("EUR")
        .setEventTime(Instant.ofEpochMilli(PAYMENT.eventTime()))
        .build();
  }

  private static Transaction transaction(byte[] value) throws IOException {
    return decode(value, new Transaction());
  }

  private static <T extends SpecificRecord> T decode(byte[] value, T into) throws IOException {
    Schema schema = into.getSchema();
    BinaryDecoder decoder =
        DecoderFactory.get()
            .binaryDecoder(
                new ByteArrayInputStream(
                    value, WireFormat.HEADER_LENGTH, value.length - WireFormat.HEADER_LENGTH),
                null);
    return new SpecificDatumReader<T>(schema).read(into, decoder);
  }
}
