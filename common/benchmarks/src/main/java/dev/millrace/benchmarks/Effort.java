package dev.millrace.benchmarks;

import java.time.Duration;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * How long is measured. What is compared runs one after the other in every round: so a neighbour on
 * the machine slows both sides of a ratio.
 *
 * @param rounds from 1
 * @param forks 1: each benchmark has a JVM of its own in each round; 0: all run in this one
 * @param warmUps iterations before the JIT is believed to be done, in each JVM
 * @param iterations iterations that count, in each JVM
 * @param iteration length of one
 */
record Effort(int rounds, int forks, int warmUps, int iterations, Duration iteration) {

  /** Under two minutes on two cores. */
  static final Effort USUAL = new Effort(3, 1, 4, 5, Duration.ofMillis(400));

  /** Seconds: shows that everything runs, says nothing about speed. */
  static final Effort QUICK = new Effort(1, 0, 1, 1, Duration.ofMillis(50));

  /** What JMH is told to do in one round. */
  ChainedOptionsBuilder options() {
    TimeValue time = TimeValue.milliseconds(iteration.toMillis());
    return new OptionsBuilder()
        .forks(forks)
        .warmupIterations(warmUps)
        .warmupTime(time)
        .measurementIterations(iterations)
        .measurementTime(time)
        .verbosity(VerboseMode.SILENT)
        .shouldFailOnError(true)
        // Otherwise JMH would pass on this JVM's flags, which are those of a tool done in seconds.
        .jvmArgs("-Xms512m", "-Xmx512m");
  }
}
