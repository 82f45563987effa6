package dev.millrace.benchmarks;

import dev.millrace.common.contract.DecodeLimits;
import dev.millrace.common.contract.RecordDecoder;
import dev.millrace.common.contract.TrustedRecords;
import dev.millrace.common.contract.UndecodableException;
import dev.millrace.common.contract.WireFormat;
import dev.millrace.payments.Transaction;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Reads payments of one version as the version that the suite is built with: once as Avro's own
 * documentation shows it, and once as a job does, with all that is checked at the door.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class DecodeBenchmark {
  static {
    TrustedRecords.trust();
  }

  /** The writers' version of Transaction. */
  @Param({"1", "2", "3", "4", "5"})
  public int version;

  private byte[][] values;
  private int next;
  private DatumReader<Transaction> reader;
  private BinaryDecoder avro;
  private RecordDecoder<Transaction> decoder;

  @Setup
  public void learn() {
    Payments payments = Payments.ofVersion(version);
    values = payments.values();
    SpecificData model = SpecificData.getForClass(Transaction.class);
    reader =
        new SpecificDatumReader<>(payments.writer(), model.getSchema(Transaction.class), model);
    decoder = new RecordDecoder<>(Transaction.class, new DecodeLimits(1 << 20, 10_000, 32));
    decoder.learn(Payments.SCHEMA_ID, payments.writer());
  }

  @Benchmark
  public Transaction plainAvro() throws IOException {
    byte[] value = value();
    avro =
        DecoderFactory.get()
            .binaryDecoder(
                value, WireFormat.HEADER_LENGTH, value.length - WireFormat.HEADER_LENGTH, avro);
    return reader.read(null, avro);
  }

  @Benchmark
  public Transaction recordDecoder() throws UndecodableException {
    byte[] value = value();
    return decoder.decode(decoder.schemaId(value), value);
  }

  private byte[] value() {
    next = (next + 1) % values.length;
    return values[next];
  }
}
