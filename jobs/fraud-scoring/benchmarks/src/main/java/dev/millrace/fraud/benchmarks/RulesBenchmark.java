package dev.millrace.fraud.benchmarks;

import dev.millrace.common.contract.TrustedRecords;
import dev.millrace.fraud.domain.Feature;
import dev.millrace.fraud.domain.Features;
import dev.millrace.fraud.domain.InvalidConditionException;
import dev.millrace.fraud.domain.RuleBook;
import dev.millrace.fraud.domain.Verdict;
import dev.millrace.fraud.rules.CelConditions;
import dev.millrace.payments.EntryMode;
import dev.millrace.payments.FraudRule;
import dev.millrace.payments.Outcome;
import dev.millrace.payments.RuleState;
import dev.millrace.payments.Transaction;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Judges payments by live rules of the kinds that analysts write; few of them hold. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RulesBenchmark {
  static final int RULES = 50;

  private static final int PAYMENTS = 1_024;
  private static final Instant START = Instant.parse("2026-03-04T00:00:00Z");

  /** Each with its own number in place of {@code %d}, 0 to 4. */
  private static final List<String> CONDITIONS =
      List.of(
          "cardCount1d > 2%d",
          "cardCount1d >= 1%d && amount_minor < 500 && cardMeanMinor1d < 500",
          "night == 1 && amount_minor > 4%d000 && cardCount30d >= 5",
          "amountMinor > cardMeanMinor30d * 6 && amountMinor > 3%d000",
          "terminalCount7d >= 10 && terminalFraudRate7d >= 0.4%d",
          "merchant_country in ['KP', 'IR'] && amount_minor > 1%d00",
          "merchant_country != null && merchant_country != 'BE' && cardCount1d > 1%d",
          "entry_mode == 'MANUAL' && amount_minor > 2%d000",
          "weekend == 1 && event_time.getHours() < 5 && amount_minor > 3%d000",
          "terminal_id.startsWith('terminal-99%d')");

  private final Transaction[] payments = new Transaction[PAYMENTS];
  private final Features[] features = new Features[PAYMENTS];
  private RuleBook book;
  private int next;

  @Setup
  public void prepare() throws InvalidConditionException {
    TrustedRecords.trust();
    book = RuleBook.of(new CelConditions());
    for (int i = 0; i < RULES; i++) {
      book.put(rule(i));
    }
    Random random = new Random(1);
    for (int i = 0; i < PAYMENTS; i++) {
      payments[i] = payment(i, random);
      features[i] = features(payments[i], random);
    }
  }

  @Benchmark
  public Verdict judge() {
    next = (next + 1) % PAYMENTS;
    return book.judge(
        payments[next],
        features[next],
        Outcome.APPROVE,
        payments[next].getEventTime().toEpochMilli());
  }

  /** How often rules hold, for who wants to know what was measured. */
  long hitsPerThousand() {
    int hits = 0;
    for (int i = 0; i < PAYMENTS; i++) {
      hits += judge().hits().size();
    }
    return Math.round(1_000.0 * hits / PAYMENTS);
  }

  private static FraudRule rule(int number) {
    return FraudRule.newBuilder()
        .setRuleId("rule-" + number)
        .setVersion(1)
        .setState(RuleState.LIVE)
        .setDescription("measured")
        .setCondition(
            CONDITIONS.get(number % CONDITIONS.size()).formatted(number / CONDITIONS.size()))
        .setOutcome(Outcome.REVIEW)
        .setReasonCode("MEASURED")
        .setAuthor("bench")
        .setEventTime(START)
        .build();
  }

  private static Transaction payment(int number, Random random) {
    return Transaction.newBuilder()
        .setTransactionId("payment-" + number)
        .setCardId("card-" + random.nextInt(5_000))
        .setTerminalId("terminal-" + random.nextInt(10_000))
        .setAmountMinor(Math.round(5_000 * Math.exp(random.nextGaussian())))
        .setCurrency("EUR")
        .setEventTime(START.plusSeconds(60L * number))
        .setMerchantCountry(random.nextInt(10) == 0 ? "NL" : "BE")
        .setEntryMode(random.nextInt(50) == 0 ? EntryMode.MANUAL : EntryMode.CHIP)
        .build();
  }

  private static Features features(Transaction payment, Random random) {
    Features features = Features.none();
    features.set(Feature.AMOUNT_MINOR, payment.getAmountMinor());
    features.set(Feature.NIGHT, random.nextInt(4) == 0);
    features.set(Feature.WEEKEND, random.nextInt(3) == 0);
    features.set(Feature.CARD_COUNT_1D, 1 + random.nextInt(8));
    features.set(Feature.CARD_COUNT_30D, 1 + random.nextInt(120));
    features.set(Feature.CARD_MEAN_MINOR_1D, 1_000 + random.nextInt(9_000));
    features.set(Feature.CARD_MEAN_MINOR_30D, 1_000 + random.nextInt(9_000));
    features.set(Feature.TERMINAL_COUNT_7D, random.nextInt(50));
    features.set(Feature.TERMINAL_FRAUD_RATE_7D, random.nextInt(40) == 0 ? 0.5 : 0.0);
    return features;
  }
}
