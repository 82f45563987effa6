package dev.millrace.fraud;

import dev.millrace.common.ingest.IngestOptions;
import dev.millrace.common.job.JobOptions;
import dev.millrace.common.job.JobOptions.Haste;
import dev.millrace.common.job.KafkaOptions;
import dev.millrace.common.job.Option;
import dev.millrace.common.job.OptionReader;
import dev.millrace.common.job.OptionRule;
import dev.millrace.common.job.RegistryOptions;
import dev.millrace.fraud.domain.OutcomeThresholds;
import dev.millrace.fraud.domain.ScoringCurrency;
import dev.millrace.fraud.domain.TransparentScorer;
import dev.millrace.fraud.model.FigureSettings;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Everything this job can be told, validated.
 *
 * @param input what is taken from the topics
 * @param horizon which event times are believed
 * @param scoring how payments are scored
 */
public record FraudScoringOptions(
    JobOptions job,
    KafkaOptions kafka,
    RegistryOptions registry,
    IngestOptions input,
    Horizon horizon,
    Scoring scoring) {

  /** Name of the job. */
  public static final String JOB = "fraud-scoring";

  private static final Duration LONGEST_WINDOW = Duration.ofDays(30);

  /**
   * Which event times are believed.
   *
   * @param future how far they may be ahead of the job's clock
   * @param past how far they may be behind it
   */
  public record Horizon(Duration future, Duration past) {}

  /** What scores until a champion is known. */
  public enum StartModel {
    /** The model in the job's jar. */
    BUNDLED,
    /** None: the built-in scorer does. */
    NONE
  }

  /**
   * How payments are scored.
   *
   * @param fallback scores where no model can
   * @param thresholds from score to outcome
   * @param startModel what scores until a champion is known
   * @param currency what amounts are compared in
   * @param labelDelay time from a payment to its label
   * @param idleRetention how long the state of a card or terminal is kept without an event
   * @param duplicateRetention how long transaction ids are remembered
   */
  public record Scoring(
      TransparentScorer fallback,
      OutcomeThresholds thresholds,
      StartModel startModel,
      ScoringCurrency currency,
      Duration labelDelay,
      Duration idleRetention,
      Duration duplicateRetention) {

    /** What the figures follow from, which models must have been trained with. */
    public FigureSettings figures() {
      return new FigureSettings(labelDelay, currency.code());
    }
  }

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

  private static final Option<String> CURRENCY =
      Option.text(
          "scoring.currency",
          "EUR",
          new OptionRule<>("an ISO 4217 code", FraudScoringOptions::isCurrency),
          "What amounts are compared in, by figures, models and thresholds. A payment in another currency counts with what the"
              + " card holder is billed, if that is in this one, else by its rate. The state has sums of 30 days in it: with another one"
              + " start without state.");

  private static final Option<String> RATES =
      Option.optionalText(
          "scoring.rates",
          new OptionRule<>(
              "currency and rate, several separated by semicolons, ISO 4217 codes that differ, rates above 0 of up to 9"
                  + " digits and 12 after the point",
              ScoringRates::valid),
          "What one major unit of other currencies is worth in scoring.currency: HUF 0.0026; JPY 0.0062. A payment for which"
              + " there is none counts with its amount as it is. Another rate holds from then on; sums of 30 days keep the one before.");

  private static final Option<Integer> HIGH_AMOUNT =
      Option.integer(
          "scoring.high-amount-minor",
          22_000,
          OptionRule.between(1, Integer.MAX_VALUE),
          "Amount in minor units of scoring.currency above which a payment is suspicious whoever makes it.");

  private static final Option<Double> REVIEW_FROM =
      Option.number(
          "scoring.review-from",
          0.5,
          OptionRule.between(0.0, 1.0),
          "Score from which a payment is reviewed by a person.");

  private static final Option<Double> DECLINE_FROM =
      Option.number(
          "scoring.decline-from",
          0.9,
          OptionRule.between(0.0, 1.0),
          "Score from which a payment is declined.");

  private static final Option<String> AMOUNT_BANDS =
      Option.optionalText(
          "scoring.amount-bands",
          new OptionRule<>(
              "from:review/decline, several separated by commas, from amounts above 0 that differ, 0 <= review <= decline"
                  + " <= 1",
              AmountBands::valid),
          "Other thresholds from some amounts on, in minor units of scoring.currency: 10000:0.4/0.8,50000:0.2/0.6. Below the first, and if left"
              + " out, scoring.review-from and scoring.decline-from.");

  private static final Option<StartModel> START_MODEL =
      Option.choice(
          "scoring.start-model",
          StartModel.class,
          StartModel.BUNDLED,
          "What scores until a champion is on payments.fraud-models. bundled: the model in the job's jar, trained on the"
              + " simulator's payments in EUR, with labels after 7 d. none: the built-in scorer.");

  private static final Option<Duration> LABEL_DELAY =
      Option.duration(
          "scoring.label-delay",
          Duration.ofDays(7),
          OptionRule.between(Duration.ZERO, Duration.ofDays(90)),
          "Time from a payment to its label: terminal risk looks at payments older than this.");

  private static final Option<Duration> IDLE_RETENTION =
      Option.duration(
          "state.idle-retention",
          Duration.ofDays(60),
          OptionRule.between(Duration.ofDays(1), Duration.ofDays(3650)),
          "How long the state of a card or terminal is kept without an event, by the job's clock. At least 30 d and"
              + " scoring.label-delay: so far back do figures look.");

  private static final Option<Duration> DUPLICATE_RETENTION =
      Option.duration(
          "state.duplicate-retention",
          Duration.ofDays(7),
          OptionRule.between(Duration.ofMinutes(1), Duration.ofDays(90)),
          "How long transaction ids are remembered, by the job's clock; as long as the topic keeps its records.");

  /** All options, in the order of the README. */
  public static final List<Option<?>> ALL =
      Stream.of(
              KafkaOptions.ALL,
              RegistryOptions.ALL,
              JobOptions.all(Haste.AT_ONCE),
              IngestOptions.ALL,
              List.<Option<?>>of(
                  FUTURE_TOLERANCE,
                  PAST_HORIZON,
                  CURRENCY,
                  RATES,
                  HIGH_AMOUNT,
                  REVIEW_FROM,
                  DECLINE_FROM,
                  AMOUNT_BANDS,
                  START_MODEL,
                  LABEL_DELAY,
                  IDLE_RETENTION,
                  DUPLICATE_RETENTION))
          .<Option<?>>flatMap(List::stream)
          .toList();

  /**
   * The options in a program's arguments.
   *
   * @throws dev.millrace.common.job.InvalidOptionsException naming every setting that is wrong
   */
  public static FraudScoringOptions from(String[] args) {
    OptionReader options = OptionReader.of(args, ALL);
    JobOptions job = JobOptions.read(JOB, Haste.AT_ONCE, options);
    KafkaOptions kafka = KafkaOptions.read(JOB, options);
    RegistryOptions registry = RegistryOptions.read(options);
    IngestOptions input = IngestOptions.read(options);
    Horizon horizon = new Horizon(options.read(FUTURE_TOLERANCE), options.read(PAST_HORIZON));
    Scoring scoring = scoring(options);
    options.finish();
    return new FraudScoringOptions(job, kafka, registry, input, horizon, scoring);
  }

  private static Scoring scoring(OptionReader options) {
    double review = options.read(REVIEW_FROM);
    double decline = options.read(DECLINE_FROM);
    options.require(
        review <= decline,
        REVIEW_FROM,
        "at most %s (%s)".formatted(DECLINE_FROM.key(), decline),
        review);
    Duration labelDelay = options.read(LABEL_DELAY);
    Duration idleRetention = options.read(IDLE_RETENTION);
    options.require(
        idleRetention.compareTo(LONGEST_WINDOW.plus(labelDelay)) >= 0,
        IDLE_RETENTION,
        "at least 30 d and %s (%d s) together".formatted(LABEL_DELAY.key(), labelDelay.toSeconds()),
        idleRetention);
    List<OutcomeThresholds.Band> bands =
        options
            .readOptional(AMOUNT_BANDS)
            .filter(AmountBands::valid)
            .map(AmountBands::of)
            .orElse(List.of());
    return new Scoring(
        new TransparentScorer(options.read(HIGH_AMOUNT)),
        // Whatever stands for thresholds that finish() will refuse.
        0 <= review && review <= decline && decline <= 1
            ? OutcomeThresholds.same(review, decline).and(bands)
            : OutcomeThresholds.same(0, 1),
        options.read(START_MODEL),
        currency(options),
        labelDelay,
        idleRetention,
        options.read(DUPLICATE_RETENTION));
  }

  private static ScoringCurrency currency(OptionReader options) {
    String code = options.read(CURRENCY);
    Map<String, BigDecimal> rates =
        options
            .readOptional(RATES)
            .filter(ScoringRates::valid)
            .map(ScoringRates::of)
            .orElse(Map.of());
    options.require(
        !rates.containsKey(code), RATES, "without %s (%s)".formatted(CURRENCY.key(), code), rates);
    return new ScoringCurrency(code, rates);
  }

  private static boolean isCurrency(String code) {
    return Currency.getAvailableCurrencies().stream()
        .anyMatch(currency -> currency.getCurrencyCode().equals(code));
  }
}
