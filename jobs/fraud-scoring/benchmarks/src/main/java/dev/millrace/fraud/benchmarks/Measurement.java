package dev.millrace.fraud.benchmarks;

import dev.millrace.console.ToolException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.openjdk.jmh.util.ListStatistics;

/** Runs the benchmarks of a class, one thread each. */
final class Measurement {

  private Measurement() {}

  /**
   * The median of all iterations, nanoseconds, by the benchmark's method and, if it has any, the
   * values of its parameters: {@code method} or {@code method/value}.
   *
   * @param quick for seconds only, in this JVM: says nothing about speed
   */
  static Map<String, Double> medianNanos(Class<?> benchmarks, boolean quick) {
    TimeValue time = TimeValue.milliseconds(quick ? 50 : 1_000);
    Map<String, Double> medians = new LinkedHashMap<>();
    try {
      for (RunResult result :
          new Runner(
                  new OptionsBuilder()
                      .include(benchmarks.getName() + "\\..*")
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
              .run()) {
        medians.put(name(result), median(result));
      }
    } catch (RunnerException e) {
      throw new ToolException("the measurement failed: " + e.getMessage(), e);
    }
    return medians;
  }

  private static String name(RunResult result) {
    String parameters =
        result.getParams().getParamsKeys().stream()
            .map(key -> "/" + result.getParams().getParam(key))
            .collect(Collectors.joining());
    return result.getPrimaryResult().getLabel() + parameters;
  }

  private static double median(RunResult result) {
    return new ListStatistics(
            result.getBenchmarkResults().stream()
                .flatMap(fork -> fork.getIterationResults().stream())
                .mapToDouble(iteration -> iteration.getPrimaryResult().getScore())
                .toArray())
        .getPercentile(50);
  }
}
