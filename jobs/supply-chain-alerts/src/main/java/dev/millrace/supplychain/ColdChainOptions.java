package dev.millrace.supplychain;

import dev.millrace.common.job.Option;
import dev.millrace.common.job.OptionReader;
import dev.millrace.common.job.OptionRule;
import dev.millrace.supplychain.domain.coldchain.ColdChainPolicy;
import dev.millrace.supplychain.domain.coldchain.ProductClasses;
import dev.millrace.supplychain.operator.ColdChainRules;
import java.time.Duration;
import java.util.List;

/** What can be told to the watch over the cold chain. */
final class ColdChainOptions {
  private static final Option<String> CLASSES =
      Option.text(
          "coldchain.classes",
          "CHILLED 2..8 30m; FROZEN ..-18 15m",
          new OptionRule<>(ProductClasses.RULE, ProductClasses::isValid),
          "How cold goods of each class must be in degrees Celsius, and for how long they stand it when they are not.");

  private static final Option<Duration> RECOVERY =
      Option.duration(
          "coldchain.recovery",
          Duration.ofMinutes(30),
          OptionRule.between(Duration.ZERO, Duration.ofDays(30)),
          "Time inside the range after which an excursion is over; shorter returns do not interrupt it.");

  private static final Option<Double> GAP_FACTOR =
      Option.number(
          "coldchain.gap-factor",
          3.0,
          OptionRule.between(1.0, 1_000.0),
          "Intervals without a reading after which a sensor is missing.");

  private static final Option<Duration> ABANDON_AFTER =
      Option.duration(
          "coldchain.abandon-after",
          Duration.ofDays(7),
          OptionRule.between(Duration.ofHours(1), Duration.ofDays(3650)),
          "Silence after which a sensor is not followed any more; longer than the longest interval.");

  private static final Option<Duration> RETENTION =
      Option.duration(
          "state.sensor-retention",
          Duration.ofDays(30),
          OptionRule.between(Duration.ofHours(1), Duration.ofDays(36_500)),
          "How long a sensor is kept without a reading, by the job's clock. Longer than coldchain.abandon-after.");

  /** In the order of the README. */
  static final List<Option<?>> ALL =
      List.of(CLASSES, RECOVERY, GAP_FACTOR, ABANDON_AFTER, RETENTION);

  private ColdChainOptions() {}

  /** Holds options against each other. */
  static void compare(OptionReader options) {
    // State that is gone before its sensor is given up takes the end of an alert along.
    options.require(
        options.read(RETENTION).compareTo(options.read(ABANDON_AFTER)) > 0,
        RETENTION,
        "longer than coldchain.abandon-after",
        options.read(RETENTION));
  }

  /** The rules in options that were found sound. */
  static ColdChainRules read(OptionReader options) {
    return new ColdChainRules(
        new ColdChainPolicy(
            ProductClasses.parse(options.read(CLASSES)),
            options.read(RECOVERY),
            options.read(GAP_FACTOR),
            options.read(ABANDON_AFTER)),
        options.read(RETENTION));
  }
}
