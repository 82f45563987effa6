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
    double micros = Measurement.medianNanos(RulesBenchmark.class, quick).get("judge") / 1_000;
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
}
