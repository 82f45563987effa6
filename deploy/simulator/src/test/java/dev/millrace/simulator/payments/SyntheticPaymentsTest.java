package dev.millrace.simulator.payments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SyntheticPaymentsTest {
  private static final LocalDate DAY = LocalDate.of(2026, 1, 1);
  private static final long START = DAY.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
  private static final WorldSize HANDBOOK_SIZE = new WorldSize(5_000, 10_000);

  @Test
  void theSameSeedGivesTheSamePayments() {
    assertThat(take(5_000, 42)).isEqualTo(take(5_000, 42)).isNotEqualTo(take(5_000, 43));
  }

  /** What a seed gives is a promise: runs are compared over time and between machines. */
  @Test
  void theFirstPaymentsOfASeedNeverChange() {
    assertThat(take(3, 42)).hasToString("");
  }

  @Test
  void timeNeverRunsBackAndNumbersCountUp() {
    List<Payment> payments = take(50_000, 1);
    for (int i = 0; i < payments.size(); i++) {
      assertThat(payments.get(i).number()).isEqualTo(i);
      assertThat(payments.get(i).amountMinor()).isPositive();
      assertThat(payments.get(i).eventTime())
          .isGreaterThanOrEqualTo(i == 0 ? START : payments.get(i - 1).eventTime());
    }
  }

  @Test
  void aCardPaysAboutTwiceADayMostlyByDay() {
    List<Payment> payments = take(100_000, 2);
    double days =
        (payments.get(99_999).eventTime() - START) / (double) Duration.ofDays(1).toMillis();
    assertThat(100_000 / days).isCloseTo(10_000, within(500.0));
    long atNight = payments.stream().filter(p -> (p.eventTime() / 3_600_000) % 24 < 6).count();
    assertThat(atNight / 100_000.0).isBetween(0.08, 0.16);
  }

  @Test
  void fraudHasTheHandbooksShares() {
    Map<FraudScenario, Double> shares = shares(take(500_000, 3));
    assertThat(shares.get(FraudScenario.LARGE_AMOUNT)).isBetween(0.0002, 0.0012);
    assertThat(shares.get(FraudScenario.COMPROMISED_TERMINAL)).isBetween(0.003, 0.008);
    assertThat(shares.get(FraudScenario.COMPROMISED_CARD)).isBetween(0.0015, 0.0045);
    assertThat(shares.get(FraudScenario.CARD_TESTING)).isBetween(0.0004, 0.0015);
  }

  @Test
  void fraudIsThereFromTheFirstDay() {
    Map<FraudScenario, Double> shares = shares(take(10_000, 4));
    assertThat(shares.get(FraudScenario.COMPROMISED_TERMINAL)).isPositive();
    assertThat(shares.get(FraudScenario.COMPROMISED_CARD)).isPositive();
  }

  @Test
  void theShareOfFraudCanBeChosen() {
    for (double share : new double[] {0.005, 0.05, 0.3}) {
      List<Payment> payments = take(300_000, 5, OptionalDouble.of(share));
      double actual = payments.stream().filter(p -> p.scenario().fraud()).count() / 300_000.0;
      assertThat(actual).isCloseTo(share, within(share * 0.25));
    }
  }

  @Test
  void amountsAboveTheLimitAreAlwaysFraud() {
    assertThat(take(200_000, 6))
        .filteredOn(p -> p.amountMinor() > SyntheticPayments.LARGE_AMOUNT_MINOR)
        .isNotEmpty()
        .allMatch(p -> p.scenario().fraud());
  }

  @Test
  void aCardTestIsSmallAmountsWithinMinutesThenALargeOne() {
    Map<Long, List<Payment>> byCard =
        take(200_000, 7).stream()
            .filter(p -> p.scenario() == FraudScenario.CARD_TESTING)
            .collect(Collectors.groupingBy(Payment::card));
    List<Payment> one =
        byCard.values().stream()
            .filter(tests -> tests.stream().filter(p -> p.amountMinor() >= 150_00).count() == 1)
            .filter(tests -> tests.size() > 1)
            .findFirst()
            .orElseThrow();
    assertThat(one).hasSizeBetween(6, 11);
    assertThat(one.subList(0, one.size() - 1)).allMatch(p -> p.amountMinor() < 200);
    assertThat(one.get(one.size() - 1).amountMinor()).isGreaterThanOrEqualTo(150_00);
    assertThat(one.get(one.size() - 1).eventTime() - one.get(0).eventTime())
        .isLessThan(Duration.ofMinutes(30).toMillis());
  }

  @Test
  void aTinyWorldWorksToo() {
    SyntheticPayments payments =
        new SyntheticPayments(1, new WorldSize(1, 1), DAY, OptionalDouble.empty());
    for (int i = 0; i < 100; i++) {
      assertThat(payments.next().card()).isZero();
    }
  }

  @Test
  void refusesAShareThatIsNone() {
    assertThatThrownBy(() -> new SyntheticPayments(1, HANDBOOK_SIZE, DAY, OptionalDouble.of(0.6)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the fraud share must be from 0 to 0.5, is 0.6");
  }

  private static List<Payment> take(int count, long seed) {
    return take(count, seed, OptionalDouble.empty());
  }

  private static List<Payment> take(int count, long seed, OptionalDouble share) {
    SyntheticPayments payments = new SyntheticPayments(seed, HANDBOOK_SIZE, DAY, share);
    List<Payment> taken = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      taken.add(payments.next());
    }
    return taken;
  }

  private static Map<FraudScenario, Double> shares(List<Payment> payments) {
    Map<FraudScenario, Double> shares = new EnumMap<>(FraudScenario.class);
    for (FraudScenario scenario : FraudScenario.values()) {
      long count = payments.stream().filter(p -> p.scenario() == scenario).count();
      shares.put(scenario, count / (double) payments.size());
    }
    return shares;
  }
}
