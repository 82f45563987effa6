package dev.millrace.supplychain;

import dev.millrace.common.job.Option;
import dev.millrace.common.job.OptionReader;
import dev.millrace.common.job.OptionRule;
import dev.millrace.supplychain.domain.alert.AlertRules;
import dev.millrace.supplychain.domain.alert.SeverityRules;
import dev.millrace.supplychain.domain.notice.NoticeRules;
import java.time.Duration;
import java.util.List;

/** Options of alerts and notifications. */
final class AlertOptions {
  private static final OptionRule<Duration> UP_TO_A_YEAR =
      OptionRule.between(Duration.ZERO, Duration.ofDays(365));

  private static final Option<String> DEFAULT_OWNER =
      Option.text(
          "alerts.default-owner",
          "supply-desk",
          OptionRule.notBlank(),
          "Who acts on an alert whose subject names nobody.");

  private static final Option<Duration> FORECASTS_WAIT =
      Option.duration(
          "alerts.forecasts-wait",
          Duration.ofHours(1),
          UP_TO_A_YEAR,
          "How long an alert that something will be late or run out, and that a disruption may be the cause of, waits for that disruption to be known before it is opened. In the time of events.");

  private static final Option<Duration> CLEAR_AFTER =
      Option.duration(
          "alerts.clear-after",
          Duration.ofMinutes(10),
          UP_TO_A_YEAR,
          "How long a finding must stay cleared until its alert is resolved, in the time of events.");

  private static final Option<Duration> REOPEN_WITHIN =
      Option.duration(
          "alerts.reopen-within",
          Duration.ofDays(1),
          UP_TO_A_YEAR,
          "How long after its end an alert is opened again, snoozes included, rather than as a new one.");

  private static final Option<Duration> RELEASE_AFTER =
      Option.duration(
          "alerts.release-after",
          Duration.ofDays(5),
          UP_TO_A_YEAR,
          "How long after the end of a disruption what it held may right itself before it is opened, and what is late because of it belongs to it. In the time of events.");

  private static final Option<Double> MATERIAL_CHANGE =
      Option.number(
          "alerts.material-change",
          0.1,
          OptionRule.between(0.0, 10.0),
          "Share by which a figure must change for a new version of an alert.");

  private static final Option<Duration> CHILDREN_EVERY =
      Option.duration(
          "alerts.children-every",
          Duration.ofMinutes(1),
          UP_TO_A_YEAR,
          "How often an alert says how many others are part of it, at the most.");

  private static final Option<Duration> ESCALATE_AFTER =
      Option.duration(
          "alerts.escalate-after",
          Duration.ofHours(1),
          OptionRule.between(Duration.ofSeconds(1), Duration.ofDays(365)),
          "How long an alert of severity HIGH may wait for somebody until it is escalated; a CRITICAL one waits a quarter, MEDIUM 4 times, LOW 16 times as long.");

  private static final Option<Integer> MAX_ESCALATIONS =
      Option.integer(
          "alerts.max-escalations",
          3,
          OptionRule.between(0, 100),
          "How often waiting alone escalates an alert.");

  private static final Option<Double> VALUE_GROWTH =
      Option.number(
          "alerts.value-growth",
          2.0,
          OptionRule.between(1.01, 1_000.0),
          "Factor by which the value at risk must have grown for an alert to be escalated.");

  private static final Option<Integer> MEDIUM_FROM =
      value("alerts.medium-from", 1_000_000, "MEDIUM, in minor units of its currency");
  private static final Option<Integer> HIGH_FROM =
      value("alerts.high-from", 10_000_000, "HIGH; at least alerts.medium-from");
  private static final Option<Integer> CRITICAL_FROM =
      value("alerts.critical-from", 100_000_000, "CRITICAL; at least alerts.high-from");

  private static final Option<Duration> NEAR =
      Option.duration(
          "alerts.near",
          Duration.ofDays(1),
          UP_TO_A_YEAR,
          "Time to impact below which an alert is a step more severe.");

  private static final Option<Duration> FAR =
      Option.duration(
          "alerts.far",
          Duration.ofDays(7),
          UP_TO_A_YEAR,
          "Time to impact above which an alert is a step less severe.");

