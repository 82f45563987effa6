package dev.millrace.simulator.delivery;

import static java.util.Objects.requireNonNull;

import dev.millrace.common.contract.AvroEncoder;
import dev.millrace.common.contract.RegistryUnavailableException;
import dev.millrace.common.contract.SchemaRegistry;
import dev.millrace.common.contract.UnknownSchemaException;
import dev.millrace.common.contract.WireFormat;
import dev.millrace.payments.Transaction;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;

/**
 * Writes payments as a producer does that was built with a certain released version: what that
 * version does not have is left out. Not thread-safe.
 */
final class TransactionVersion {
  private final int number;
  private final Schema schema;
  private final int[] positions;
  private final AvroEncoder<GenericData.Record> encoder;

  private TransactionVersion(int number, Schema schema, int schemaId) {
    this.number = number;
    this.schema = requireNonNull(schema);
    this.positions =
        schema.getFields().stream()
            .mapToInt(field -> Transaction.getClassSchema().getField(field.name()).pos())
            .toArray();
    this.encoder = new AvroEncoder<>(schema, schemaId);
  }

  /**
   * A released version.
   *
   * @throws IllegalArgumentException if there is no such version
   * @throws UnknownSchemaException if it is not registered
   * @throws RegistryUnavailableException if the registry gives no answer
   */
  static TransactionVersion of(int number, SchemaRegistry registry)
      throws UnknownSchemaException, RegistryUnavailableException {
    if (!released().contains(number)) {
      throw new IllegalArgumentException(
          "version of a payment must be one of %s, got %d".formatted(released(), number));
    }
    Schema schema = schema(number);
    return new TransactionVersion(
        number, schema, registry.idOf(WireFormat.subjectOf(PaymentTopics.TRANSACTIONS), schema));
  }

  /** All released versions, oldest first. */
  static List<Integer> released() {
    return IntStream.iterate(1, n -> n + 1)
        .takeWhile(n -> TransactionVersion.class.getResource(file(n)) != null)
        .boxed()
        .toList();
  }

  int number() {
    return number;
  }

  byte[] encode(Transaction transaction) {
    GenericData.Record record = new GenericData.Record(schema);
    for (int i = 0; i < positions.length; i++) {
      record.put(i, transaction.get(positions[i]));
    }
    return encoder.encode(record);
  }

  private static Schema schema(int number) {
    try (InputStream file = TransactionVersion.class.getResourceAsStream(file(number))) {
      return new Schema.Parser().parse(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String file(int number) {
    return "/schemas/transaction/v%d.avsc".formatted(number);
  }
}
