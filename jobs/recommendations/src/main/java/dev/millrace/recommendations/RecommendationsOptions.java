package dev.millrace.recommendations;

import dev.millrace.common.ingest.IngestOptions;
import dev.millrace.common.job.JobOptions;
import dev.millrace.common.job.JobOptions.Haste;
import dev.millrace.common.job.KafkaOptions;
import dev.millrace.common.job.Option;
import dev.millrace.common.job.OptionReader;
import dev.millrace.common.job.OptionRule;
import dev.millrace.common.job.RegistryOptions;
import dev.millrace.recommendations.domain.BotRule;
import dev.millrace.recommendations.domain.Learning;
import dev.millrace.recommendations.domain.RankingSettings;
import dev.millrace.recommendations.domain.Session;
import dev.millrace.recommendations.domain.Variants;
import dev.millrace.recommendations.operator.SessionRules;
import dev.millrace.recommendations.operator.Subjects;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * Everything this job can be told, validated.
 *
 * @param input what is taken from the topic
 * @param horizon which event times are believed
 * @param recommending how sessions are followed and answered
 */
public record RecommendationsOptions(
    JobOptions job,
    KafkaOptions kafka,
    RegistryOptions registry,
    IngestOptions input,
    Horizon horizon,
    Recommending recommending) {

  /** Name of the job. */
  public static final String JOB = "recommendations";

  /**
   * Which event times are believed.
   *
   * @param future how far they may be ahead of the job's clock
   * @param past how far they may be behind it
   */
  public record Horizon(Duration future, Duration past) {}

  /**
   * How sessions are followed and answered.
   *
   * @param duplicateRetention how long interaction ids are remembered
   */
  public record Recommending(
      SessionRules sessions, Subjects subjects, Duration duplicateRetention) {}

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

  private static final Option<Duration> LATENESS =
      Option.duration(
          "session.lateness",
          Duration.ofMinutes(5),
          OptionRule.between(Duration.ZERO, Duration.ofDays(1)),
          "How far an interaction may be behind the newest of its session; beyond it the record is a dead letter.");

  private static final Option<Integer> LEARNING_WINDOW =
      Option.integer(
          "learning.window",
          6,
          OptionRule.between(1, Session.MAX_CLICKS - 1),
          "Clicks back that a click is paired with.");

  private static final Option<Double> LEARNING_DISTANCE =
      Option.number(
          "learning.distance",
          0.3,
          OptionRule.between(0.0, 10.0),
          "How fast a pair loses weight with the clicks between the two: divided by 1 + this * clicks between.");

  private static final Option<Double> LEARNING_LENGTH =
      Option.number(
          "learning.length-exponent",
          0.4,
          OptionRule.between(0.0, 2.0),
          "Exponent of the session's length that a pair's weight is divided by.");

  private static final Option<Double> LEARNING_BACKWARD =
      Option.number(
          "learning.backward",
          0.5,
          OptionRule.between(0.0, 1.0),
          "Weight of what came before an item, relative to what came after it.");

  private static final Option<Double> LEARNING_FORGET =
      Option.number(
          "learning.forget",
          0.012,
          OptionRule.between(0.0, 0.5),
          "Share of what it knows that an item forgets with each session that visits it: about the newest 1/this sessions count.");

  private static final Option<Integer> LEARNING_CAPACITY =
      Option.integer(
          "learning.capacity",
          100,
          OptionRule.between(20, 1_000),
          "Items that an item knows, or that trend in a category, at the most; a quarter more until the weakest are dropped.");

  private static final Option<Double> CART_WEIGHT =
      Option.number(
          "learning.cart-weight",
          2.0,
          OptionRule.between(0.0, 100.0),
          "What putting an item into the cart says, relative to a view.");

  private static final Option<Double> PURCHASE_WEIGHT =
      Option.number(
          "learning.purchase-weight",
          3.0,
          OptionRule.between(0.0, 100.0),
          "What a purchase says, relative to a view.");

  private static final Option<String> LEARN_UNTIL =
      Option.text(
          "learning.until",
          "9999-01-01T00:00:00Z",
          new OptionRule<>("a time such as 2026-11-25T12:00:00Z", RecommendationsOptions::isTime),
          "Interactions from this event time on teach nothing: what is known stays as it is, and is kept as long as it is asked for.");

  private static final Option<Integer> BOT_CLICKS =
      Option.integer(
          "bots.clicks",
          10,
          OptionRule.between(2, Session.MAX_CLICKS),
          "A session that looks at so many items in a row within bots.within is not a person's: it is answered and teaches nothing. What is put into a cart or bought does not count.");

  private static final Option<Duration> BOT_WITHIN =
      Option.duration(
          "bots.within",
          Duration.ofSeconds(3),
          OptionRule.between(Duration.ZERO, Duration.ofHours(1)),
          "See bots.clicks.");

  private static final Option<Duration> TREND_HALF_LIFE =
      Option.duration(
          "trends.half-life",
          Duration.ofHours(6),
          OptionRule.between(Duration.ofMinutes(1), Duration.ofDays(365)),
          "Time of events after which a click counts half in what trends.");

  private static final Option<Integer> TREND_SHARDS =
      Option.integer(
          "trends.shards",
          8,
          OptionRule.between(1, 4 * 32_768), // four times the most subtasks
          "Parts that a category, and the shop, are counted in, each by its share of the sessions, so that no task holds up the others: at least job.parallelism, better four times as many. Where it is changed, sessions of a new part begin without trends.");

  private static final Option<Double> CUSTOMER_FORGET =
      Option.number(
          "customers.forget",
          0.05,
          OptionRule.between(0.0, 0.5),
          "Share of a customer's earlier items that is forgotten with each new one.");

  private static final Option<Integer> ANSWER_ITEMS =
      Option.integer(
          "answers.items",
          50,
          OptionRule.between(RankingSettings.PLACES, 1_000),
          "Neighbours that an item names in an answer at the most: quality against bytes between the steps.");

  private static final Option<String> ANSWER_FROM =
      Option.text(
          "answers.from",
          "1970-01-01T00:00:00Z",
          new OptionRule<>("a time such as 2026-11-25T12:00:00Z", RecommendationsOptions::isTime),
          "Interactions before this event time teach and are not answered: for a replay of the past, where nobody waits.");

  private static final Option<Integer> RANKING_WINDOW =
      Option.integer(
          "ranking.window",
          6,
          OptionRule.between(1, Session.MAX_CLICKS),
          "Newest items of the session that are asked for neighbours.");

  private static final Option<Double> POSITION_DECAY =
      Option.number(
          "ranking.position-decay",
          0.56,
          OptionRule.between(0.01, 1.0),
          "Weight of an item's neighbours relative to those of the item after it.");

  private static final Option<Double> VISITS_EXPONENT =
      Option.number(
          "ranking.visits-exponent",
          0.5,
          OptionRule.between(0.0, 1.0),
          "Exponent of an item's visits that its neighbours' weights are divided by.");

  private static final Option<Double> POPULARITY_EXPONENT =
      Option.number(
          "ranking.popularity-exponent",
          0.13,
          OptionRule.between(0.0, 1.0),
          "Exponent of a candidate's popularity that its score is divided by.");

  private static final Option<String> SEEN =
      Option.text(
          "ranking.seen",
          "keep",
          new OptionRule<>("keep or drop", text -> List.of("keep", "drop").contains(text)),
          "Whether items that the session has turned to are recommended again.");

  private static final Option<Integer> MAX_PER_CATEGORY =
      Option.integer(
          "ranking.max-per-category",
          0,
          OptionRule.between(0, RankingSettings.PLACES),
          "Most items of one category in a recommendation; 0 for any number.");

  private static final Option<Integer> MAX_PER_BRAND =
      Option.integer(
          "ranking.max-per-brand",
          0,
          OptionRule.between(0, RankingSettings.PLACES),
          "Most items of one brand in a recommendation; 0 for any number.");

  private static final Option<Double> EXPLORATION_SHARE =
      Option.number(
          "ranking.exploration-share",
          0.0,
          OptionRule.between(0.0, 1.0),
          "Share of the 20 places that is given to the least known of the candidates.");

  private static final Option<String> VARIANTS =
      Option.text(
          "experiment.variants",
          "baseline 1",
          new OptionRule<>(VariantsText.RULE, VariantsText::isValid),
          "What sessions are divided among by the hash of their id, for example `baseline 9; bold 1 exploration-share=0.1`: name, share, and the ranking settings that differ.");

  private static final Option<Duration> SESSION_RETENTION =
      Option.duration(
          "state.session-retention",
          Duration.ofDays(1),
          OptionRule.between(Duration.ofMinutes(1), Duration.ofDays(36_500)),
          "How long a session is kept without an interaction, by the job's clock. Longer than the shop's own sessions: one that comes back after it has no earlier clicks.");

  private static final Option<Duration> SUBJECT_RETENTION =
      Option.duration(
          "state.subject-retention",
          Duration.ofDays(60),
          OptionRule.between(Duration.ofHours(1), Duration.ofDays(36_500)),
          "How long what an item, a category or a customer has learned is kept without more, by the job's clock; from learning.until on, without being asked.");

  private static final Option<Duration> DUPLICATE_RETENTION =
      Option.duration(
          "state.duplicate-retention",
          Duration.ofDays(1),
          OptionRule.between(Duration.ofMinutes(1), Duration.ofDays(36_500)),
          "How long interaction ids are remembered, by the job's clock.");

  private static final List<Option<?>> OWN =
      List.of(
          FUTURE_TOLERANCE,
          PAST_HORIZON,
          LATENESS,
          LEARNING_WINDOW,
          LEARNING_DISTANCE,
          LEARNING_LENGTH,
          LEARNING_BACKWARD,
          LEARNING_FORGET,
          LEARNING_CAPACITY,
          CART_WEIGHT,
          PURCHASE_WEIGHT,
          LEARN_UNTIL,
          BOT_CLICKS,
          BOT_WITHIN,
          TREND_HALF_LIFE,
          TREND_SHARDS,
          CUSTOMER_FORGET,
          ANSWER_ITEMS,
          ANSWER_FROM,
          RANKING_WINDOW,
          POSITION_DECAY,
          VISITS_EXPONENT,
          POPULARITY_EXPONENT,
          SEEN,
          MAX_PER_CATEGORY,
          MAX_PER_BRAND,
          EXPLORATION_SHARE,
          VARIANTS,
          SESSION_RETENTION,
          SUBJECT_RETENTION,
          DUPLICATE_RETENTION);

  /** All options, in the order of the README. */
  public static final List<Option<?>> ALL =
      Stream.of(
              KafkaOptions.ALL,
              RegistryOptions.ALL,
              JobOptions.all(Haste.AT_ONCE),
              IngestOptions.ALL,
              OWN)
          .<Option<?>>flatMap(List::stream)
          .toList();

  /**
   * The options in a program's arguments.
   *
   * @throws dev.millrace.common.job.InvalidOptionsException naming every setting that is wrong
   */
  public static RecommendationsOptions from(String[] args) {
    OptionReader options = OptionReader.of(args, ALL);
    JobOptions job = JobOptions.read(JOB, Haste.AT_ONCE, options);
    KafkaOptions kafka = KafkaOptions.read(JOB, options);
    RegistryOptions registry = RegistryOptions.read(options);
    IngestOptions input = IngestOptions.read(options);
    // All that is wrong with them is reported before any of them is used.
    OWN.forEach(options::readOptional);
    options.finish();
    // With fewer, some tasks never have a share of that work, and others do it for them.
    options.require(
        options.read(TREND_SHARDS) >= job.parallelism(),
        TREND_SHARDS,
        "at least job.parallelism (%d)".formatted(job.parallelism()),
        options.read(TREND_SHARDS));
    options.finish();
    Horizon horizon = new Horizon(options.read(FUTURE_TOLERANCE), options.read(PAST_HORIZON));
    return new RecommendationsOptions(job, kafka, registry, input, horizon, recommending(options));
  }

  private static Recommending recommending(OptionReader options) {
    Learning learning =
        new Learning(
            options.read(LEARNING_WINDOW),
            options.read(LEARNING_DISTANCE),
            options.read(LEARNING_LENGTH),
            options.read(LEARNING_BACKWARD),
            options.read(LEARNING_FORGET),
            options.read(LEARNING_CAPACITY));
    SessionRules sessions =
        new SessionRules(
            JOB,
            variants(options),
            learning,
            new SessionRules.KindWeights(options.read(CART_WEIGHT), options.read(PURCHASE_WEIGHT)),
            new BotRule(options.read(BOT_CLICKS), options.read(BOT_WITHIN).toMillis()),
            options.read(LATENESS),
            options.read(TREND_SHARDS),
            Instant.parse(options.read(LEARN_UNTIL)),
            Instant.parse(options.read(ANSWER_FROM)),
            options.read(SESSION_RETENTION));
    Subjects subjects =
        new Subjects(
            learning,
            options.read(TREND_HALF_LIFE),
            options.read(CUSTOMER_FORGET),
            options.read(ANSWER_ITEMS),
            sessions.learnUntil(),
            options.read(SUBJECT_RETENTION));
    return new Recommending(sessions, subjects, options.read(DUPLICATE_RETENTION));
  }

  private static Variants variants(OptionReader options) {
    return VariantsText.parse(
        options.read(VARIANTS),
        new RankingSettings(
            options.read(RANKING_WINDOW),
            options.read(POSITION_DECAY),
            options.read(VISITS_EXPONENT),
            options.read(POPULARITY_EXPONENT),
            options.read(SEEN).equals("keep"),
            options.read(MAX_PER_CATEGORY),
            options.read(MAX_PER_BRAND),
            options.read(EXPLORATION_SHARE)));
  }

  private static boolean isTime(String text) {
    try {
      Instant.parse(text);
      return true;
    } catch (DateTimeException e) {
      return false;
    }
  }
}
