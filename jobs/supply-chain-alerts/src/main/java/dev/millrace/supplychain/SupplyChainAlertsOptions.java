package dev.millrace.supplychain;

import dev.millrace.common.ingest.IngestOptions;
import dev.millrace.common.job.JobOptions;
import dev.millrace.common.job.JobOptions.Haste;
import dev.millrace.common.job.KafkaOptions;
import dev.millrace.common.job.Option;
import dev.millrace.common.job.OptionReader;
import dev.millrace.common.job.OptionRule;
import dev.millrace.common.job.RegistryOptions;
import dev.millrace.supplychain.domain.alert.AlertRules;
import dev.millrace.supplychain.domain.anomaly.AnomalyRules;
import dev.millrace.supplychain.domain.notice.NoticeRules;
import dev.millrace.supplychain.domain.place.ArrivalRules;
import dev.millrace.supplychain.domain.place.DecisionRules;
import dev.millrace.supplychain.domain.place.DisruptionRules;
import dev.millrace.supplychain.domain.shipment.Expediting;
import dev.millrace.supplychain.domain.shipment.TrackingRules;
import dev.millrace.supplychain.domain.supplier.Alternatives;
import dev.millrace.supplychain.domain.supplier.DriftRules;
import dev.millrace.supplychain.operator.ClockRules;
import dev.millrace.supplychain.operator.ColdChainRules;
import dev.millrace.supplychain.operator.DelayRules;
import dev.millrace.supplychain.operator.StockRules;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * Everything this job can be told, validated.
 *
 * @param input what is taken from the topics
 * @param horizon which event times are believed
 * @param alerting how the supply chain is watched
 */
