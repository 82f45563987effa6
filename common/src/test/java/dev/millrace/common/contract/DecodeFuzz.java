package dev.millrace.common.contract;

import com.sun.management.ThreadMXBean;
import dev.millrace.payments.FraudDecision;
import dev.millrace.payments.Transaction;
import dev.millrace.suite.DeadLetter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.avro.util.RandomData;

/**
 * What the fuzzer calls with bytes that it makes up: the first chooses a record class and the
 * writer's version, the others are the record. Anything but a record or an {@link
 * UndecodableException} is a finding.
 */
public final class DecodeFuzz {
  private static final DecodeLimits LIMITS = new DecodeLimits(1 << 16, 1_000, 32);
  private static final long MAX_ALLOCATED = 2L << 20;
  private static final int SCHEMA_ID = 7;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final List<Door<?>> DOORS = doors();

  /** Records of one class, written with one version. */
  private record Door<T extends SpecificRecordBase>(
      RecordDecoder<T> decoder,
      SpecificDatumReader<T> avro,
      AvroEncoder<T> encoder,
      Schema writer) {

    static <T extends SpecificRecordBase> Door<T> of(Class<T> type, Schema writer) {
      RecordDecoder<T> decoder = new RecordDecoder<>(type, LIMITS);
      decoder.learn(SCHEMA_ID, writer);
      SpecificData model = SpecificData.getForClass(type);
      Schema reader = model.getSchema(type);
      return new Door<>(
          decoder,
          new SpecificDatumReader<>(writer, reader, model),
          new AvroEncoder<>(reader, SCHEMA_ID),
          writer);
    }

    void knock(byte[] value) throws IOException {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      T record = decode(value);
      long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
      // Again, because classes that are met for the first time take memory, too.
      if (allocated > MAX_ALLOCATED && allocated(value) > MAX_ALLOCATED) {
        throw new IllegalStateException(
            "decoding %d bytes took %d bytes of memory".formatted(value.length, allocated));
      }
      if (record != null) {
        requireSame(record, plainAvro(value), "what plain Avro reads");
        requireSame(record, again(record), "what is read after writing it");
      }
    }

    private long allocated(byte[] value) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      T unused = decode(value);
      return THREADS.getCurrentThreadAllocatedBytes() - before;
    }

    private T decode(byte[] value) {
      try {
        return decoder.decode(decoder.schemaId(value), value);
      } catch (UndecodableException e) {
        return null;
      }
    }

    private T plainAvro(byte[] value) throws IOException {
      return avro.read(
          null,
          DecoderFactory.get()
              .binaryDecoder(
                  value, WireFormat.HEADER_LENGTH, value.length - WireFormat.HEADER_LENGTH, null));
    }

    private IndexedRecord again(T record) throws IOException {
      byte[] written = encoder.encode(record);
      return new SpecificDatumReader<T>(
              record.getSchema(), record.getSchema(), avro.getSpecificData())
          .read(
              null,
              DecoderFactory.get()
                  .binaryDecoder(
                      written,
                      WireFormat.HEADER_LENGTH,
                      written.length - WireFormat.HEADER_LENGTH,
                      null));
    }

    private static void requireSame(Object record, Object other, String what) {
      // A generated record that holds NaN does not equal itself.
      if (!record.toString().equals(other.toString())) {
        throw new IllegalStateException("%s differs from %s: %s".formatted(record, what, other));
      }
    }
  }

  private DecodeFuzz() {}

  /** Loads what the first tries need, before the time begins. */
  public static void fuzzerInitialize() throws IOException {
    for (byte[] seed : seeds()) {
      fuzzerTestOneInput(seed);
    }
  }

  /** One try. */
  public static void fuzzerTestOneInput(byte[] input) throws IOException {
    if (input.length == 0) {
      return;
    }
    door(input).knock(value(input));
  }

  /** Whether a try leads to a record, rather than to a refusal. */
  static boolean isRecord(byte[] input) {
    return door(input).decode(value(input)) != null;
  }

  private static Door<?> door(byte[] input) {
    return DOORS.get((input[0] & 0xff) % DOORS.size());
  }

  private static byte[] value(byte[] input) {
    byte[] value = new byte[WireFormat.HEADER_LENGTH + input.length - 1];
    System.arraycopy(WireFormat.header(SCHEMA_ID), 0, value, 0, WireFormat.HEADER_LENGTH);
    System.arraycopy(input, 1, value, WireFormat.HEADER_LENGTH, input.length - 1);
    return value;
  }

  /** A sound record for each door, for the fuzzer to begin with. */
  static List<byte[]> seeds() {
    List<byte[]> seeds = new ArrayList<>();
    for (int door = 0; door < DOORS.size(); door++) {
      Schema writer = DOORS.get(door).writer();
      Object record = new RandomData(writer, 1, door).iterator().next();
      byte[] value =
          new AvroEncoder<IndexedRecord>(writer, SCHEMA_ID).encode((IndexedRecord) record);
      byte[] seed = new byte[value.length - WireFormat.HEADER_LENGTH + 1];
      System.arraycopy(value, WireFormat.HEADER_LENGTH, seed, 1, seed.length - 1);
      seed[0] = (byte) door;
      seeds.add(seed);
    }
    return seeds;
  }

  private static List<Door<?>> doors() {
    List<Schema> transactions = released("transaction");
    List<Door<?>> doors = new ArrayList<>();
    transactions.forEach(writer -> doors.add(Door.of(Transaction.class, writer)));
    released("fraud-decision").forEach(writer -> doors.add(Door.of(FraudDecision.class, writer)));
    released("dead-letter").forEach(writer -> doors.add(Door.of(DeadLetter.class, writer)));
    doors.add(Door.of(Transaction.class, newer(transactions.get(transactions.size() - 1))));
    return List.copyOf(doors);
  }

  /** A version that nobody has released, with fields of every type to skip. */
  private static Schema newer(Schema newest) {
    Schema more =
        SchemaBuilder.record("More")
            .fields()
            .name("nulls")
            .type(Schema.createArray(Schema.create(Schema.Type.NULL)))
            .noDefault()
            .name("lists")
            .type(Schema.createMap(Schema.createArray(Schema.create(Schema.Type.STRING))))
            .noDefault()
            .name("hash")
            .type(Schema.createFixed("Hash", null, null, 4))
            .noDefault()
            .name("any")
            .type(
                Schema.createUnion(
                    Schema.create(Schema.Type.BYTES),
                    Schema.create(Schema.Type.FLOAT),
                    Schema.create(Schema.Type.BOOLEAN),
                    Schema.createEnum("Colour", null, null, List.of("RED"))))
            .noDefault()
            .endRecord();
    List<Schema.Field> fields = new ArrayList<>();
    newest.getFields().forEach(field -> fields.add(new Schema.Field(field, field.schema())));
    fields.add(new Schema.Field("more", Schema.createArray(more)));
    return Schema.createRecord(newest.getName(), null, newest.getNamespace(), false, fields);
  }

  /** All versions of a record that there are, the oldest first. */
  private static List<Schema> released(String record) {
    List<Schema> versions = new ArrayList<>();
    Optional<Schema> next = released(record, 1);
    while (next.isPresent()) {
      versions.add(next.get());
      next = released(record, versions.size() + 1);
    }
    return versions;
  }

  private static Optional<Schema> released(String record, int version) {
    String file = "/schemas/%s/v%d.avsc".formatted(record, version);
    try (InputStream text = DecodeFuzz.class.getResourceAsStream(file)) {
      return text == null ? Optional.empty() : Optional.of(new Schema.Parser().parse(text));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