  private static final Option<Duration> RETENTION =
      Option.duration(
          "alerts.retention",
          Duration.ofDays(90),
          OptionRule.between(Duration.ofHours(1), Duration.ofDays(36_500)),
          "How long an alert of which nothing is heard is kept: open, it is then resolved; resolved, and without others that are part of it, it is then forgotten but for its newest version's number. In the time of events. Longer than alerts.clear-after and alerts.release-after together.");

  private static final Option<Integer> PER_HOUR =
      Option.integer(
          "notifications.per-hour",
          10,
          OptionRule.between(0, 100_000),
          "Notifications of single alerts to one owner an hour; the rest waits for the digest. Those of CRITICAL alerts are not counted.");

  private static final Option<Integer> BURST =
      Option.integer(
          "notifications.burst",
          5,
          OptionRule.between(0, 100_000),
          "Notifications of single alerts to one owner at once, after a time without any; none if notifications.per-hour is 0.");

  private static final Option<Duration> DIGEST_INTERVAL =
      Option.duration(
          "notifications.digest-interval",
          Duration.ofHours(1),
          OptionRule.between(Duration.ofSeconds(1), Duration.ofDays(30)),
          "How long after the first alert that is held back the digest is sent.");

  /** All of them, in the order of the README. */
  static final List<Option<?>> ALL =
      List.of(
          DEFAULT_OWNER,
          FORECASTS_WAIT,
          CLEAR_AFTER,
          RELEASE_AFTER,
          REOPEN_WITHIN,
          MATERIAL_CHANGE,
          CHILDREN_EVERY,
          ESCALATE_AFTER,
          MAX_ESCALATIONS,
          VALUE_GROWTH,
          MEDIUM_FROM,
          HIGH_FROM,
          CRITICAL_FROM,
          NEAR,
          FAR,
          RETENTION,
          PER_HOUR,
          BURST,
          DIGEST_INTERVAL);

  private AlertOptions() {}

  /** Holds options against each other. */
  static void compare(OptionReader options) {
    requireAtLeast(MEDIUM_FROM, HIGH_FROM, options);
    requireAtLeast(HIGH_FROM, CRITICAL_FROM, options);
    // A disruption that is forgotten before releases what it held before.
    options.require(
        options
                .read(RETENTION)
                .compareTo(options.read(CLEAR_AFTER).plus(options.read(RELEASE_AFTER)))
            > 0,
        RETENTION,
        "longer than alerts.clear-after and alerts.release-after together",
        options.read(RETENTION));
  }

  private static void requireAtLeast(
      Option<Integer> lower, Option<Integer> higher, OptionReader options) {
    options.require(
        options.read(higher) >= options.read(lower),
        higher,
        "at least " + lower.key(),
        options.read(higher));
  }

  /** How alerts live. Call after {@link OptionReader#finish}. */
  static AlertRules alerts(OptionReader options) {
    return new AlertRules(
        new SeverityRules(
            options.read(MEDIUM_FROM),
            options.read(HIGH_FROM),
            options.read(CRITICAL_FROM),
            options.read(NEAR),
            options.read(FAR)),
        new AlertRules.EscalationRules(
            options.read(ESCALATE_AFTER),
            options.read(MAX_ESCALATIONS),
            options.read(VALUE_GROWTH)),
        options.read(DEFAULT_OWNER),
        options.read(FORECASTS_WAIT),
        options.read(CLEAR_AFTER),
        options.read(RELEASE_AFTER),
        options.read(REOPEN_WITHIN),
        options.read(MATERIAL_CHANGE),
        options.read(CHILDREN_EVERY),
        options.read(RETENTION));
  }

  /** How owners are told. Call after {@link OptionReader#finish}. */
  static NoticeRules notices(OptionReader options) {
    return new NoticeRules(
        options.read(PER_HOUR), options.read(BURST), options.read(DIGEST_INTERVAL));
  }

  private static Option<Integer> value(String key, int byDefault, String then) {
    return Option.integer(
        key,
        byDefault,
        OptionRule.between(0, Integer.MAX_VALUE),
        "Value at risk from which an alert is %s.".formatted(then));
  }
}
