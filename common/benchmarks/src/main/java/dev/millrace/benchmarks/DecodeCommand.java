package dev.millrace.benchmarks;

import dev.millrace.console.Json;
import dev.millrace.console.ToolException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.util.ListStatistics;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures what it costs to read a payment of each version, and to write one. */
@Command(
    name = "decode",
    mixinStandardHelpOptions = true,
    description = {
      "What it costs to read a payment of each released version as the newest one: with plain Avro,"
          + " and with the decoder that jobs use, side by side. And to write one.",
      "Figures are medians over all iterations, in nanoseconds of one thread."
    })
final class DecodeCommand implements Callable<Integer> {
  /** The newest version of Transaction. */
  static final int NEWEST = 5;

  @Spec private CommandSpec spec;

  @Option(
      names = "--quick",
      description = "Run for seconds only: shows that everything runs, says nothing about speed.")
  private boolean quick;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Override
  public Integer call() {
    Effort effort = quick ? Effort.QUICK : Effort.USUAL;
    PrintWriter err = spec.commandLine().getErr();
    Map<Integer, Samples> decode = new TreeMap<>();
    Samples encode = new Samples();
    for (int round = 1; round <= effort.rounds(); round++) {
      err.printf("round %d of %d%n", round, effort.rounds());
      err.flush();
      for (int version = 1; version <= NEWEST; version++) {
        decode
            .computeIfAbsent(version, unused -> new Samples())
            .add(
                run(
                    effort
                        .options()
                        .include(DecodeBenchmark.class.getName() + "\\..*")
                        .param("version", Integer.toString(version))));
      }
      encode.add(run(effort.options().include(EncodeBenchmark.class.getName() + "\\..*")));
    }
    DecodeReport report =
        new DecodeReport(
            decode.entrySet().stream()
                .map(
                    entry ->
                        new DecodeReport.Decoded(
                            entry.getKey(),
                            Payments.ofVersion(entry.getKey()).meanBytes(),
                            entry.getValue().median("plainAvro"),
                            entry.getValue().median("recordDecoder")))
                .toList(),
            encode.median("avroEncoder"));
    PrintWriter out = spec.commandLine().getOut();
    out.print(json ? Json.line(report.tree()) : report.text());
    out.flush();
    return 0;
  }

  private static Collection<RunResult> run(ChainedOptionsBuilder options) {
    try {
      return new Runner(options.build()).run();
    } catch (RunnerException e) {
      throw new ToolException("the measurement failed: " + e.getMessage(), e);
    }
  }

  /** Nanoseconds per record of every iteration, by benchmark. */
  private static final class Samples {
    private final Map<String, List<Double>> byBenchmark = new TreeMap<>();

    void add(Collection<RunResult> results) {
      for (RunResult result : results) {
        List<Double> samples =
            byBenchmark.computeIfAbsent(
                result.getPrimaryResult().getLabel(), unused -> new ArrayList<>());
        result.getBenchmarkResults().stream()
            .flatMap(fork -> fork.getIterationResults().stream())
            .forEach(iteration -> samples.add(iteration.getPrimaryResult().getScore()));
      }
    }

    double median(String benchmark) {
      double[] samples =
          byBenchmark.get(benchmark).stream().mapToDouble(Double::doubleValue).toArray();
      return new ListStatistics(samples).getPercentile(50);
    }
  }
}
