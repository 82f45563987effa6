package dev.millrace.supplychain;

import dev.millrace.common.job.Option;
import dev.millrace.common.job.OptionReader;
import dev.millrace.common.job.OptionRule;
import dev.millrace.supplychain.domain.stock.StockPolicy;
import dev.millrace.supplychain.operator.StockRules;
import java.time.Duration;
import java.util.List;

/** What can be told to the watch over stock. */
final class StockOptions {
  private static final Option<Duration> LEAD_TIME =
      Option.duration(
          "stock.lead-time",
          Duration.ofDays(7),
          OptionRule.between(Duration.ofHours(1), Duration.ofDays(365)),
          "Time from ordering to having goods at a location, where its stock levels do not say.");

  private static final Option<Double> CLEAR_COVER =
      Option.number(
          "stock.clear-cover",
          1.2,
          OptionRule.between(1.0, 2.0),
          "Cover in lead times at which a stock-out risk is over; it begins below 1.");

  private static final Option<Double> MIN_SHORT_DAYS =
      Option.number(
          "stock.min-short-days",
          1.5,
          OptionRule.between(0.0, 365.0),
          "Days of demand that have to be missing before goods come for a stock-out risk.");

  private static final Option<Duration> INBOUND_GRACE =
      Option.duration(
          "stock.inbound-grace",
          Duration.ofDays(1),
          OptionRule.between(Duration.ZERO, Duration.ofDays(90)),
          "How long after it is due inbound is still counted on.");

  private static final Option<Duration> TRANSFER_TIME =
      Option.duration(
          "stock.transfer-time",
          Duration.ofDays(2),
          OptionRule.between(Duration.ZERO, Duration.ofDays(90)),
          "Time that a transfer between two locations takes.");

  private static final Option<Double> RESERVE =
      Option.number(
          "stock.transfer-reserve",
          1.5,
          OptionRule.between(0.0, 100.0),
          "What a location keeps when it gives some of its stock away, in units of its demand over its lead time.");

  private static final Option<Duration> OVERSTOCK_COVER =
      Option.duration(
          "stock.overstock-cover",
          Duration.ofDays(120),
          OptionRule.between(Duration.ofDays(1), Duration.ofDays(3650)),
          "Cover, inbound included, from which stock is too much.");

  private static final Option<Double> OVERSTOCK_CLEAR =
      Option.number(
          "stock.overstock-clear",
          0.9,
          OptionRule.between(0.1, 1.0),
          "Share of stock.overstock-cover below which it is not any more.");

  private static final Option<Integer> HISTORY_DAYS =
      Option.integer(
          "stock.history-days",
          7,
          OptionRule.between(1, 365),
          "Full days of demand before anything is said of a location.");

  private static final Option<Integer> SEASON_DAYS =
      Option.integer(
          "stock.season-days",
          28,
          OptionRule.between(7, 3650),
          "Full days of demand from which days of the week are told apart.");

  private static final Option<Double> MEMORY_DAYS =
      Option.number(
          "stock.memory-days",
          14.0,
          OptionRule.between(1.0, 365.0),
          "Days that the demand rate mostly rests on.");

  private static final Option<Integer> MAX_LOCATIONS =
      Option.integer(
          "stock.max-locations",
          1_000,
          OptionRule.between(1, 100_000),
          "Locations of a product that are followed; of more, the one that was not heard of for longest is left.");

  private static final Option<Duration> RETENTION =
      Option.duration(
          "state.stock-retention",
          Duration.ofDays(180),
          OptionRule.between(Duration.ofDays(1), Duration.ofDays(36_500)),
          "How long a product at a location is kept without a record of it, by the job's clock.");

  /** In the order of the README. */
  static final List<Option<?>> ALL =
      List.of(
          LEAD_TIME,
          CLEAR_COVER,
          MIN_SHORT_DAYS,
          INBOUND_GRACE,
          TRANSFER_TIME,
          RESERVE,
          OVERSTOCK_COVER,
          OVERSTOCK_CLEAR,
          HISTORY_DAYS,
          SEASON_DAYS,
          MEMORY_DAYS,
          MAX_LOCATIONS,
          RETENTION);

  private StockOptions() {}

  /** The rules in options that were found sound. */
  static StockRules read(OptionReader options) {
    return new StockRules(
        new StockPolicy(
            options.read(LEAD_TIME),
            options.read(CLEAR_COVER),
            options.read(MIN_SHORT_DAYS),
            options.read(INBOUND_GRACE),
            options.read(TRANSFER_TIME),
            options.read(RESERVE),
            options.read(OVERSTOCK_COVER),
            options.read(OVERSTOCK_CLEAR),
            options.read(HISTORY_DAYS),
            options.read(SEASON_DAYS),
            options.read(MEMORY_DAYS)),
        options.read(MAX_LOCATIONS),
        options.read(RETENTION));
  }
}
