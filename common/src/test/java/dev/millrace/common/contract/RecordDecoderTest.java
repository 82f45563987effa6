package dev.millrace.common.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.payments.FraudDecision;
import dev.millrace.payments.FraudLabel;
import dev.millrace.payments.Outcome;
import dev.millrace.payments.RuleEffect;
import dev.millrace.payments.RuleHit;
import dev.millrace.payments.Transaction;
import dev.millrace.suite.DeadLetter;
import dev.millrace.suite.Source;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordDecoderTest {
  static {
    TrustedRecords.trust();
  }

  private static final int ID = 7;
  private static final int MAX_BYTES = 1000;
  private static final DecodeLimits LIMITS = new DecodeLimits(MAX_BYTES, 100, 8);
  private static final Transaction PAYMENT =
      Transaction.newBuilder()
          .setTransactionId("t-1")
          .setCardId("c-1")
          .setTerminalId("m-1")
          .setAmountMinor(1234)
          .setCurrency("EUR")
          .setEventTime(Instant.ofEpochMilli(1_700_000_000_123L))
          .build();
  private static final byte[] VALUE =
      new AvroEncoder<Transaction>(Transaction.getClassSchema(), ID).encode(PAYMENT);

  private final RecordDecoder<Transaction> decoder = new RecordDecoder<>(Transaction.class, LIMITS);

  @Test
  void whatWasEncodedComesBack() throws UndecodableException {
    decoder.learn(ID, Transaction.getClassSchema());

    assertThat(decoder.schemaId(VALUE)).isEqualTo(ID);
    assertThat(decoder.decode(ID, VALUE)).isEqualTo(PAYMENT);
  }

  @Test
  void aRecordWithArraysMapsEnumsAndRecordsComesBack() throws UndecodableException {
    FraudDecision decision =
        new FraudDecision(
            "t-1",
            "c-1",
            "m-1",
            1234L,
            "EUR",
            Instant.ofEpochMilli(1_700_000_000_123L),
            Outcome.DECLINE,
            0.875,
            List.of("AMOUNT", "TERMINAL"),
            Map.of("card-count-1d", 3.0),
            "transparent-1",
            new Source("payments.transactions", 3, 99L),
            "5411",
            null,
            Outcome.REVIEW,
            List.of(new RuleHit("r-1", 2, Outcome.DECLINE, "RULE", RuleEffect.APPLIED)),
            Map.of("model-2", 0.5),
            null);
    byte[] value =
        new AvroEncoder<FraudDecision>(FraudDecision.getClassSchema(), 8).encode(decision);
    RecordDecoder<FraudDecision> decisions = new RecordDecoder<>(FraudDecision.class, LIMITS);
    decisions.learn(8, FraudDecision.getClassSchema());

    assertThat(decisions.decode(8, value)).isEqualTo(decision);
  }

  @Test
  void knowsAnIdOnceItHasLearntIt() {
    assertThat(decoder.knows(ID)).isFalse();
    decoder.learn(ID, Transaction.getClassSchema());
    assertThat(decoder.knows(ID)).isTrue();
  }

  @Test
  void aTombstoneHasNoValue() {
    assertUndecodable(
        () -> decoder.schemaId(null), "no-value", "the record has no value (a tombstone)");
  }

  @Test
  void anEmptyValueIsNoRecord() {
    assertUndecodable(() -> decoder.schemaId(new byte[0]), "empty", "the value is empty");
  }

  @Test
  void anotherFirstByteIsAnotherFormat() {
    assertUndecodable(
        () -> decoder.schemaId("{\"a\": 1}".getBytes(UTF_8)),
        "bad-magic-byte",
        "the value starts with byte 0x7b, the Confluent wire format starts with 0x00");
  }

  @Test
  void aValueWithoutAWholeHeaderIsTruncated() {
    assertUndecodable(
        () -> decoder.schemaId(new byte[] {0, 0, 0, 0}),
        "truncated",
        "the value has 4 bytes, the header alone has 5");
  }

  @Test
  void aValueAboveTheLimitIsTooLargeAndOneAtTheLimitIsNot() throws UndecodableException {
    assertThat(decoder.schemaId(new byte[MAX_BYTES])).isZero();
    assertUndecodable(
        () -> decoder.schemaId(new byte[MAX_BYTES + 1]),
        "too-large",
        "the value has more than 1000 bytes, the most that are read");
  }

  @Test
  void aValueCutAtAnyByteIsTruncated() {
    decoder.learn(ID, Transaction.getClassSchema());
    for (int length = WireFormat.HEADER_LENGTH; length < VALUE.length; length++) {
      byte[] cut = Arrays.copyOf(VALUE, length);
      assertUndecodable(
          () -> decoder.decode(ID, cut),
          "truncated",
          "the value ends after %d bytes in the middle of a record of schema id 7"
              .formatted(length));
    }
  }

  @Test
  void bytesAfterTheRecordAreRefused() {
    decoder.learn(ID, Transaction.getClassSchema());

    assertUndecodable(
        () -> decoder.decode(ID, Arrays.copyOf(VALUE, VALUE.length + 1)),
        "trailing-bytes",
        "bytes are left after a whole record of schema id 7");
  }

  @Test
  void bytesThatAreNoAvroAreRefused() throws Exception {
    decoder.learn(ID, Transaction.getClassSchema());
    byte[] value =
        value(
            encoder -> {
              for (int i = 0; i < 3; i++) {
                encoder.writeString("t-1");
              }
              encoder.writeLong(1234);
              encoder.writeString("EUR");
              encoder.writeLong(1_700_000_000_123L);
              encoder.writeIndex(2); // of a union of two
            });

    assertThatThrownBy(() -> decoder.decode(ID, value))
        .hasMessageStartingWith("the bytes are not a record of schema id 7: ")
        .satisfies(e -> assertThat(((UndecodableException) e).reason()).isEqualTo("not-avro"));
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, Long.MIN_VALUE, MAX_BYTES + 1, Integer.MAX_VALUE, Long.MAX_VALUE})
  void aTextOfALengthThatNoValueHasIsRefused(long length) throws IOException {
    decoder.learn(ID, Transaction.getClassSchema());
    byte[] value = value(encoder -> encoder.writeLong(length));

    assertUndecodable(
        () -> decoder.decode(ID, value),
        "length-invalid",
        "a length of %d bytes is claimed, a value has at most 1000 in a record of schema id 7"
            .formatted(length));
  }

  @Test
  void aTextLongerThanTheRestOfTheValueIsTruncated() throws IOException {
    decoder.learn(ID, Transaction.getClassSchema());
    byte[] value = value(encoder -> encoder.writeLong(MAX_BYTES));

    assertThatThrownBy(() -> decoder.decode(ID, value))
        .satisfies(e -> assertThat(((UndecodableException) e).reason()).isEqualTo("truncated"));
  }

  @Test
  void aTextThatIsNotUtf8IsRefused() throws IOException {
    decoder.learn(ID, Transaction.getClassSchema());
    byte[] value = value(encoder -> encoder.writeBytes(new byte[] {'t', '-', (byte) 0xc3}));

    assertUndecodable(
        () -> decoder.decode(ID, value),
        "invalid-utf8",
        "a text is not UTF-8 in a record of schema id 7");
  }

  @Test
  void textMayHoldAnyCharacter() throws UndecodableException {
    decoder.learn(ID, Transaction.getClassSchema());
    // With the very character that stands for what is not UTF-8.
    Transaction payment =
        Transaction.newBuilder(PAYMENT)
            .setTransactionId("\uFFFD \0 \u202e \ud83d\udcb3")
            .setCardId("'; DROP TABLE x; --")
            .build();

    assertThat(
            decoder.decode(
                ID, new AvroEncoder<Transaction>(Transaction.getClassSchema(), ID).encode(payment)))
        .isEqualTo(payment);
  }

  @ParameterizedTest
  @ValueSource(longs = {101, 1L << 31, 1L << 62, -101, -(1L << 62), Long.MIN_VALUE + 1})
  void moreItemsThanTheLimitAreRefusedBeforeTheFirstIsRead(long claimed) throws IOException {
    Schema writer = withField("notes", Schema.createArray(Schema.create(Schema.Type.NULL)), null);
    decoder.learn(ID, writer);
    byte[] skipped = value(encoder -> writeList(encoder, claimed));

    assertUndecodable(
        () -> decoder.decode(ID, skipped),
        "collection-too-long",
        "an array or map claims %d items after 0 others, at most 100 are read in a record of schema id 7"
            .formatted(Math.abs(claimed)));
  }

  @Test
  void theItemsOfAllCollectionsOfARecordCount() throws IOException {
    Schema lists = Schema.createArray(Schema.createArray(Schema.create(Schema.Type.NULL)));
    decoder.learn(ID, withField("notes", lists, null));
    byte[] value =
        value(
            encoder -> {
              writePayment(encoder);
              encoder.writeLong(2);
              encoder.writeLong(49);
              encoder.writeLong(0);
              encoder.writeLong(50);
              encoder.writeLong(0);
              encoder.writeLong(0);
            });

    assertUndecodable(
        () -> decoder.decode(ID, value),
        "collection-too-long",
        "an array or map claims 50 items after 51 others, at most 100 are read in a record of schema id 7");
  }

  @Test
  void asManyItemsAsTheLimitAreRead() throws Exception {
    decoder.learn(
        ID, withField("notes", Schema.createArray(Schema.create(Schema.Type.NULL)), null));
    byte[] value =
        value(
            encoder -> {
              writeList(encoder, -100);
              encoder.writeLong(0);
            });

    assertThat(decoder.decode(ID, value)).isEqualTo(PAYMENT);
  }

  @Test
  void theItemsOfOneRecordDoNotCountForTheNext() throws Exception {
    decoder.learn(
        ID, withField("notes", Schema.createArray(Schema.create(Schema.Type.NULL)), null));
    byte[] value =
        value(
            encoder -> {
              writeList(encoder, 60);
              encoder.writeLong(0);
            });

    assertThat(decoder.decode(ID, value)).isEqualTo(decoder.decode(ID, value));
  }

  @Test
  void anItemCountThatHasNoOppositeIsRefused() throws IOException {
    decoder.learn(
        ID, withField("notes", Schema.createArray(Schema.create(Schema.Type.NULL)), null));
    byte[] value = value(encoder -> writeList(encoder, Long.MIN_VALUE));

    assertUndecodable(
        () -> decoder.decode(ID, value),
        "length-invalid",
        "an array or map claims -9223372036854775808 items in a record of schema id 7");
  }

  @Test
  void aWriterBeyondTheSchemaLimitsIsRefused() {
    Schema deep = Schema.create(Schema.Type.STRING);
    for (int level = 0; level < 8; level++) {
      deep = Schema.createArray(deep);
    }
    decoder.learn(ID, withField("notes", deep, null));

    assertUndecodable(
        () -> decoder.decode(ID, VALUE),
        "schema-too-deep",
        "schema id 7 has more than 8 levels of records, arrays, maps and unions within each other");
  }

  @Test
  void aReaderBeyondTheSchemaLimitsIsAMistakeOfTheProgram() {
    assertThatThrownBy(
            () -> new RecordDecoder<>(FraudDecision.class, new DecodeLimits(MAX_BYTES, 100, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "dev.millrace.payments.FraudDecision has more than 1 levels of records, arrays, maps and unions within each other");
  }

  @Test
  void bytesAreNotReadAsText() {
    Schema writer =
        Schema.createRecord(
            "Transaction",
            null,
            "dev.millrace.payments",
            false,
            Transaction.getClassSchema().getFields().stream()
                .map(
                    field ->
                        field.name().equals("card_id")
                            ? new Schema.Field("card_id", Schema.create(Schema.Type.BYTES))
                            : new Schema.Field(field, field.schema()))
                .toList());
    decoder.learn(ID, writer);

    assertUndecodable(
        () -> decoder.decode(ID, VALUE),
        "incompatible-schema",
        "schema id 7 cannot be read as dev.millrace.payments.Transaction: field card_id is written as bytes, which need not be a text");
  }

  @Test
  void aRecordAfterABadOneIsReadAsEver() throws UndecodableException {
    decoder.learn(ID, Transaction.getClassSchema());
    assertThatThrownBy(() -> decoder.decode(ID, Arrays.copyOf(VALUE, 20)))
        .isInstanceOf(UndecodableException.class);

    assertThat(decoder.decode(ID, VALUE)).isEqualTo(PAYMENT);
  }

  @Test
  void aRecordOfAnotherTypeIsRefused() {
    decoder.learn(ID, FraudLabel.getClassSchema());

    assertUndecodable(
        () -> decoder.decode(ID, VALUE),
        "wrong-record-type",
        "schema id 7 is a dev.millrace.payments.FraudLabel, this topic holds"
            + " dev.millrace.payments.Transaction");
  }

  @Test
  void aSchemaThatIsNoRecordIsRefused() {
    decoder.learn(ID, Schema.create(Schema.Type.STRING));

    assertUndecodable(
        () -> decoder.decode(ID, VALUE),
        "wrong-record-type",
        "schema id 7 is a string, this topic holds dev.millrace.payments.Transaction");
  }

  @Test
  void aSchemaWithoutAFieldThatTheReaderNeedsIsRefused() {
    Schema writer =
        SchemaBuilder.record("Transaction")
            .namespace("dev.millrace.payments")
            .fields()
            .requiredString("transaction_id")
            .endRecord();
    decoder.learn(ID, writer);

    assertThatThrownBy(() -> decoder.decode(ID, VALUE))
        .hasMessageStartingWith("schema id 7 cannot be read as dev.millrace.payments.Transaction: ")
        .hasMessageContaining("card_id")
        .satisfies(
            e -> assertThat(((UndecodableException) e).reason()).isEqualTo("incompatible-schema"));
  }

  @Test
  void aFieldThatANewerWriterAddedIsSkipped() throws UndecodableException {
    Schema newer = withField("channel", Schema.create(Schema.Type.STRING), "unknown");
    GenericRecord record = new GenericData.Record(newer);
    for (Schema.Field field : Transaction.getClassSchema().getFields()) {
      record.put(
          field.name(),
          field.name().equals("event_time")
              ? (Object) PAYMENT.getEventTime().toEpochMilli()
              : PAYMENT.get(field.pos()));
    }
    record.put("channel", "online");
    byte[] value = new AvroEncoder<>(newer, 9).encode(record);
    decoder.learn(9, newer);

    assertThat(decoder.decode(9, value)).isEqualTo(PAYMENT);
  }

  @Test
  void aFieldThatAnOlderWriterDidNotHaveGetsItsDefault() throws Exception {
    // The dead letter's key, value, header values and intact have defaults: an older writer has
    // none.
    Schema newest = DeadLetter.getClassSchema();
    Schema older = without(newest, "key", "value", "intact");
    GenericRecord record = new GenericData.Record(older);
    record.put("id", "i");
    record.put("job", "j");
    record.put("stage", new GenericData.EnumSymbol(older.getField("stage").schema(), "DECODE"));
    record.put("reason", "r");
    record.put("detail", "d");
    record.put("source", new Source("t", 1, 2L));
    record.put("record_time", 5L);
    record.put("headers", List.of());
    RecordDecoder<DeadLetter> letters = new RecordDecoder<>(DeadLetter.class, LIMITS);
    letters.learn(3, older);

    DeadLetter read = letters.decode(3, new AvroEncoder<>(older, 3).encode(record));

    assertThat(read.getId()).isEqualTo("i");
    assertThat(read.getSource()).isEqualTo(new Source("t", 1, 2L));
    assertThat(read.getKey()).isNull();
    assertThat(read.getValue()).isNull();
  }

  private static Schema withField(String name, Schema type, Object byDefault) {
    Schema schema = Transaction.getClassSchema();
    List<Schema.Field> fields =
        new ArrayList<>(
            schema.getFields().stream()
                .map(field -> new Schema.Field(field, field.schema()))
                .toList());
    fields.add(new Schema.Field(name, type, null, byDefault));
    return Schema.createRecord(
        schema.getName(), schema.getDoc(), schema.getNamespace(), false, fields);
  }

  private static Schema without(Schema schema, String... names) {
    return Schema.createRecord(
        schema.getName(),
        schema.getDoc(),
        schema.getNamespace(),
        false,
        schema.getFields().stream()
            .filter(field -> !List.of(names).contains(field.name()))
            .map(field -> new Schema.Field(field, field.schema()))
            .toList());
  }

  /** The fields of {@link #PAYMENT}, then the start of a list with so many items. */
  private static void writeList(BinaryEncoder encoder, long items) throws IOException {
    writePayment(encoder);
    encoder.writeLong(items);
    if (items < 0) {
      encoder.writeLong(0); // bytes in the block
    }
  }

  private static void writePayment(BinaryEncoder encoder) throws IOException {
    encoder.writeFixed(VALUE, WireFormat.HEADER_LENGTH, VALUE.length - WireFormat.HEADER_LENGTH);
  }

  private interface Body {
    void write(BinaryEncoder encoder) throws IOException;
  }

  private static byte[] value(Body body) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(WireFormat.header(ID));
    BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
    body.write(encoder);
    encoder.flush();
    return bytes.toByteArray();
  }

  private static void assertUndecodable(ThrowingCallable call, String reason, String message) {
    assertThatThrownBy(call)
        .isInstanceOf(UndecodableException.class)
        .hasMessage(message)
        .satisfies(e -> assertThat(((UndecodableException) e).reason()).isEqualTo(reason));
  }
}
