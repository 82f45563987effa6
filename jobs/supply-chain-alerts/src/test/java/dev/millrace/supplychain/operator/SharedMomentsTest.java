package dev.millrace.supplychain.operator;

import static dev.millrace.supplychain.Shipments.at;
import static dev.millrace.supplychain.domain.supplier.SupplierRecords.heard;
import static dev.millrace.supplychain.domain.supplier.SupplierRecords.order;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.common.ingest.Received;
import dev.millrace.suite.Source;
import dev.millrace.supply.BusinessStep;
import dev.millrace.supply.ConfirmationKind;
import dev.millrace.supply.OrderStatus;
import dev.millrace.supply.SubjectType;
import dev.millrace.supply.SupplyOrder;
import dev.millrace.supplychain.domain.delivery.DelayForecast;
import dev.millrace.supplychain.domain.delivery.DeliveryNews.Kind;
import dev.millrace.supplychain.domain.delivery.DeliveryOutcome;
import dev.millrace.supplychain.domain.delivery.Facet;
import dev.millrace.supplychain.domain.delivery.FacetNews;
import dev.millrace.supplychain.domain.delivery.FacetReading;
import dev.millrace.supplychain.domain.delivery.FacetView;
import dev.millrace.supplychain.domain.delivery.TrackRecord;
import dev.millrace.supplychain.domain.place.DisruptionRules;
import dev.millrace.supplychain.domain.place.Passage;
import dev.millrace.supplychain.domain.place.Suspicion;
import dev.millrace.supplychain.domain.supplier.SupplierFinding;
import dev.millrace.supplychain.domain.supplier.SupplierRecords;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

/**
 * Most dates are days, so that thousands are due at the same millisecond: what comes last costs
 * what came first.
 */
class SharedMomentsTest {
  private static final long DAY = Duration.ofDays(1).toMillis();
  private static final Duration RETENTION = Duration.ofDays(180);

  /** Sends something of the element of that number. */
  @FunctionalInterface
  private interface Sending {
    void send(int number) throws Exception;
  }

  @Test
  void stepsOfAPlace() throws Exception {
    var operator =
        new KeyedOneInputStreamOperatorTestHarness<String, Passage, Suspicion>(
            new KeyedProcessOperator<>(
                new WatchPlace(
                    new DisruptionRules(0.98, 0.7, 3, 9, 2, 1_800_000, 43_200_000, 259_200_000),
                    RETENTION)),
            Passage::place,
            Types.STRING);
    operator.open();

    assertThatTheLastCostsNoMore(
        i -> operator.processElement(passage(Passage.Kind.EXPECTED, i), at(0)));
    assertThat(operator.numEventTimeTimers()).isEqualTo(1);
    assertThatTheLastCostsNoMore(
        i -> operator.processElement(passage(Passage.Kind.HAPPENED, i), at(100)));
    assertThat(operator.numEventTimeTimers()).isZero();
    operator.close();
  }

  @Test
  void ordersOfASupplier() throws Exception {
    var operator =
        new KeyedTwoInputStreamOperatorTestHarness<
            String, SupplierNews, Received<SupplyOrder>, SupplierFinding>(
            new KeyedCoProcessOperator<>(new WatchSupplier(SupplierRecords.RULES, RETENTION)),
            SupplierNews::supplierId,
            order -> order.value().getSupplierId(),
            Types.STRING);
    operator.open();

    // What was delivered is remembered until the same moment, and what is open is late at the same.
    assertThatTheLastCostsNoMore(
        i ->
            operator.processElement1(
                new StreamRecord<>(
                    SupplierNews.of(
                        new Received<>(
                            heard("d" + i, ConfirmationKind.DELIVERED, 100)
                                .setPromisedAt(Instant.ofEpochMilli(at(100)))
                                .build(),
                            new Source("supply.supplier-confirmations", 0, (long) i),
                            at(100))))));
    assertThat(operator.numEventTimeTimers()).isEqualTo(1);
    assertThatTheLastCostsNoMore(
        i ->
            operator.processElement2(
                new StreamRecord<>(
                    new Received<>(
                        order("o" + i, 1, OrderStatus.OPEN).build(),
                        new Source("supply.orders", 0, (long) i),
                        at(0)))));
    assertThat(operator.numEventTimeTimers()).isEqualTo(2);
    operator.close();
  }

  @Test
  void deliveriesOfAFacet() throws Exception {
    var operator =
        new KeyedOneInputStreamOperatorTestHarness<String, FacetNews, FacetReading>(
            new KeyedProcessOperator<>(new TrackFacet(DelayRules.DEFAULT)),
            FacetNews::key,
            Types.STRING);
    operator.open();

    assertThatTheLastCostsNoMore(i -> operator.processElement(news(Kind.PLANNED, i), DAY));
    assertThat(operator.numEventTimeTimers()).isEqualTo(1);
    // It is in time for nothing: those that were looked at are not looked at again.
    operator.processWatermark(20 * DAY);
    assertThatTheLastCostsNoMore(
        i -> {
          operator.processElement(news(Kind.PLANNED, -1 - i), 20 * DAY);
          operator.processWatermark(20 * DAY + 1 + i);
        });
    assertThatTheLastCostsNoMore(i -> operator.processElement(news(Kind.ARRIVED, i), 21 * DAY));
    operator.close();
  }

  @Test
  void allDeliveries() throws Exception {
    var operator =
        new KeyedTwoInputStreamOperatorTestHarness<
            String, FacetReading, DeliveryOutcome, DelayForecast>(
            new KeyedCoProcessOperator<>(new ForecastDelay(DelayRules.DEFAULT)),
            reading -> "all",
            outcome -> "all",
            Types.STRING);
    operator.open();

    assertThatTheLastCostsNoMore(
        i -> operator.processElement1(new StreamRecord<>(reading(i), 15 * DAY)));
    assertThat(operator.numEventTimeTimers()).isEqualTo(1);
    assertThatTheLastCostsNoMore(
        i ->
            operator.processElement2(
                new StreamRecord<>(new DeliveryOutcome("d" + i, 17 * DAY, false, false))));
    operator.close();
  }

  private static void assertThatTheLastCostsNoMore(Sending sending) throws Exception {
    long first = costs(0, 1_000, sending);
    costs(1_000, 4_000, sending);
    long last = costs(4_000, 5_000, sending);

    assertThat(last).as("bytes for the last thousand").isLessThan(2 * first);
  }

  private static long costs(int from, int to, Sending sending) throws Exception {
    return Allocated.by(
        () -> {
          for (int i = from; i < to; i++) {
            sending.send(i);
          }
        });
  }

  private static Passage passage(Passage.Kind kind, int number) {
    long time = kind == Passage.Kind.EXPECTED ? at(0) : at(100);
    return new Passage(
        SubjectType.CARRIER,
        "boats",
        kind,
        "s" + number,
        BusinessStep.ARRIVING,
        at(100),
        Duration.ofHours(100).toMillis(),
        kind == Passage.Kind.EXPECTED ? 0 : time,
        "CN1-DE1-OCEAN",
        "CN1>DE1",
        100L,
        "EUR",
        List.of("o" + number),
        time,
        null);
  }

  private static FacetNews news(Kind kind, int number) {
    return new FacetNews(
        kind, Facet.CHANNEL, "PURCHASE", 1, "d" + number, 30 * DAY, 21 * DAY, false);
  }

  private static FacetReading reading(int number) {
    return new FacetReading(
        "d" + number,
        30 * DAY,
        16 * DAY,
        1,
        false,
        new FacetView(Facet.CHANNEL, new TrackRecord(), 1));
  }
}
