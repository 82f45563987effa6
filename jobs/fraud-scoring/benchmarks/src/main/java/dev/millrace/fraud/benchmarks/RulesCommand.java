package dev.millrace.fraud.benchmarks;

import dev.millrace.console.Json;
import dev.millrace.console.ToolException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.openjdk.jmh.util.ListStatistics;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code fraud-rules}: what live rules cost a payment. */
@Command(
    name = "fraud-rules",
    mixinStandardHelpOptions = true,
    description = "What 50 live rules cost a payment: the median of all iterations, one thread.")
final class RulesCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--quick",
      description = "Run for seconds only: shows that everything runs, says nothing about speed.")
  private boolean quick;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    double micros = medianNanos() / 1_000;
    RulesBenchmark measured = new RulesBenchmark();
    measured.prepare();
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("rules", RulesBenchmark.RULES);
    tree.put("hitsPerThousandPayments", measured.hitsPerThousand());
    tree.put("microsPerPayment", Math.round(micros * 100) / 100.0);
    tree.put("nanosPerRule", Math.round(micros * 1_000 / RulesBenchmark.RULES));
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.print(Json.line(tree));
    } else {
      out.printf(
          Locale.ROOT,
          "%d rules, %d hits in a thousand payments: %.2f us for a payment, %.0f ns for a rule%n",
          RulesBenchmark.RULES,
          measured.hitsPerThousand(),
          micros,
          micros * 1_000 / RulesBenchmark.RULES);
    }
    out.flush();
    return 0;
  }

  private double medianNanos() {
    TimeValue time = TimeValue.milliseconds(quick ? 50 : 1_000);
    try {
      RunResult result =
          new Runner(
                  new OptionsBuilder()
                      .include(RulesBenchmark.class.getName() + "\\..*")
                      .forks(quick ? 0 : 3)
                      .warmupIterations(quick ? 1 : 5)
                      .warmupTime(time)
                      .measurementIterations(quick ? 1 : 5)
                      .measurementTime(time)
                      .verbosity(VerboseMode.SILENT)
                      .shouldFailOnError(true)
                      // Not this JVM's flags, which are those of a tool done in seconds.
                      .jvmArgs("-Xms512m", "-Xmx512m")
                      .build())
              .runSingle();
      return new ListStatistics(
              result.getBenchmarkResults().stream()
                  .flatMap(fork -> fork.getIterationResults().stream())
                  .mapToDouble(iteration -> iteration.getPrimaryResult().getScore())
                  .toArray())
          .getPercentile(50);
    } catch (RunnerException e) {
      throw new ToolException("the measurement failed: " + e.getMessage(), e);
    }
  }
}
