package dev.millrace.supplychain.operator;

import static dev.millrace.supplychain.domain.stock.StockRecords.day;
import static dev.millrace.supplychain.domain.stock.StockRecords.purchase;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.millrace.common.ingest.Received;
import dev.millrace.suite.Source;
import dev.millrace.supply.OrderStatus;
import dev.millrace.supply.SupplyOrder;
import dev.millrace.supplychain.domain.goods.Carriage;
import dev.millrace.supplychain.domain.goods.GoodsDelay;
import dev.millrace.supplychain.domain.goods.OrderedGoods;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FollowGoodsTest {
  private static final Source SOURCE = new Source("supply.shipment-milestones", 1, 7L);
  private static final double HOURS = 1 / 24.0;

  private KeyedTwoInputStreamOperatorTestHarness<
          String, Received<SupplyOrder>, Carriage, GoodsDelay>
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
  void whoWaitsIsToldHowLateGoodsAreAndWhatMayBeToBlame() throws Exception {
    order(1, OrderStatus.OPEN);
    carried("s", 30, "PORT:rotterdam");

    assertThat(told())
        .containsExactly(
            new GoodsDelay(
                "p",
                "kettle",
                "shop",
                "acme",
                day(30 * HOURS) - day(0),
                day(12 + 30 * HOURS),
                0,
                List.of("PORT:rotterdam"),
                day(10),
                SOURCE));
  }

  @Test
  void whatComesFirstDoesNotMatter() throws Exception {
    carried("s", 30, "PORT:rotterdam");
    assertThat(told()).isEmpty();

    order(1, OrderStatus.OPEN);

    assertThat(told()).extracting(GoodsDelay::causes).containsExactly(List.of("PORT:rotterdam"));
  }

  @Test
  void whatIsInTimeOrKnownIsNotSpokenOf() throws Exception {
    order(1, OrderStatus.OPEN);
    carried("s", 0.9, "PORT:rotterdam");
    assertThat(told()).isEmpty();

    carried("s", 30, "PORT:rotterdam");
    carried("s", 30.9, "PORT:rotterdam");
    order(1, OrderStatus.OPEN);
    order(2, OrderStatus.OPEN);
    assertThat(told()).hasSize(1);

    carried("s", 32, "PORT:rotterdam");
    carried("s", 32, "LANE:north");
    assertThat(told()).hasSize(3);
    // Where it was held is not forgotten when it has gone on.
    assertThat(told().get(2).causes()).containsExactly("PORT:rotterdam", "LANE:north");
  }

  @Test
  void theLastOfSeveralShipmentsCounts() throws Exception {
    order(1, OrderStatus.OPEN);
    carried("first", 30, "PORT:rotterdam");
    carried("second", 50, "LANE:north");
    carried("first", 0, "PORT:rotterdam");
    operator.processElement2(
        new StreamRecord<>(carriage("second", 50, "LANE:north", Way.WITHDRAWN)));

    assertThat(told())
        .extracting(GoodsDelay::arrival)
        .containsExactly(day(12 + 30 * HOURS), day(12 + 50 * HOURS), day(12 + 50 * HOURS), 0L);
    assertThat(told().get(1).causes()).containsExactly("PORT:rotterdam", "LANE:north");
    assertThat(told().get(3).lateMs()).isZero();
  }

  @Test
  void anOrderThatIsOverLeavesNothing() throws Exception {
    order(1, OrderStatus.OPEN);
    carried("s", 30, "PORT:rotterdam");
    assertThat(operator.numKeyedStateEntries()).isEqualTo(1);

    order(2, OrderStatus.FULFILLED);

    assertThat(operator.numKeyedStateEntries()).isZero();
    assertThat(operator.numEventTimeTimers()).isZero();
  }

  @Test
  void shipmentsInTimeOfUnknownOrdersLeaveNothingAndLateOnesAreBounded() throws Exception {
    carried("s", 0, "PORT:rotterdam");
    assertThat(operator.numKeyedStateEntries()).isZero();

    for (int i = 0; i < 3 * OrderedGoods.MAX_LEGS; i++) {
      carried("s" + i, 30, "PORT:p" + i);
    }
    order(1, OrderStatus.OPEN);

    assertThat(told().get(0).causes()).hasSize(OrderedGoods.MAX_LEGS).contains("PORT:p23");
  }

  @Test
  void whoWaitsForAnOrderThatGoesElsewhereIsToldToo() throws Exception {
    order(1, OrderStatus.OPEN);
    carried("s", 30, "PORT:rotterdam");
    operator.processElement1(received(purchase("p", "depot", 9, 200, 12).setVersion(2).build()));
    operator.processElement1(received(purchase("p", "depot", 9, 300, 12).setVersion(3).build()));

    assertThat(told())
        .extracting(GoodsDelay::locationId, GoodsDelay::supplierId, GoodsDelay::withdrawnBy)
        .containsExactly(
            tuple("shop", "acme", 0L), tuple("shop", null, 2L), tuple("depot", "acme", 0L));
    assertThat(told().get(2).arrival()).isEqualTo(day(12 + 30 * HOURS));
  }

  @Test
  void aSupplierHearsThatAnotherOneDelivers() throws Exception {
    order(1, OrderStatus.OPEN);
    operator.processElement1(
        received(purchase("p", "shop", 9, 200, 12).setVersion(2).setSupplierId("best").build()));
    order(1, OrderStatus.OPEN);

    assertThat(told())
        .extracting(GoodsDelay::locationId, GoodsDelay::supplierId, GoodsDelay::withdrawnBy)
        .containsExactly(tuple(null, "acme", 2L));
  }

  @Test
  void causesKeepTheirPlace() throws Exception {
    order(1, OrderStatus.OPEN);
    carried("first", 30, "PORT:rotterdam");
    carried("second", 30, "LANE:north");
    carried("first", 30, "PORT:rotterdam");
    assertThat(told()).hasSize(2);

    carried("first", 32, "PORT:rotterdam");
    assertThat(told().get(2).causes()).containsExactly("PORT:rotterdam", "LANE:north");
  }

  @Test
  void aShipmentThatIsAtItsEndDoesNotBringAnOrderBack() throws Exception {
    order(1, OrderStatus.OPEN);
    carried("s", 30, "PORT:rotterdam");
    order(2, OrderStatus.FULFILLED);
    operator.processElement2(
        new StreamRecord<>(carriage("s", 30, "PORT:rotterdam", Way.DELIVERED)));

    assertThat(operator.numKeyedStateEntries()).isZero();
  }

  @Test
  void anOrderThatNeverComesIsForgottenWithItsShipment() throws Exception {
    carried("s", 30, "PORT:rotterdam");
    assertThat(operator.numKeyedStateEntries()).isEqualTo(1);
    operator.processElement2(
        new StreamRecord<>(carriage("s", 30, "PORT:rotterdam", Way.DELIVERED)));

    assertThat(operator.numKeyedStateEntries()).isZero();
    assertThat(operator.numEventTimeTimers()).isZero();
  }

  @Test
  void goodsThatHaveArrivedLateAreStillLate() throws Exception {
    order(1, OrderStatus.OPEN);
    operator.processElement2(
        new StreamRecord<>(carriage("s", 30, "PORT:rotterdam", Way.DELIVERED)));

    assertThat(told()).extracting(GoodsDelay::lateMs).containsExactly(day(30 * HOURS) - day(0));
  }

  @Test
  void aRestartForgetsNothing() throws Exception {
    carried("s", 30, "PORT:rotterdam");
    OperatorSubtaskState snapshot = operator.snapshot(1, 1);
    operator.close();
    operator = harness();
    operator.initializeState(snapshot);
    operator.open();

    order(1, OrderStatus.OPEN);

    assertThat(told()).hasSize(1);
  }

  private void order(int version, OrderStatus status) throws Exception {
    SupplyOrder order =
        purchase("p", "shop", 9, 200, 12).setVersion(version).setStatus(status).build();
    operator.processElement1(received(order));
  }

  private static StreamRecord<Received<SupplyOrder>> received(SupplyOrder order) {
    return new StreamRecord<>(new Received<>(order, SOURCE, day(9)));
  }

  /** How far a shipment is. */
  private enum Way {
    OPEN,
    DELIVERED,
    WITHDRAWN
  }

  private void carried(String shipment, double lateHours, String cause) throws Exception {
    operator.processElement2(new StreamRecord<>(carriage(shipment, lateHours, cause, Way.OPEN)));
  }

  private static Carriage carriage(String shipment, double lateHours, String cause, Way way) {
    return new Carriage(
        "p",
        shipment,
        day(lateHours * HOURS) - day(0),
        day(12 + lateHours * HOURS),
        way == Way.WITHDRAWN,
        way == Way.DELIVERED,
        List.of(cause),
        day(10),
        SOURCE);
  }

  private List<GoodsDelay> told() {
    return operator.extractOutputValues();
  }

  private static KeyedTwoInputStreamOperatorTestHarness<
          String, Received<SupplyOrder>, Carriage, GoodsDelay>
      harness() throws Exception {
    return new KeyedTwoInputStreamOperatorTestHarness<>(
        new KeyedCoProcessOperator<>(new FollowGoods(Duration.ofDays(180))),
        order -> order.value().getOrderId(),
        Carriage::orderId,
        Types.STRING);
  }
}
