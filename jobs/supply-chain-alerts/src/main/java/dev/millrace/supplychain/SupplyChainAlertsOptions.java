package dev.millrace.supplychain;

import dev.millrace.common.ingest.IngestOptions;
import dev.millrace.common.job.JobOptions;
import dev.millrace.common.job.KafkaOptions;
import dev.millrace.common.job.Option;
import dev.millrace.common.job.OptionReader;
import dev.millrace.common.job.OptionRule;
import dev.millrace.common.job.RegistryOptions;
import dev.millrace.supplychain.domain.shipment.Expediting;
import dev.millrace.supplychain.domain.shipment.TrackingRules;
import dev.millrace.supplychain.operator.ClockRules;
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
   * @param retention how long what is watched is kept without a record, in processing time
   */
  public record Alerting(ClockRules clock, TrackingRules tracking, Duration retention) {}

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
          "ARRIVING 6 h; RECEIVING 6 h",
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
          RETENTION);

  /** All options, in the order of the README. */
  public static final List<Option<?>> ALL =
      Stream.of(KafkaOptions.ALL, RegistryOptions.ALL, JobOptions.ALL, IngestOptions.ALL, OWN)
          .<Option<?>>flatMap(List::stream)
          .toList();

  /**
   * The options in a program's arguments.
   *
   * @throws dev.millrace.common.job.InvalidOptionsException naming every setting that is wrong
   */
  public static SupplyChainAlertsOptions from(String[] args) {
    OptionReader options = OptionReader.of(args, ALL);
    JobOptions job = JobOptions.read(JOB, options);
    KafkaOptions kafka = KafkaOptions.read(JOB, options);
    RegistryOptions registry = RegistryOptions.read(options);
    IngestOptions input = IngestOptions.read(options);
    // All that is wrong with them is reported before any of them is used.
    OWN.forEach(options::readOptional);
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
    return new Alerting(clock, tracking(options), options.read(RETENTION));
  }

  private static TrackingRules tracking(OptionReader options) {
    return new TrackingRules(
        options.read(GRACE).toMillis(),
        GraceText.parse(options.read(GRACE_OF)),
        options.read(SHIPMENT_MEMORY).toMillis(),
        new Expediting(
            options.read(EXPEDITE_COST_SHARE),
            options.read(EXPEDITE_TIME_SHARE),
            options.read(DELAY_COST_PER_DAY)));
  }
}
