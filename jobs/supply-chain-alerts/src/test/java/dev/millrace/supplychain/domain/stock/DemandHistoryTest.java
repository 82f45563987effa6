package dev.millrace.supplychain.domain.stock;

import static dev.millrace.supplychain.domain.stock.StockRecords.POLICY;
import static dev.millrace.supplychain.domain.stock.StockRecords.day;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class DemandHistoryTest {
  private static final long MONDAY = day(0) / DemandHistory.DAY_MS;

  @Test
  void isKnownAfterSomeFullDays() {
    DemandHistory demand = DemandHistory.EMPTY;
    for (int day = 0; day < 7; day++) {
      demand = demand.with(day(day + 0.5), 10, POLICY);
      assertThat(demand.isKnown(POLICY)).isFalse();
    }
    demand = demand.with(day(7), 0, POLICY);

    assertThat(demand.isKnown(POLICY)).isTrue();
    assertThat(demand.expected(MONDAY + 7, POLICY)).isCloseTo(10, within(1e-9));
  }

  @Test
  void followsANewLevelWithinItsMemory() {
    DemandHistory demand = days(DemandHistory.EMPTY, 0, 30, 10);
    demand = days(demand, 30, 60, 20);

    assertThat(demand.level()).isBetween(19.0, 21.0);
  }

  @Test
  void daysWithoutDemandCount() {
    DemandHistory demand = DemandHistory.EMPTY;
    for (int day = 0; day <= 56; day += 4) {
      demand = demand.with(day(day), 8, POLICY);
    }

    assertThat(demand.days()).isEqualTo(56);
    assertThat(demand.level()).isBetween(1.0, 3.0);
  }

  @Test
  void daysOfTheWeekAreToldApartAfterFourWeeks() {
    DemandHistory demand = DemandHistory.EMPTY;
    for (int day = 0; day < 56; day++) {
      demand = demand.with(day(day), day % 7 >= 5 ? 24 : 10, POLICY);
    }

    assertThat(demand.expected(MONDAY + 56, POLICY)).isCloseTo(10, within(1.0));
    assertThat(demand.expected(MONDAY + 61, POLICY)).isCloseTo(24, within(2.0));
  }

  @Test
  void lateDemandCountsAsOfItsDay() {
    DemandHistory demand = days(DemandHistory.EMPTY, 0, 30, 10);

    DemandHistory late = demand.with(day(25), 15, POLICY);

    assertThat(late.level() - demand.level()).isBetween(0.5, 2.0);
    assertThat(demand.with(day(2), 15, POLICY)).isSameAs(demand);
  }

  @Test
  void aSurgeIsMoreThanChance() {
    DemandHistory demand = days(DemandHistory.EMPTY, 0, 30, 10);

    assertThat(demand.with(day(30), 22, POLICY).surge(POLICY)).isEqualTo(1);
    assertThat(demand.with(day(30), 30, POLICY).surge(POLICY)).isCloseTo(3, within(0.01));
  }

  @Test
  void aLongSilenceIsNotReplayedDayByDay() {
    DemandHistory demand = days(DemandHistory.EMPTY, 0, 30, 10).with(day(100_000), 1, POLICY);

    assertThat(demand.days()).isEqualTo(31 + 60);
  }

  private static DemandHistory days(DemandHistory demand, int from, int to, double units) {
    DemandHistory more = demand;
    for (int day = from; day < to; day++) {
      more = more.with(day(day), units, POLICY);
    }
    return more.with(day(to), 0, POLICY);
  }
}
