package dev.millrace.fraud.benchmarks;

import dev.millrace.console.Json;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code fraud-scorer}: what a model costs a payment. */
@Command(
    name = "fraud-scorer",
    mixinStandardHelpOptions = true,
    description =
        "What a payment's score by 100 trees costs, in several ways that agree: the median of all iterations, one thread.")
final class ScorerCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--quick",
      description = "Run for seconds only: shows that everything runs, says nothing about speed.")
  private boolean quick;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    ScorerBenchmark measured = new ScorerBenchmark();
    measured.prepare();
    Map<String, Double> micros = new LinkedHashMap<>();
    Measurement.medianNanos(ScorerBenchmark.class, quick)
        .forEach((way, nanos) -> micros.put(way, Math.round(nanos) / 1_000.0));
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      Map<String, Object> tree = new LinkedHashMap<>();
      tree.put("trees", ScorerBenchmark.TREES);
      tree.put("depth", ScorerBenchmark.DEPTH);
      tree.put("nodes", measured.nodes());
      tree.put("microsPerPayment", micros);
      out.print(Json.line(tree));
    } else {
      out.printf(
          "%d trees of depth %d, %d nodes; us for a payment:%n",
          ScorerBenchmark.TREES, ScorerBenchmark.DEPTH, measured.nodes());
      micros.forEach((way, cost) -> out.printf(Locale.ROOT, "  %-18s %8.2f%n", way, cost));
    }
    out.flush();
    return 0;
  }
}
