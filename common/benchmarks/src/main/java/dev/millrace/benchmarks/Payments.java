package dev.millrace.benchmarks;

import dev.millrace.common.contract.AvroEncoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;

/**
 * Payments as their senders write them, in wire format: the same ones in every run and, as far as a
 * version has the fields, in every version. All differ.
 */
final class Payments {

  /** The id in the header of every value. */
  static final int SCHEMA_ID = 7;

  /** Enough that no branch predictor knows them by heart, few enough to stay in the cache. */
  private static final int COUNT = 1_024;

  private static final long FIRST_TIME = 1_767_225_600_000L;

  private final Schema writer;
  private final byte[][] values;

  private Payments(Schema writer, byte[][] values) {
    this.writer = writer;
    this.values = values;
  }

  /** The schema that they are written with. */
  Schema writer() {
    return writer;
  }

  /** The records; not a copy. */
  byte[][] values() {
    return values;
  }

  /** Payments written with a released version of Transaction. */
  static Payments ofVersion(int version) {
    Schema schema = schema(version);
    AvroEncoder<GenericRecord> encoder = new AvroEncoder<>(schema, SCHEMA_ID);
    SplittableRandom random = new SplittableRandom(1);
    byte[][] values = new byte[COUNT][];
    for (int i = 0; i < COUNT; i++) {
      values[i] = encoder.encode(payment(schema, i, random.split()));
    }
    return new Payments(schema, values);
  }

  /** Mean length of the values, header included. */
  double meanBytes() {
    long bytes = 0;
    for (byte[] value : values) {
      bytes += value.length;
    }
    return (double) bytes / values.length;
  }

  private static GenericRecord payment(Schema schema, int number, SplittableRandom random) {
    GenericRecord payment = new GenericData.Record(schema);
    values(number, random)
        .forEach(
            (name, value) -> {
              if (schema.getField(name) != null) {
                payment.put(name, value);
              }
            });
    for (Schema.Field field : schema.getFields()) {
      if (field.schema().getType() == Schema.Type.ENUM) {
        List<String> symbols = field.schema().getEnumSymbols();
        String symbol = symbols.get(random.nextInt(symbols.size()));
        payment.put(field.name(), new GenericData.EnumSymbol(field.schema(), symbol));
      }
    }
    return payment;
  }

  private static Map<String, Object> values(int number, SplittableRandom random) {
    return Map.ofEntries(
        Map.entry("transaction_id", "sim-%d-%d".formatted(1_767_225_600, number)),
        Map.entry("card_id", "card-%d-%d".formatted(1_767_225_600, random.nextInt(1_000_000))),
        Map.entry(
            "terminal_id", "terminal-%d-%d".formatted(1_767_225_600, random.nextInt(100_000))),
        Map.entry("amount_minor", random.nextLong(20_000)),
        Map.entry("currency", "EUR"),
        Map.entry("event_time", FIRST_TIME + random.nextLong(86_400_000)),
        Map.entry("merchant_category", "5411"),
        Map.entry("merchant_country", "DE"),
        Map.entry("billing_amount_minor", random.nextLong(20_000)),
        Map.entry("billing_currency", "USD"),
        Map.entry(
            "merchant_id", "merchant-%d-%d".formatted(1_767_225_600, random.nextInt(100_000))),
        Map.entry("device_id", "device-%d-%d".formatted(1_767_225_600, random.nextInt(1_000_000))),
        Map.entry("latitude", 40 + 20 * random.nextDouble()),
        Map.entry("longitude", 20 * random.nextDouble()));
  }

  private static Schema schema(int version) {
    String file = "/schemas/transaction/v%d.avsc".formatted(version);
    try (InputStream text = Payments.class.getResourceAsStream(file)) {
      return new Schema.Parser().parse(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