public record SupplyChainAlertsOptions(
    JobOptions job,
    KafkaOptions kafka,
    RegistryOptions registry,
    IngestOptions input,
    Horizon horizon,
    Alerting alerting) {

  /** Name of the job. */
  public static final String JOB = "supply-chain-alerts";

  /**
   * Which event times are believed.
   *
   * @param future how far they may be ahead of the job's clock
   * @param past how far they may be behind it
   */
  public record Horizon(Duration future, Duration past) {}

  /**
   * How the supply chain is watched.
   *
   * @param clock how time passes for deadlines
   * @param tracking how much patience a shipment is given
   * @param places how lanes, ports and carriers are watched
   * @param suppliers how suppliers are watched
   * @param stock how stock is watched
   * @param coldChain how sensors that travel with goods are watched
   * @param deliveries how open deliveries are forecast
   * @param anomalies which points do not fit their series
   * @param alerts how alerts live
   * @param notices how owners are told
   * @param retentions how long state is kept
   */
  public record Alerting(
      ClockRules clock,
      TrackingRules tracking,
      Places places,
      Suppliers suppliers,
      StockRules stock,
      ColdChainRules coldChain,
      DelayRules deliveries,
      AnomalyRules anomalies,
      AlertRules alerts,
      NoticeRules notices,
      Retentions retentions) {}

  /**
   * How lanes, ports and carriers are watched.
   *
   * @param arrivals when a shipment is expected too late
   * @param disruptions when a place is disrupted
   * @param decisions how the place to blame is found
   */
  public record Places(
      ArrivalRules arrivals, DisruptionRules disruptions, DecisionRules decisions) {}

  /**
   * How suppliers are watched.
   *
   * @param drift when one has changed
   * @param alternatives whom to turn to
   */
  public record Suppliers(DriftRules drift, Alternatives alternatives) {}

  /**
   * How long state is kept, in processing time.
   *
   * @param watched what is watched, without a record
   * @param duplicates ids of records
   */
  public record Retentions(Duration watched, Duration duplicates) {}

  private static final Option<Duration> FUTURE_TOLERANCE =
      Option.duration(
          "validation.future-tolerance",
          Duration.ofHours(1),
          OptionRule.between(Duration.ZERO, Duration.ofDays(365)),
          "How far an event time may be ahead of the job's clock; beyond it the record is a dead letter.");

  private static final Option<Duration> PAST_HORIZON =
      Option.duration(
          "validation.past-horizon",
          Duration.ofDays(3650),
          OptionRule.between(Duration.ofDays(1), Duration.ofDays(36_500)),
          "How far an event time may be behind the job's clock; beyond it the record is a dead letter. Long enough for replays of old data.");

  private static final Option<ClockRules.Mode> CLOCK_MODE =
      Option.choice(
          "clock.mode",
          ClockRules.Mode.class,
          ClockRules.Mode.LIVE,
          "live: deadlines go by event times while records come, else by the wall clock. events: by event times alone, for replays of the past.");

  private static final Option<Duration> CLOCK_LATENESS =
      Option.duration(
          "clock.lateness",
          Duration.ofSeconds(1),
          OptionRule.between(Duration.ZERO, Duration.ofDays(7)),
          "How far an event may be behind the newest of its topic before deadlines do not wait for it.");

  private static final Option<Duration> CLOCK_IDLE_AFTER =
      Option.duration(
          "clock.idle-after",
          Duration.ofSeconds(2),
          OptionRule.between(Duration.ofMillis(100), Duration.ofDays(1)),
          "Time without a record after which deadlines go by the wall clock.");

  private static final Option<Duration> CLOCK_MAX_HOLD =
      Option.duration(
          "clock.max-hold",
          Duration.ofMinutes(5),
          OptionRule.between(Duration.ofSeconds(1), Duration.ofDays(7)),
          "How long records that lie behind the wall clock, as in a backlog, hold deadlines back.");

  private static final Option<Duration> GRACE =
      Option.duration(
          "milestones.grace",
          Duration.ofHours(2),
          OptionRule.between(Duration.ZERO, Duration.ofDays(90)),
          "How late a step of a shipment may be before it is missed.");

  private static final Option<String> GRACE_OF =
      Option.text(
          "milestones.grace-of",
          "ARRIVING 12 h; RECEIVING 6 h",
          new OptionRule<>(GraceText.RULE, GraceText::isValid),
          "The same of single steps, where it differs.");

  private static final Option<Duration> SHIPMENT_MEMORY =
      Option.duration(
          "milestones.memory",
          Duration.ofDays(30),
          OptionRule.between(Duration.ofHours(1), Duration.ofDays(3650)),
          "How long, in the time of events, a shipment is remembered after its end, or after the last of its deadlines.");

  private static final Option<Double> EXPEDITE_COST_SHARE =
      Option.number(
          "actions.expedite-cost-share",
          0.5,
          OptionRule.between(0.0, 100.0),
          "What moving a shipment faster costs, as a share of its freight.");

  private static final Option<Double> EXPEDITE_TIME_SHARE =
      Option.number(
          "actions.expedite-time-share",
          0.3,
          OptionRule.between(0.01, 1.0),
          "Share of the remaining time that this wins at the most.");

  private static final Option<Double> DELAY_COST_PER_DAY =
      Option.number(
          "actions.delay-cost-per-day",
          0.02,
          OptionRule.between(0.0, 1.0),
          "Share of the value of goods that each day of delay costs.");

  private static final Option<Duration> ETA_TOLERANCE =
      Option.duration(
          "eta.tolerance",
          Duration.ofHours(12),
          OptionRule.between(Duration.ofMinutes(1), Duration.ofDays(365)),
          "How much later than needed a shipment must be expected to be late; with half of it, it is in time again.");

  private static final Option<Double> LATE_QUANTILE =
      Option.number(
          "disruption.late-quantile",
          0.98,
          OptionRule.between(0.6, 0.999),
          "Share of the earlier passages of a lane, port or carrier that were less late than what counts as late there.");

  private static final Option<Double> DISRUPTED_SHARE =
      Option.number(
          "disruption.disrupted-share",
          0.7,
          OptionRule.between(0.1, 0.99),
          "Share of passages that are late where there is a disruption; more than 1 - disruption.late-quantile.");

  private static final Option<Integer> DISRUPTION_SHIPMENTS =
      Option.integer(
          "disruption.min-shipments",
          3,
          OptionRule.between(1, 100),
          "Least number of late shipments of a disruption.");

  private static final Option<Double> RAISE_SCORE =
      Option.number(
          "disruption.raise-score",
          9.0,
          OptionRule.between(1.0, 100.0),
          "Logarithm of how many times better a disruption must explain the newest passages than chance does.");

  private static final Option<Double> CLEAR_SCORE =
      Option.number(
          "disruption.clear-score",
          2.0,
          OptionRule.between(0.0, 100.0),
          "The same, below which it is over; less than disruption.raise-score.");

  private static final Option<Duration> MINIMUM_LATENESS =
      Option.duration(
          "disruption.minimum-lateness",
          Duration.ofMinutes(30),
          OptionRule.between(Duration.ZERO, Duration.ofDays(90)),
          "What is never late, however punctual a place is.");

  private static final Option<Duration> FIRST_LATENESS =
      Option.duration(
          "disruption.first-lateness",
          Duration.ofHours(12),
          OptionRule.between(Duration.ZERO, Duration.ofDays(90)),
          "What counts as late at a place of which less than 30 passages are known.");

  private static final Option<Duration> DISRUPTION_QUIET =
      Option.duration(
          "disruption.quiet",
          Duration.ofDays(3),
          OptionRule.between(Duration.ofMinutes(1), Duration.ofDays(365)),
          "Time without any evidence after which a disruption is over; less than state.retention.");

  private static final Option<Duration> DISRUPTION_SETTLE =
      Option.duration(
          "disruption.settle",
          Duration.ofSeconds(30),
          OptionRule.between(Duration.ZERO, Duration.ofDays(1)),
          "How long a disruption waits for another that explains it before it is said.");

  private static final Option<Duration> DISRUPTION_LINGER =
      Option.duration(
          "disruption.linger",
          Duration.ofHours(12),
          OptionRule.between(Duration.ZERO, Duration.ofDays(30)),
          "How long what was explained by a disruption that is over is given to be over too.");

  private static final Option<Double> EXPLAINED_SHARE =
      Option.number(
          "disruption.explained-share",
          0.7,
          OptionRule.between(0.01, 1.0),
          "Share of the late shipments of a place that another must have among its own to explain it.");

  private static final Option<Integer> DRIFT_OBSERVATIONS =
      Option.integer(
          "drift.observations",
          12,
          OptionRule.between(3, 10_000),
          "Observations of a supplier's measure before it is judged.");

  private static final Option<Double> DRIFT_SLACK =
      Option.number(
          "drift.slack",
          0.5,
          OptionRule.between(0.0, 3.0),
          "Standard deviations that an observation may be worse than usual before it adds to the sum.");

  private static final Option<Double> DRIFT_THRESHOLD =
      Option.number(
          "drift.threshold",
          10.0,
          OptionRule.between(1.0, 1_000.0),
          "Sum of standard deviations at which a supplier has changed; one observation adds 3 at the most.");

  private static final Option<Double> DRIFT_CLEAR_SHARE =
      Option.number(
          "drift.clear-share",
          0.25,
          OptionRule.between(0.0, 1.0),
          "Share of drift.threshold below which the change is over.");

  private static final Option<Duration> DRIFT_REST =
      Option.duration(
          "drift.rest-grace",
          Duration.ofDays(7),
          OptionRule.between(Duration.ZERO, Duration.ofDays(90)),
          "How long the rest of an order that comes in parts is waited for, after it was promised and after the newest part.");

  private static final Option<Duration> DELIVERY_HORIZON =
      Option.duration(
          "delivery.horizon",
          DelayRules.DEFAULT.horizon(),
          OptionRule.between(Duration.ofHours(1), Duration.ofDays(365)),
          "How long before it is due an open order is forecast.");

  private static final Option<Double> DELIVERY_PROBABILITY =
      Option.number(
          "delivery.late-probability",
          DelayRules.DEFAULT.leastProbability(),
          OptionRule.between(0.01, 1.0),
          "Probability of being late from which that is said.");

  private static final Option<Duration> DELIVERY_OVERDUE =
      Option.duration(
          "delivery.overdue-after",
          DelayRules.DEFAULT.overdueAfter(),
          OptionRule.between(Duration.ZERO, Duration.ofDays(30)),
          "How long after it was due an order that has not arrived teaches that it is late.");

  private static final Option<Duration> DELIVERY_ABANDON =
      Option.duration(
          "delivery.abandon-after",
          DelayRules.DEFAULT.abandonAfter(),
          OptionRule.between(Duration.ofDays(31), Duration.ofDays(3650)),
          "How long after it was due nobody waits for an order any more.");

  private static final Option<Duration> DELIVERY_RETENTION =
      Option.duration(
          "state.delivery-retention",
          DelayRules.DEFAULT.facetRetention(),
          OptionRule.between(Duration.ofDays(1), Duration.ofDays(36_500)),
          "How long what a supplier, site or lane has taught of late deliveries is kept without more, by the job's clock. Longer than delivery.abandon-after and delivery.horizon together.");

  private static final Option<Double> ANOMALY_THRESHOLD =
      Option.number(
          "anomaly.threshold",
          AnomalyRules.DEFAULT.threshold(),
          OptionRule.between(0.01, 0.99),
          "Least surprise of an anomaly, for all series.");

  private static final Option<Integer> ANOMALY_QUIET =
      Option.integer(
          "anomaly.quiet-points",
          AnomalyRules.DEFAULT.quietPoints(),
          OptionRule.between(1, 100_000),
          "Points after a detection among which there is no other; after them what it does is normal.");

  private static final Option<Integer> ANOMALY_WARM_UP =
      Option.integer(
          "anomaly.warm-up-points",
          AnomalyRules.DEFAULT.warmUpPoints(),
          OptionRule.between(1, 100_000),
          "Points at the start of a series among which nothing is detected.");

  private static final Option<Duration> DUPLICATE_RETENTION =
      Option.duration(
          "state.duplicate-retention",
          Duration.ofDays(7),
          OptionRule.between(Duration.ofMinutes(1), Duration.ofDays(36_500)),
          "How long ids of records that count once each are remembered, by the job's clock.");

  private static final Option<Duration> RETENTION =
      Option.duration(
          "state.retention",
          Duration.ofDays(180),
          OptionRule.between(Duration.ofHours(1), Duration.ofDays(36_500)),
          "How long what is watched is kept without a record, by the job's clock.");

  private static final List<Option<?>> OWN =
      List.of(
          FUTURE_TOLERANCE,
          PAST_HORIZON,
          CLOCK_MODE,
          CLOCK_LATENESS,
          CLOCK_IDLE_AFTER,
          CLOCK_MAX_HOLD,
          GRACE,
          GRACE_OF,
          SHIPMENT_MEMORY,
          EXPEDITE_COST_SHARE,
          EXPEDITE_TIME_SHARE,
          DELAY_COST_PER_DAY,
          ETA_TOLERANCE,
          LATE_QUANTILE,
          DISRUPTED_SHARE,
          DISRUPTION_SHIPMENTS,
          RAISE_SCORE,
          CLEAR_SCORE,
          MINIMUM_LATENESS,
          FIRST_LATENESS,
          DISRUPTION_QUIET,
          DISRUPTION_SETTLE,
          DISRUPTION_LINGER,
          EXPLAINED_SHARE,
          DRIFT_OBSERVATIONS,
          DRIFT_SLACK,
          DRIFT_THRESHOLD,
          DRIFT_CLEAR_SHARE,
          DRIFT_REST,
          DELIVERY_HORIZON,
          DELIVERY_PROBABILITY,
          DELIVERY_OVERDUE,
          DELIVERY_ABANDON,
          DELIVERY_RETENTION,
          ANOMALY_THRESHOLD,
          ANOMALY_QUIET,
          ANOMALY_WARM_UP,
          DUPLICATE_RETENTION,
          RETENTION);

  private static final List<Option<?>> WATCHING =
      Stream.of(OWN, StockOptions.ALL, ColdChainOptions.ALL, AlertOptions.ALL)
          .<Option<?>>flatMap(List::stream)
          .toList();

  /** All options, in the order of the README. */
  public static final List<Option<?>> ALL =
      Stream.of(
              KafkaOptions.ALL,
              RegistryOptions.ALL,
              JobOptions.all(Haste.SOON),
              IngestOptions.ALL,
              WATCHING)
          .<Option<?>>flatMap(List::stream)
          .toList();

  /**
   * The options in a program's arguments.
   *
   * @throws dev.millrace.common.job.InvalidOptionsException naming every setting that is wrong
   */
  public static SupplyChainAlertsOptions from(String[] args) {
    OptionReader options = OptionReader.of(args, ALL);
    JobOptions job = JobOptions.read(JOB, Haste.SOON, options);
    KafkaOptions kafka = KafkaOptions.read(JOB, options);
    RegistryOptions registry = RegistryOptions.read(options);
    IngestOptions input = IngestOptions.read(options);
    // All that is wrong with them is reported before any of them is used.
    WATCHING.forEach(options::readOptional);
    options.finish();
    options.require(
        options.read(CLEAR_SCORE) < options.read(RAISE_SCORE),
        CLEAR_SCORE,
        "less than disruption.raise-score",
        options.read(CLEAR_SCORE));
    options.require(
        options.read(DISRUPTED_SHARE) > 1 - options.read(LATE_QUANTILE),
        DISRUPTED_SHARE,
        "more than 1 - disruption.late-quantile",
        options.read(DISRUPTED_SHARE));
    options.require(
        options.read(DISRUPTION_QUIET).compareTo(options.read(RETENTION)) < 0,
        DISRUPTION_QUIET,
        "less than state.retention",
        options.read(DISRUPTION_QUIET));
    // A delivery that is gone while it counts as overdue would count so for ever.
    options.require(
        options
                .read(DELIVERY_RETENTION)
                .compareTo(options.read(DELIVERY_ABANDON).plus(options.read(DELIVERY_HORIZON)))
            > 0,
        DELIVERY_RETENTION,
        "longer than delivery.abandon-after and delivery.horizon together",
        options.read(DELIVERY_RETENTION));
    ColdChainOptions.compare(options);
    AlertOptions.compare(options);
    options.finish();
    Horizon horizon = new Horizon(options.read(FUTURE_TOLERANCE), options.read(PAST_HORIZON));
    return new SupplyChainAlertsOptions(job, kafka, registry, input, horizon, alerting(options));
  }

  private static Alerting alerting(OptionReader options) {
    ClockRules clock =
        new ClockRules(
            options.read(CLOCK_MODE),
            options.read(CLOCK_LATENESS),
            options.read(CLOCK_IDLE_AFTER),
            options.read(CLOCK_MAX_HOLD));
    return new Alerting(
        clock,
        tracking(options),
        places(options),
        new Suppliers(
            new DriftRules(
                options.read(DRIFT_OBSERVATIONS),
                options.read(DRIFT_SLACK),
                options.read(DRIFT_THRESHOLD),
                options.read(DRIFT_CLEAR_SHARE),
                options.read(DRIFT_REST).toMillis()),
            new Alternatives(options.read(DELAY_COST_PER_DAY))),
        StockOptions.read(options),
        ColdChainOptions.read(options),
        new DelayRules(
            options.read(DELIVERY_HORIZON),
            options.read(DELIVERY_OVERDUE),
            options.read(DELIVERY_ABANDON),
            options.read(DELIVERY_PROBABILITY),
            options.read(DELIVERY_RETENTION)),
        new AnomalyRules(
            options.read(ANOMALY_THRESHOLD),
            options.read(ANOMALY_QUIET),
            options.read(ANOMALY_WARM_UP)),
        AlertOptions.alerts(options),
        AlertOptions.notices(options),
        new Retentions(options.read(RETENTION), options.read(DUPLICATE_RETENTION)));
  }

  private static Places places(OptionReader options) {
    return new Places(
        new ArrivalRules(options.read(ETA_TOLERANCE).toMillis(), expediting(options)),
        new DisruptionRules(
            options.read(LATE_QUANTILE),
            options.read(DISRUPTED_SHARE),
            options.read(DISRUPTION_SHIPMENTS),
            options.read(RAISE_SCORE),
            options.read(CLEAR_SCORE),
            options.read(MINIMUM_LATENESS).toMillis(),
            options.read(FIRST_LATENESS).toMillis(),
            options.read(DISRUPTION_QUIET).toMillis()),
        new DecisionRules(
            options.read(DISRUPTION_SETTLE).toMillis(),
            options.read(DISRUPTION_LINGER).toMillis(),
            options.read(EXPLAINED_SHARE),
            options.read(DELAY_COST_PER_DAY)));
  }

  private static Expediting expediting(OptionReader options) {
    return new Expediting(
        options.read(EXPEDITE_COST_SHARE),
        options.read(EXPEDITE_TIME_SHARE),
        options.read(DELAY_COST_PER_DAY));
  }

  private static TrackingRules tracking(OptionReader options) {
    return new TrackingRules(
        options.read(GRACE).toMillis(),
        GraceText.parse(options.read(GRACE_OF)),
        options.read(SHIPMENT_MEMORY).toMillis(),
        expediting(options));
  }
}
