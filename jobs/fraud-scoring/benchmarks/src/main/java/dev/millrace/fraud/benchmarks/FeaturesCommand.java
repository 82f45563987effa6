package dev.millrace.fraud.benchmarks;

import dev.millrace.common.contract.TrustedRecords;
import dev.millrace.console.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.core.memory.DataOutputSerializer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code fraud-features}: what a payment's figures cost, and how large the state is. */
@Command(
    name = "fraud-features",
    mixinStandardHelpOptions = true,
    description =
        "What a payment's figures cost, the median of all iterations, one thread; and the bytes of state.")
final class FeaturesCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--quick",
      description = "Run for seconds only: shows that everything runs, says nothing about speed.")
  private boolean quick;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    TrustedRecords.trust();
    Map<String, Double> micros = new LinkedHashMap<>();
    Measurement.medianNanos(FeaturesBenchmark.class, quick)
        .forEach((step, nanos) -> micros.put(step, Math.round(nanos) / 1_000.0));
    Map<String, Map<String, Integer>> bytes = new LinkedHashMap<>();
    bytes.put("typical", stateBytes(KnownKeys.typical()));
    bytes.put("full", stateBytes(KnownKeys.full()));
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      Map<String, Object> tree = new LinkedHashMap<>();
      tree.put("microsPerPayment", micros);
      tree.put("stateBytes", bytes);
      out.print(Json.line(tree));
    } else {
      out.println("us for a payment:");
      micros.forEach((step, cost) -> out.printf(Locale.ROOT, "  %-20s %8.2f%n", step, cost));
      out.println("bytes of state, as serialized:");
      bytes.forEach(
          (keys, states) ->
              states.forEach(
                  (state, size) ->
                      out.printf(Locale.ROOT, "  %-28s %6d%n", state + "/" + keys, size)));
    }
    out.flush();
    return 0;
  }

  private static Map<String, Integer> stateBytes(KnownKeys keys) throws IOException {
    Map<String, Integer> bytes = new LinkedHashMap<>();
    bytes.put("card-history", bytes(keys.cardHistory()));
    bytes.put("card-places", bytes(keys.cardPlaces()));
    bytes.put("terminal-history", bytes(keys.terminalState().history()));
    bytes.put("terminal-amounts", bytes(keys.terminalState().amounts()));
    bytes.put("terminal-cards", bytes(keys.terminalState().cards()));
    bytes.put("device-cards", bytes(keys.deviceCards()));
    return bytes;
  }

  /** As a checkpoint holds it and RocksDB keeps it, without key and time of the last write. */
  @SuppressWarnings("unchecked") // the class of a value is a class of its type
  private static <T> int bytes(T value) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(1024);
    TypeInformation.of((Class<T>) value.getClass())
        .createSerializer(new SerializerConfigImpl())
        .serialize(value, out);
    return out.length();
  }
}
