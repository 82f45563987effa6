package dev.millrace.supplychain.domain.stock;

import static dev.millrace.supplychain.domain.stock.StockRecords.POLICY;
import static dev.millrace.supplychain.domain.stock.StockRecords.day;
import static dev.millrace.supplychain.domain.stock.StockRecords.demand;
import static dev.millrace.supplychain.domain.stock.StockRecords.level;
import static dev.millrace.supplychain.domain.stock.StockRecords.purchase;
import static dev.millrace.supplychain.domain.stock.StockRecords.sellingTen;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.supply.OrderStatus;
import dev.millrace.supply.SupplyOrder;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LocationStockTest {

  @Test
  void theNewestCountCountsWhateverTheOrder() {
    LocationStock stock =
        LocationStock.EMPTY
            .counted(level("shop", 2, 50), POLICY)
            .counted(level("shop", 1, 90), POLICY);

    assertThat(stock.onHandAt(day(2), POLICY)).isEqualTo(50);
  }

  @Test
  void whatMovedSinceTheCountIsTakenOffAndAdded() {
    SupplyOrder arrived =
        purchase("p", "shop", 0, 40, 2)
            .setVersion(2)
            .setStatus(OrderStatus.FULFILLED)
            .setEventTime(Instant.ofEpochMilli(day(2)))
            .build();
    LocationStock stock =
        LocationStock.EMPTY
            .counted(level("shop", 1, 50), POLICY)
            .demanded(demand("shop", 1.5, 8), POLICY)
            .demanded(demand("shop", 0.5, 100), POLICY)
            .expecting(arrived, POLICY);

    assertThat(stock.onHandAt(day(2), POLICY)).isEqualTo(50 - 8 + 40);
    assertThat(stock.counted(level("shop", 3, 70), POLICY).onHandAt(day(3), POLICY)).isEqualTo(70);
  }

  @Test
  void aCountThatIsReadLateTakesNothingOffTwice() {
    LocationStock stock = LocationStock.EMPTY.counted(level("shop", 1, 1_000), POLICY);
    for (int n = 0; n < 24 * 10; n++) {
      stock = stock.demanded(demand("shop", 1 + (n + 1) / 240.0, 1), POLICY);
    }

    LocationStock counted = stock.counted(level("shop", 1.75, 1_000 - 180), POLICY);

    // To the hour: ten units of one may be taken off twice, or not at all.
    assertThat(counted.onHandAt(day(2), POLICY)).isCloseTo(1_000 - 240, within(10.0));
  }

  @Test
  void savepointsFromBeforeCausesWereKnownHaveNone() {
    assertThat(new Announced(0, 0, 1, null, null).isOutdated(0, 1, List.of(), "lena")).isFalse();
    Inbound order = new Inbound("p", 1, 5, day(2), "acme", true, 0, null);
    assertThat(order.inTime(day(3))).isSameAs(order);
  }

  @Test
  void cancelledDemandGivesItsUnitsBack() {
    SupplyOrder order = demand("shop", 1.5, 8);
    SupplyOrder cancelled =
        SupplyOrder.newBuilder(order).setVersion(2).setStatus(OrderStatus.CANCELLED).build();
    SupplyOrder repeated = SupplyOrder.newBuilder(order).setVersion(2).build();
    LocationStock stock =
        LocationStock.EMPTY.counted(level("shop", 1, 50), POLICY).demanded(order, POLICY);

    assertThat(stock.demanded(cancelled, POLICY).onHandAt(day(2), POLICY)).isEqualTo(50);
    assertThat(stock.demanded(repeated, POLICY)).isSameAs(stock);
  }

  @Test
  void theHighestVersionOfInboundCounts() {
    SupplyOrder second =
        purchase("p", "shop", 1, 40, 9).setVersion(2).setStatus(OrderStatus.CANCELLED).build();
    LocationStock stock =
        LocationStock.EMPTY
            .expecting(second, POLICY)
            .expecting(purchase("p", "shop", 0, 40, 5).build(), POLICY);

    assertThat(stock.inbound()).extracting(Inbound::open).containsExactly(false);
  }

  @Test
  void silenceTakesWhatIsUsuallyNeeded() {
    LocationStock stock = sellingTen(10, 100);

    assertThat(stock.onHandAt(day(13), POLICY)).isCloseTo(70, within(1e-6));
    assertThat(stock.onHandAt(day(30), POLICY)).isZero();
  }

  @Test
  void withoutOrdersCountsTellWhatIsNeeded() {
    LocationStock stock = LocationStock.EMPTY;
    for (int day = 0; day <= 10; day++) {
      stock = stock.counted(level("shop", day + 0.5, 200 - 10 * day), POLICY);
    }

    assertThat(stock.demand().level()).isCloseTo(10, within(1.5));
  }

  @Test
  void isBounded() {
    LocationStock stock = sellingTen(10, 100);
    for (int n = 0; n < 500; n++) {
      stock = stock.demanded(demand("shop", 11 + n / 1000.0, 1), POLICY);
      SupplyOrder closed =
          purchase("c" + n, "shop", 10, 5, 12).setStatus(OrderStatus.CANCELLED).build();
      stock = stock.expecting(closed, POLICY);
      if (n < 10) {
        stock = stock.expecting(purchase("p" + n, "shop", 10, 5, 20).build(), POLICY);
      }
    }

    assertThat(stock.moved()).hasSize(LocationStock.MAX_MOVES);
    assertThat(stock.movedAt()).isSorted();
    assertThat(stock.onHandAt(stock.heardAt(), POLICY)).isZero();
    assertThat(stock.inbound()).hasSize(LocationStock.MAX_INBOUND);
    assertThat(stock.inbound()).filteredOn(Inbound::open).hasSize(10);
  }

  @Test
  void knowsWhatItCanDoWithout() {
    assertThat(sellingTen(10, 300).surplusAt(day(10), POLICY)).isCloseTo(300 - 105, within(1e-6));
    assertThat(sellingTen(10, 80).surplusAt(day(10), POLICY)).isZero();
    assertThat(sellingTen(3, 300).surplusAt(day(3), POLICY)).isZero();
  }

  @Test
  void whatIsNeededInWeeksIsWhatIsNeededInTheirDays() {
    LocationStock stock = LocationStock.EMPTY.counted(level("shop", 0, 0), POLICY);
    for (int day = 0; day < 70; day++) {
      stock = stock.demanded(demand("shop", day + 0.5, 1 + 3 * (day % 7)), POLICY);
    }
    double byDay = 0;
    for (double from = 70.3; from < 95; from++) {
      byDay += stock.usualDemand(day(from), day(Math.min(95, from + 1)), POLICY);
    }

    assertThat(stock.usualDemand(day(70.3), day(95), POLICY)).isCloseTo(byDay, within(1e-6));
    assertThat(stock.usualDemand(day(71), day(72), POLICY))
        .isNotCloseTo(stock.usualDemand(day(72), day(73), POLICY), within(0.5));
  }
}
