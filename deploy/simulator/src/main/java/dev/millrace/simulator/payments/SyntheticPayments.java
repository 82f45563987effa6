package dev.millrace.simulator.payments;

import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Comparator;
import java.util.OptionalDouble;
import java.util.PriorityQueue;

/**
 * An endless stream of payments with known fraud, after the generator of the Fraud Detection
 * Handbook: cards with a home, a usual amount and a frequency of their own; terminals around their
 * homes; the handbook's three kinds of fraud, and card testing. Fraud is in full swing from the
 * first day: what was compromised in the weeks before is compromised from the start.
 *
 * <p>The same seed, size, share and first day give the same payments, on every machine. The stream
 * holds a few numbers per card and terminal, whatever its length.
 */
public final class SyntheticPayments implements PaymentStream {
  /** Above this amount in minor units every payment is fraud: the handbook's first scenario. */
  public static final long LARGE_AMOUNT_MINOR = 220_00;

  private static final long DAY = Duration.ofDays(1).toMillis();
  private static final double MAX_PAYMENTS_PER_CARD_DAY = 4;
  private static final double COMPROMISED_AMOUNT_FACTOR = 5;
  private static final double CARD_TEST_PAUSE = Duration.ofSeconds(20).toMillis();

  private final Dice dice;
  private final Surroundings surroundings;
  private final Town town;
  private final FraudPressure pressure;
  private final DailyRhythm rhythm;

  private final float[] homeX;
  private final float[] homeY;
  private final float[] meanAmount;
  private final float[] paymentsPerDay;
  private final long[] cardCompromisedUntil;
  private final long[] terminalCompromisedUntil;

  private final PriorityQueue<CardTest> cardTests =
      new PriorityQueue<>(Comparator.comparingLong(CardTest::eventTime));

  private long nextDay;
  private double nextOrdinary;
  private long number;

  private record CardTest(long eventTime, int card, int terminal, long amountMinor) {}

  /**
   * Makes a world.
   *
   * @param seed the payments are drawn from it
   * @param size cards and terminals of the world
   * @param firstDay event time starts with this day (UTC), 1970 or later
   * @param fraudShare about this share of payments is fraud, 0 to 0.5; empty: the handbook's, which
   *     is somewhat below 0.01. Large amounts are fraud whatever the share, so that below 0.0006
   *     nothing changes any more
   */
  public SyntheticPayments(
      long seed, WorldSize size, LocalDate firstDay, OptionalDouble fraudShare) {
    if (fraudShare.isPresent()
        && !(fraudShare.getAsDouble() >= 0 && fraudShare.getAsDouble() <= 0.5)) {
      throw new IllegalArgumentException(
          "the fraud share must be from 0 to 0.5, is " + fraudShare.getAsDouble());
    }
    this.dice = new Dice(seed);
    this.town = new Town(size.terminals(), dice);
    this.surroundings = new SyntheticSurroundings(seed, town, size);
    this.pressure =
        fraudShare.isPresent()
            ? FraudPressure.forShare(fraudShare.getAsDouble(), size)
            : FraudPressure.natural(size);
    int cards = size.cards();
    this.homeX = new float[cards];
    this.homeY = new float[cards];
    this.meanAmount = new float[cards];
    this.paymentsPerDay = new float[cards];
    double paymentsOfAllCards = 0;
    for (int card = 0; card < cards; card++) {
      homeX[card] = (float) dice.uniform(0, Town.SIDE);
      homeY[card] = (float) dice.uniform(0, Town.SIDE);
      meanAmount[card] = (float) dice.uniform(5, 100);
      paymentsPerDay[card] = (float) dice.uniform(0, MAX_PAYMENTS_PER_CARD_DAY);
      paymentsOfAllCards += paymentsPerDay[card];
    }
    this.rhythm = new DailyRhythm(paymentsOfAllCards);
    this.cardCompromisedUntil = new long[cards];
    this.terminalCompromisedUntil = new long[size.terminals()];
    Arrays.fill(cardCompromisedUntil, Long.MIN_VALUE);
    Arrays.fill(terminalCompromisedUntil, Long.MIN_VALUE);

    long start = firstDay.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
    for (int daysAgo = FraudPressure.TERMINAL_DAYS - 1; daysAgo > 0; daysAgo--) {
      compromise(start - daysAgo * DAY);
    }
    this.nextDay = start;
    this.nextOrdinary = start;
    drawNextOrdinary();
  }

