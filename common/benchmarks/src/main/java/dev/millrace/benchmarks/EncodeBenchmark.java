package dev.millrace.benchmarks;

import dev.millrace.common.contract.AvroEncoder;
import dev.millrace.common.contract.DecodeLimits;
import dev.millrace.common.contract.RecordDecoder;
import dev.millrace.common.contract.UndecodableException;
import dev.millrace.payments.Transaction;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Writes payments of the version that the suite is built with, as sinks do. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class EncodeBenchmark {
  private Transaction[] payments;
  private int next;
  private AvroEncoder<Transaction> encoder;

  @Setup
  public void decode() throws UndecodableException {
    Payments written = Payments.ofVersion(DecodeCommand.NEWEST);
    RecordDecoder<Transaction> decoder =
        new RecordDecoder<>(Transaction.class, new DecodeLimits(1 << 20, 10_000, 32));
    decoder.learn(Payments.SCHEMA_ID, written.writer());
    payments = new Transaction[written.values().length];
    for (int i = 0; i < payments.length; i++) {
      payments[i] = decoder.decode(Payments.SCHEMA_ID, written.values()[i]);
    }
    encoder = new AvroEncoder<>(Transaction.getClassSchema(), Payments.SCHEMA_ID);
  }

  @Benchmark
  public byte[] avroEncoder() {
    next = (next + 1) % payments.length;
    return encoder.encode(payments[next]);
  }
}
