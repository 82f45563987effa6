package dev.millrace.fraud.benchmarks;

import dev.millrace.common.contract.TrustedRecords;
import dev.millrace.fraud.domain.CardPlaces;
import dev.millrace.fraud.domain.CardsSeen;
import dev.millrace.fraud.domain.Features;
import dev.millrace.fraud.domain.History;
import dev.millrace.payments.Transaction;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The figures of a payment, step by step: without reading and writing the state. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FeaturesBenchmark {
  private final Features features = Features.none();

  @Param({"typical", "full"})
  public String state;

  private KnownKeys keys;
  private Transaction payment;

  @Setup
  public void prepare() {
    TrustedRecords.trust();
    keys = state.equals("full") ? KnownKeys.full() : KnownKeys.typical();
    payment = keys.payment();
  }

  @Benchmark
  public History card() {
    return keys.cardStep(features, payment);
  }

  @Benchmark
  public CardPlaces places() {
    return keys.placesStep(features, payment);
  }

  @Benchmark
  public CardsSeen device() {
    return keys.deviceStep(features, payment);
  }

  @Benchmark
  public Object terminal() {
    return keys.terminalStep(features, payment);
  }
}