  /** The circumstances of these payments; drawn apart from them. */
  public Surroundings surroundings() {
    return surroundings;
  }

  @Override
  public boolean hasNext() {
    return true;
  }

  @Override
  public Payment next() {
    if (!cardTests.isEmpty() && cardTests.element().eventTime() <= (long) nextOrdinary) {
      CardTest test = cardTests.remove();
      return new Payment(
          number++,
          test.card(),
          test.terminal(),
          test.amountMinor(),
          test.eventTime(),
          FraudScenario.CARD_TESTING);
    }
    Payment payment = ordinary((long) nextOrdinary);
    drawNextOrdinary();
    return payment;
  }

  private void drawNextOrdinary() {
    nextOrdinary = rhythm.after(nextOrdinary, dice);
    while (nextOrdinary >= nextDay) {
      compromise(nextDay);
      planCardTests(nextDay);
      nextDay += DAY;
    }
  }

  private Payment ordinary(long eventTime) {
    int card = payingCard();
    int terminal = town.terminalNear(homeX[card], homeY[card], dice);
    double amount = meanAmount[card] + meanAmount[card] / 2 * dice.gaussian();
    if (amount < 0) {
      amount = dice.uniform(0, 2 * meanAmount[card]);
    }
    FraudScenario scenario = FraudScenario.LEGITIMATE;
    if (eventTime < cardCompromisedUntil[card]
        && dice.chance(FraudPressure.COMPROMISED_CARD_SHARE)) {
      amount *= COMPROMISED_AMOUNT_FACTOR;
      scenario = FraudScenario.COMPROMISED_CARD;
    } else if (eventTime < terminalCompromisedUntil[terminal]) {
      scenario = FraudScenario.COMPROMISED_TERMINAL;
    }
    long amountMinor = Math.max(1, (long) (amount * 100 + 0.5));
    if (scenario == FraudScenario.LEGITIMATE && amountMinor > LARGE_AMOUNT_MINOR) {
      scenario = FraudScenario.LARGE_AMOUNT;
    }
    return new Payment(number++, card, terminal, amountMinor, eventTime, scenario);
  }

  /** Draws a card, one that pays twice as often twice as often. */
  private int payingCard() {
    int card;
    do {
      card = dice.below(paymentsPerDay.length);
    } while (!dice.chance(paymentsPerDay[card] / MAX_PAYMENTS_PER_CARD_DAY));
    return card;
  }

  private void compromise(long day) {
    for (int i = dice.poisson(pressure.terminalsPerDay()); i > 0; i--) {
      terminalCompromisedUntil[town.anyTerminal(dice)] = day + FraudPressure.TERMINAL_DAYS * DAY;
    }
    for (int i = dice.poisson(pressure.cardsPerDay()); i > 0; i--) {
      cardCompromisedUntil[dice.below(cardCompromisedUntil.length)] =
          day + FraudPressure.CARD_DAYS * DAY;
    }
  }

  private void planCardTests(long day) {
    for (int i = dice.poisson(pressure.cardTestsPerDay()); i > 0; i--) {
      int card = dice.below(homeX.length);
      double time = day + dice.uniform() * DAY;
      int smallOnes =
          FraudPressure.MIN_SMALL_TESTS
              + dice.below(FraudPressure.MAX_SMALL_TESTS - FraudPressure.MIN_SMALL_TESTS + 1);
      for (int j = 0; j < smallOnes; j++) {
        cardTests.add(
            new CardTest((long) time, card, town.anyTerminal(dice), 50 + dice.below(150)));
        time += dice.exponential(CARD_TEST_PAUSE);
      }
      cardTests.add(
          new CardTest((long) time, card, town.anyTerminal(dice), 150_00 + dice.below(450_00)));
    }
  }
}
