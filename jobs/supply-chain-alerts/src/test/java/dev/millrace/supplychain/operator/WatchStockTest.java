package dev.millrace.supplychain.operator;

import static dev.millrace.supplychain.domain.stock.StockRecords.POLICY;
import static dev.millrace.supplychain.domain.stock.StockRecords.day;
import static dev.millrace.supplychain.domain.stock.StockRecords.demand;
import static dev.millrace.supplychain.domain.stock.StockRecords.level;
import static dev.millrace.supplychain.domain.stock.StockRecords.purchase;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.common.ingest.Received;
import dev.millrace.common.state.Retention;
import dev.millrace.suite.Source;
import dev.millrace.supply.ActionKind;
import dev.millrace.supply.OrderStatus;
import dev.millrace.supply.StockLevel;
import dev.millrace.supply.SupplyOrder;
import dev.millrace.supplychain.domain.Finding;
import dev.millrace.supplychain.domain.goods.GoodsDelay;
import dev.millrace.supplychain.domain.stock.Destination;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WatchStockTest {
  private static final Source SOURCE = new Source("supply.stock-levels", 3, 42L);
  private static final int MAX_LOCATIONS = 3;
  private static final Duration RETENTION = Duration.ofDays(180);

  private KeyedTwoInputStreamOperatorTestHarness<String, StockNews, Received<SupplyOrder>, Finding>
      operator;

  @BeforeEach
  void open() throws Exception {
    operator = harness();
    operator.open();
  }

  @AfterEach
  void close() throws Exception {
    operator.close();
  }

  @Test
  void timePassingRaisesWithoutARecord() throws Exception {
    tenDaysOfTen("shop");
    count(level("shop", 10, 100));
    assertThat(findings()).isEmpty();
    assertThat(operator.numEventTimeTimers()).isEqualTo(1);

    // The last unit goes on day 20; one is missing 0.1 days after a lead time before that.
    operator.processBothWatermarks(watermark(13.05));
    assertThat(findings()).isEmpty();
    operator.processBothWatermarks(watermark(13.2));

    assertThat(findings()).hasSize(1);
    Finding finding = findings().get(0);
    assertThat(finding.alertId()).isEqualTo("STOCK:kettle@shop:STOCK_OUT_RISK");
    assertThat(finding.time()).isBetween(day(13.09), day(13.11));
    assertThat(finding.source()).isNull();
    // Nothing more is to be looked at while the risk stays.
    assertThat(operator.numEventTimeTimers()).isZero();
  }

  @Test
  void aRestartDoesNotLoseTheDeadline() throws Exception {
    tenDaysOfTen("shop");
    count(level("shop", 10, 100));
    OperatorSubtaskState snapshot = operator.snapshot(1, 1);
    operator.close();

    operator = harness();
    operator.initializeState(snapshot);
    operator.open();
    operator.processBothWatermarks(watermark(14));

    assertThat(findings()).hasSize(1);
  }

  @Test
  void overdueInboundRaisesWhenItsGraceIsOver() throws Exception {
    tenDaysOfTen("shop");
    order(purchase("p", "shop", 9, 200, 12).build());
    count(level("shop", 10, 50));
    assertThat(findings()).isEmpty();

    operator.processBothWatermarks(watermark(12.9));
    assertThat(findings()).isEmpty();
    operator.processBothWatermarks(watermark(13.1));

    assertThat(findings()).hasSize(1);
    assertThat(findings().get(0).parents()).containsExactly("SUPPLIER:acme");
  }

  @Test
  void goodsThatAreHeldOnTheirWayAreMissedAtOnceAndSayWhatHoldsThem() throws Exception {
    tenDaysOfTen("shop");
    order(purchase("p", "shop", 9, 200, 12).build());
    count(level("shop", 10, 50));

    late("p", 10.5, 19, "PORT:rotterdam");

    assertThat(findings()).hasSize(1);
    assertThat(findings().get(0).parents()).containsExactly("PORT:rotterdam");
    assertThat(findings().get(0).evidence()).containsEntry("held_up_units", 200.0);
    assertThat(findings().get(0).stake().orderIds()).containsExactly("p");
    assertThat(findings().get(0).source()).isEqualTo(SOURCE);
  }

  @Test
  void aRiskThatIsKnownLearnsAnotherCause() throws Exception {
    tenDaysOfTen("shop");
    order(purchase("p", "shop", 9, 200, 12).build());
    count(level("shop", 10, 20));
    late("p", 10.1, 15, "LANE:north");
    assertThat(findings()).hasSize(1);

    late("p", 10.2, 15, "PORT:rotterdam");
    late("p", 10.3, 15, "PORT:rotterdam");

    assertThat(findings()).hasSize(2);
    assertThat(findings().get(1).parents()).containsExactly("PORT:rotterdam");
    assertThat(findings().get(1).since()).isEqualTo(findings().get(0).since());
  }

  @Test
  void theSameCausesInAnotherOrderAreNoNews() throws Exception {
    tenDaysOfTen("shop");
    order(purchase("p", "shop", 9, 100, 12).build());
    order(purchase("q", "shop", 9, 100, 12).build());
    count(level("shop", 10, 20));
    late("p", 10.1, 15, "LANE:north");
    late("q", 10.1, 15, "PORT:rotterdam");
    int said = findings().size();
    assertThat(findings().get(said - 1).parents()).containsExactly("LANE:north", "PORT:rotterdam");

    late("p", 10.1, 15, "LANE:north");

    assertThat(findings()).hasSize(said);
  }

  @Test
  void whatIsShortWithoutTheDelayTooIsNotBlamedOnIt() throws Exception {
    tenDaysOfTen("shop");
    order(purchase("p", "shop", 9, 200, 16).build());
    count(level("shop", 10, 30));

    late("p", 10.1, 19, "LANE:north");

    assertThat(findings().get(findings().size() - 1).parents()).isEmpty();
  }

  @Test
  void goodsThatComeInTimeAllTheSameAreNoRisk() throws Exception {
    tenDaysOfTen("shop");
    order(purchase("p", "shop", 9, 200, 12).build());
    count(level("shop", 10, 50));

    late("p", 10.5, 12.9, "PORT:rotterdam");
    late("unknown", 10.5, 30, "PORT:rotterdam");

    assertThat(findings()).isEmpty();
    operator.processBothWatermarks(watermark(12.9));
    assertThat(findings()).isEmpty();
    operator.processBothWatermarks(watermark(13.1));
    assertThat(findings()).hasSize(1);
    assertThat(findings().get(0).parents()).containsExactly("PORT:rotterdam", "SUPPLIER:acme");
  }

  @Test
  void anotherLocationOfTheProductGives() throws Exception {
    tenDaysOfTen("shop");
    tenDaysOfTen("depot");
    count(level("depot", 10, 300));
    count(level("shop", 10, 20));

    assertThat(findings()).hasSize(1);
    assertThat(findings().get(0).action().getKind()).isEqualTo(ActionKind.TRANSFER);
    assertThat(findings().get(0).action().getTarget()).isEqualTo("depot");
    assertThat(findings().get(0).source()).isEqualTo(SOURCE);
  }

  @Test
  void anOrderThatIsRedirectedIsMissedWhereItWasToCome() throws Exception {
    tenDaysOfTen("shop");
    order(purchase("p", "shop", 9, 200, 12).build());
    count(level("shop", 10, 50));

    order(purchase("p", "depot", 10, 200, 12).setVersion(2).build());

    assertThat(findings()).hasSize(1);
    assertThat(findings().get(0).subjectId()).isEqualTo("kettle@shop");
  }

  @Test
  void anOrderThatWasRedirectedBeforeItWasHeardOfIsNotExpected() throws Exception {
    order(purchase("p", "depot", 10, 200, 12).setVersion(2).build());
    tenDaysOfTen("shop");
    order(purchase("p", "shop", 9, 200, 12).build());
    order(purchase("p", "depot", 10, 200, 12).setVersion(3).build());

    count(level("shop", 10, 50));

    assertThat(findings()).extracting(Finding::subjectId).containsExactly("kettle@shop");
  }

  @Test
  void anOrderThatIsRedirectedBackIsMissedWhereItWasToComeMeanwhile() throws Exception {
    order(purchase("p", "depot", 9, 200, 12).build());
    tenDaysOfTen("shop");
    order(purchase("p", "shop", 10, 200, 12).setVersion(2).build());
    order(purchase("p", "shop", 10, 200, 12).setVersion(3).build());
    count(level("shop", 10, 50));
    assertThat(findings()).isEmpty();

    order(purchase("p", "depot", 10, 200, 12).setVersion(4).build());

    assertThat(findings()).extracting(Finding::subjectId).containsExactly("kettle@shop");
  }

  @Test
  void anOrderOfWhichAVersionDidNotComeIsMissedWhereItWasToCome() throws Exception {
    order(purchase("p", "depot", 9, 200, 12).build());
    tenDaysOfTen("shop");
    order(purchase("p", "shop", 10, 200, 12).setVersion(2).build());
    count(level("shop", 10, 50));

    order(purchase("p", "depot", 10, 200, 12).setVersion(5).build());

    assertThat(findings()).extracting(Finding::subjectId).containsExactly("kettle@shop");
  }

  @Test
  void anOrderThatIsOverLeavesOnlyItsLocation() throws Exception {
    order(purchase("p", "shop", 9, 200, 12).build());
    order(purchase("q", "shop", 9, 200, 12).build());
    long open = operator.numKeyedStateEntries();
    order(purchase("p", "depot", 10, 200, 12).setVersion(2).build());
    order(
        purchase("p", "depot", 11, 200, 12).setVersion(3).setStatus(OrderStatus.FULFILLED).build());
    assertThat(operator.numKeyedStateEntries()).isEqualTo(open);

    order(
        purchase("q", "shop", 11, 200, 12).setVersion(2).setStatus(OrderStatus.CANCELLED).build());
    assertThat(operator.numKeyedStateEntries()).isEqualTo(open - 1);
  }

  /** Its location knows of it for long, and all locations would be read for it. */
  @Test
  void anOrderThatIsOverIsNotFoundAgainHoweverLongItsProductIsInUse() throws Exception {
    orderAndFulfil("p", 1);
    for (int day = 0; day <= 200; day += 10) {
      operator.setStateTtlProcessingTime(Duration.ofDays(day).toMillis());
      operator.setProcessingTime(Duration.ofDays(day).toMillis());
      order(demand("depot", 3 + day, 1));
    }
    long entries = operator.numKeyedStateEntries();

    orderAndFulfil("q", 204);

    assertThat(operator.numKeyedStateEntries()).isEqualTo(entries);
  }

  private void orderAndFulfil(String order, double day) throws Exception {
    order(purchase(order, "depot", day, 200, day + 3).build());
    order(
        purchase(order, "depot", day + 1, 200, day + 3)
            .setVersion(2)
            .setStatus(OrderStatus.FULFILLED)
            .build());
  }

  @Test
  void anOrderThatWasCancelledElsewhereBeforeItWasHeardOfIsNotExpected() throws Exception {
    order(
        purchase("p", "depot", 10, 200, 12).setVersion(2).setStatus(OrderStatus.CANCELLED).build());
    tenDaysOfTen("shop");
    order(purchase("p", "shop", 9, 200, 12).build());

    count(level("shop", 10, 50));

    assertThat(findings()).extracting(Finding::subjectId).containsExactly("kettle@shop");
  }

  @Test
  void anOrderOfAnEarlierBuildIsMissedWhereItWasToCome() throws Exception {
    order(purchase("p", "depot", 8, 200, 12).build());
    tenDaysOfTen("shop");
    order(purchase("p", "shop", 9, 200, 12).setVersion(2).build());
    count(level("shop", 10, 50));
    restartFromEarlierBuild(Checks.LISTED);

    order(purchase("p", "depot", 10, 200, 12).setVersion(3).build());

    assertThat(findings()).extracting(Finding::subjectId).containsExactly("kettle@shop");
  }

  @Test
  void anOrderCostsTheSameHoweverManyLocationsThereAre() throws Exception {
    operator.close();
    operator = harness(new WatchStock(new StockRules(POLICY, 1_000, RETENTION)));
    operator.open();
    count("shop", 0, 10);
    order("p", 0, 200);
    long few = Allocated.by(() -> order("p", 200, 300));

    count("shop", 10, 900);
    long many = Allocated.by(() -> order("p", 300, 400));

    assertThat(many).as("bytes for 100 orders").isLessThan(2 * few);
  }

  private void count(String location, int from, int to) throws Exception {
    for (int i = from; i < to; i++) {
      count(level(location + i, 1, 100));
    }
  }

  private void order(String order, int from, int to) throws Exception {
    for (int i = from; i < to; i++) {
      order(purchase(order + i, "depot", 2, 200, 12).build());
    }
  }

  @Test
  void aProductThatAnOrderDoesNotBringAnyMoreIsMissed() throws Exception {
    tenDaysOfTen("shop");
    order(purchase("p", "shop", 9, 200, 12).build());
    count(level("shop", 10, 50));

    operator.processElement1(
        new StreamRecord<>(
            StockNews.of(
                new GoodsDelay(
                    "p", "kettle", "shop", null, 0, 0, 2, List.of(), day(10.5), SOURCE))));

    assertThat(findings()).hasSize(1);
    assertThat(findings().get(0).parents()).isEmpty();
  }

  @Test
  void aDelayMayComeBeforeItsLocation() throws Exception {
    late("p", 9.5, 19, "PORT:rotterdam");
    assertThat(operator.numKeyedStateEntries()).isEqualTo(1);
    tenDaysOfTen("shop");
    order(purchase("p", "shop", 9, 200, 12).build());
    count(level("shop", 10, 50));

    assertThat(findings()).hasSize(1);
    assertThat(findings().get(0).parents()).containsExactly("PORT:rotterdam");
    // The locations, their number, when they are looked at again, which are three maps, and where
    // orders go.
    assertThat(operator.numKeyedStateEntries()).isEqualTo(7);
  }

  @Test
  void aDelayMayComeBeforeItsOrder() throws Exception {
    tenDaysOfTen("shop");
    late("p", 9.5, 15, "LANE:north");
    late("p", 9.6, 19, "PORT:rotterdam");
    OperatorSubtaskState snapshot = operator.snapshot(1, 1);
    operator.close();
    operator = harness();
    operator.initializeState(snapshot);
    operator.open();
    order(purchase("p", "shop", 9, 200, 12).build());
    count(level("shop", 10, 50));

    assertThat(findings()).hasSize(1);
    assertThat(findings().get(0).parents()).containsExactly("PORT:rotterdam");
  }

  @Test
  void stateAndTimersAreBounded() throws Exception {
    for (int shop = 0; shop < 3 * MAX_LOCATIONS; shop++) {
      tenDaysOfTen("shop-" + shop);
      count(level("shop-" + shop, 10 + shop * 0.01, 100));
    }

    // Locations, their number, when they are looked at again, and a timer for each.
    assertThat(operator.numKeyedStateEntries()).isEqualTo(5);
    assertThat(operator.numEventTimeTimers()).isEqualTo(MAX_LOCATIONS);
    assertThat(operator.numProcessingTimeTimers()).isEqualTo(1);
    assertThat(findings()).isEmpty();

    operator.processBothWatermarks(watermark(15));
    assertThat(findings()).hasSize(MAX_LOCATIONS);
    assertThat(operator.numEventTimeTimers()).isZero();
  }

  @Test
  void whatIsNotHeardOfForLongIsRemovedThoughNothingComes() throws Exception {
    tenDaysOfTen("shop");
    count(level("shop", 10, 100));
    late("unknown", 10.5, 30, "PORT:rotterdam");

    operator.setStateTtlProcessingTime(2 * RETENTION.toMillis());
    operator.setProcessingTime(2 * RETENTION.toMillis());

    assertThat(operator.numProcessingTimeTimers()).isZero();
    operator.processBothWatermarks(watermark(15));
    assertThat(findings()).isEmpty();
    assertThat(operator.numEventTimeTimers()).isZero();
    // The number of locations, until another product is heard of.
    assertThat(operator.numKeyedStateEntries()).isEqualTo(1);
  }

  @Test
  void aLocationThatMakesRoomTakesItsAlertAlong() throws Exception {
    tenDaysOfTen("quiet");
    count(level("quiet", 10, 20));
    for (int shop = 0; shop < MAX_LOCATIONS; shop++) {
      count(level("shop-" + shop, 11, 100));
    }

    assertThat(findings()).hasSize(2);
    assertThat(findings().get(1).status()).isEqualTo(Finding.Status.CLEARED);
    assertThat(findings().get(1).summary()).isEqualTo("kettle at quiet is not followed any more");
  }

  @Test
  void locationsAtTheSameMomentShareATimerAndNoneIsLost() throws Exception {
    tenDaysOfTen("a");
    tenDaysOfTen("b");
    count(level("a", 10, 100));
    count(level("b", 10, 100));
    assertThat(operator.numEventTimeTimers()).isEqualTo(1);

    count(level("a", 10.5, 300));
    operator.processBothWatermarks(watermark(14));

    assertThat(findings()).extracting(Finding::subjectId).containsExactly("kettle@b");
  }

  @ParameterizedTest
  @EnumSource
  void aSavepointOfAnEarlierBuildKeepsItsDeadlines(Checks kept) throws Exception {
    tenDaysOfTen("a");
    tenDaysOfTen("b");
    count(level("a", 10, 100));
    count(level("b", 10, 100));
    restartFromEarlierBuild(kept);
    tenDaysOfTen("c");
    count(level("c", 10, 100));
    assertThat(operator.numEventTimeTimers()).isEqualTo(1);

    count(level("a", 10.5, 300));
    operator.processBothWatermarks(watermark(14));

    assertThat(findings())
        .extracting(Finding::subjectId)
        .containsExactlyInAnyOrder("kettle@b", "kettle@c");
    assertThat(operator.numEventTimeTimers()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void aSavepointOfAnEarlierBuildGoesOnThoughNothingComes(Checks kept) throws Exception {
    tenDaysOfTen("a");
    tenDaysOfTen("b");
    count(level("a", 10, 100));
    count(level("b", 10, 100));
    restartFromEarlierBuild(kept);

    operator.processBothWatermarks(watermark(14));

    assertThat(findings())
        .extracting(Finding::subjectId)
        .containsExactlyInAnyOrder("kettle@a", "kettle@b");
    assertThat(operator.numEventTimeTimers()).isZero();
    // The locations alone.
    assertThat(operator.numKeyedStateEntries()).isEqualTo(1);
  }

  @Test
  void aSavepointOfAnEarlierBuildMakesRoom() throws Exception {
    for (int shop = 0; shop < MAX_LOCATIONS; shop++) {
      count(level("shop-" + shop, 5 + shop, 100));
    }
    restartFromEarlierBuild(Checks.NUMBERED);
    for (int shop = 0; shop < MAX_LOCATIONS; shop++) {
      tenDaysOfTen("new-" + shop);
      count(level("new-" + shop, 10 + shop * 0.01, 20));
    }
    int said = findings().size();

    count(level("newer", 11, 100));

    assertThat(findings().subList(said, said + 1))
        .extracting(Finding::summary)
        .containsExactly("kettle at new-0 is not followed any more");
  }

  /** What earlier builds kept of each moment at which locations are looked at again. */
  private enum Checks {
    /** How many there are. */
    NUMBERED,
    /** All of their names. */
    LISTED
  }

  private void restartFromEarlierBuild(Checks kept) throws Exception {
    OperatorSubtaskState now = operator.snapshot(1, 1);
    operator.close();
    operator = harness(new AsEarlierBuild(kept));
    operator.initializeState(now);
    operator.open();
    count(level("any", 0, 1));
    OperatorSubtaskState then = operator.snapshot(2, 2);
    operator.close();
    operator = harness();
    operator.initializeState(then);
    operator.open();
  }

  private static final class AsEarlierBuild
      extends KeyedCoProcessFunction<String, StockNews, Received<SupplyOrder>, Finding> {
    private static final long serialVersionUID = 1L;

    private final Checks kept;

    AsEarlierBuild(Checks kept) {
      this.kept = kept;
    }

    @Override
    public void processElement1(StockNews news, Context context, Collector<Finding> out)
        throws Exception {
      MapState<Long, List<String>> names =
          getRuntimeContext()
              .getMapState(
                  new MapStateDescriptor<>("locations-to-check", Types.LONG, ShipmentTypes.TEXTS));
      MapState<Long, Integer> numbers =
          getRuntimeContext()
              .getMapState(new MapStateDescriptor<>("checks", Types.LONG, Types.INT));
      for (Map.Entry<Long, List<String>> entry :
          EarlierDeadlines.taken(getRuntimeContext(), StateTtlConfig.DISABLED).entrySet()) {
        switch (kept) {
          case NUMBERED -> numbers.put(entry.getKey(), entry.getValue().size());
          case LISTED -> names.put(entry.getKey(), entry.getValue());
        }
      }
      MapStateDescriptor<String, Destination> destinations =
          new MapStateDescriptor<>("destinations", Types.STRING, StockTypes.DESTINATION);
      destinations.enableTimeToLive(Retention.ofLargeMaps(RETENTION));
      getRuntimeContext().getMapState(destinations).clear();
      ValueStateDescriptor<Boolean> known =
          new ValueStateDescriptor<>("destinations-known", Types.BOOLEAN);
      known.enableTimeToLive(Retention.of(RETENTION));
      getRuntimeContext().getState(known).clear();
      ValueStateDescriptor<Integer> number =
          new ValueStateDescriptor<>("number-of-locations", Types.INT);
      number.enableTimeToLive(Retention.of(RETENTION));
      getRuntimeContext().getState(number).clear();
    }

    @Override
    public void processElement2(
        Received<SupplyOrder> order, Context context, Collector<Finding> out) {}
  }

  private void tenDaysOfTen(String location) throws Exception {
    for (int day = 0; day < 10; day++) {
      order(demand(location, day + 0.5, 10));
    }
  }

  private void count(StockLevel level) throws Exception {
    long time = level.getEventTime().toEpochMilli();
    operator.processElement1(
        new StreamRecord<>(StockNews.of(new Received<>(level, SOURCE, time)), time));
  }

  private void late(String orderId, double day, double arrivalDay, String cause) throws Exception {
    operator.processElement1(
        new StreamRecord<>(
            StockNews.of(
                new GoodsDelay(
                    orderId,
                    "kettle",
                    "shop",
                    "acme",
                    day(1) - day(0),
                    day(arrivalDay),
                    0,
                    List.of(cause),
                    day(day),
                    SOURCE)),
            day(day)));
  }

  private void order(SupplyOrder order) throws Exception {
    long time = order.getEventTime().toEpochMilli();
    operator.processElement2(new StreamRecord<>(new Received<>(order, SOURCE, time), time));
  }

  private List<Finding> findings() {
    return operator.extractOutputValues();
  }

  private static Watermark watermark(double day) {
    return new Watermark(day(day));
  }

  private static KeyedTwoInputStreamOperatorTestHarness<
          String, StockNews, Received<SupplyOrder>, Finding>
      harness() throws Exception {
    return harness(new WatchStock(new StockRules(POLICY, MAX_LOCATIONS, RETENTION)));
  }

  private static KeyedTwoInputStreamOperatorTestHarness<
          String, StockNews, Received<SupplyOrder>, Finding>
      harness(KeyedCoProcessFunction<String, StockNews, Received<SupplyOrder>, Finding> function)
          throws Exception {
    return new KeyedTwoInputStreamOperatorTestHarness<>(
        new KeyedCoProcessOperator<>(function),
        StockNews::skuId,
        order -> order.value().getSkuId(),
        Types.STRING);
  }
}
