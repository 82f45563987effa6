package dev.millrace.supplychain.operator;

import static dev.millrace.supplychain.Shipments.at;
import static dev.millrace.supplychain.Shipments.received;
import static dev.millrace.supplychain.domain.supplier.SupplierRecords.heard;
import static dev.millrace.supplychain.domain.supplier.SupplierRecords.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.millrace.common.ingest.Received;
import dev.millrace.supply.ConfirmationKind;
import dev.millrace.supply.OrderStatus;
import dev.millrace.supply.SupplierConfirmation;
import dev.millrace.supply.SupplyOrder;
import dev.millrace.supplychain.domain.Finding;
import dev.millrace.supplychain.domain.goods.GoodsDelay;
import dev.millrace.supplychain.domain.supplier.Delivery;
import dev.millrace.supplychain.domain.supplier.SupplierFinding;
import dev.millrace.supplychain.domain.supplier.SupplierRecords;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WatchSupplierTest {
  private static final double MEMORY_HOURS = 30 * 24;
  private static final Duration RETENTION = Duration.ofDays(180);

  private KeyedTwoInputStreamOperatorTestHarness<
          String, SupplierNews, Received<SupplyOrder>, SupplierFinding>
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
  void silenceCountsAtTheDeadlineAlsoAfterARestart() throws Exception {
    deliver(20);
    place(5);
    passTo(101);
    assertThat(said()).isEmpty();
    OperatorSubtaskState snapshot = operator.snapshot(1, 1);
    operator.close();
    operator = harness();
    operator.initializeState(snapshot);
    operator.open();

    passTo(300);

    assertThat(said()).hasSize(1);
    assertThat(said().get(0).summary())
        .isEqualTo("Supplier s is worse than it was in: lead time; 5 orders are open");
    assertThat(said().get(0).source()).isNull();
    // Of what was delivered; nothing more is to be counted of the others.
    assertThat(operator.numEventTimeTimers()).isEqualTo(1);
  }

  /**
   * The deadline of a delivery that is waited for may have passed with that of its confirmation.
   */
  @Test
  void silenceCountsAsLateDeliveryWhenItHasCountedAsLateConfirmation() throws Exception {
    deliver(20);
    place(5);
    for (int i = 0; i < 20; i++) {
      hear("confirmed" + i, ConfirmationKind.CONFIRMED, 5);
      hear("confirmed" + i, ConfirmationKind.DELIVERED, 100);
    }

    passTo(300);

    assertThat(said())
        .last()
        .satisfies(finding -> assertThat(finding.summary()).contains("lead time, time to confirm"));
  }

  @Test
  void anOrderAloneTellsNothingOfItsSupplier() throws Exception {
    place(1);
    assertThat(operator.numEventTimeTimers()).isZero();
    // The order alone.
    assertThat(operator.numKeyedStateEntries()).isEqualTo(1);
  }

  @Test
  void aDeliveredOrderLeavesNoTimer() throws Exception {
    deliver(20);
    place(1);
    assertThat(operator.numEventTimeTimers()).isEqualTo(2);

    hear("o0", ConfirmationKind.DELIVERED, 100);

    assertThat(operator.numEventTimeTimers()).isEqualTo(1);
    passTo(100 + MEMORY_HOURS);
    assertThat(said()).isEmpty();
    assertThat(operator.numEventTimeTimers()).isZero();
    // What is known of the supplier.
    assertThat(operator.numKeyedStateEntries()).isEqualTo(1);
  }

  @Test
  void anOrderThatComesInPartsIsDeliveredOnceAlsoAfterARestart() throws Exception {
    hear(part("o0", 90, 50));
    hear(part("o1", 90, 50));
    hear(part("o1", 95, 50));
    assertThat(delivered()).extracting(Delivery::filled).containsExactly(1.0);
    OperatorSubtaskState snapshot = operator.snapshot(1, 1);
    operator.close();
    operator = harness();
    operator.initializeState(snapshot);
    operator.open();

    passTo(100 + 7 * 24 - 1);
    assertThat(delivered()).isEmpty();
    passTo(100 + 7 * 24);

    assertThat(delivered())
        .extracting(Delivery::supplierId, Delivery::filled, Delivery::time)
        .containsExactly(tuple("s", 0.5, at(90)));
    passTo(100 + 7 * 24 + MEMORY_HOURS);
    assertThat(operator.numEventTimeTimers()).isZero();
    // What is known of the supplier.
    assertThat(operator.numKeyedStateEntries()).isEqualTo(1);
  }

  private List<Delivery> delivered() {
    Queue<StreamRecord<Delivery>> delivered = operator.getSideOutput(WatchSupplier.DELIVERIES);
    return delivered == null ? List.of() : delivered.stream().map(StreamRecord::getValue).toList();
  }

  private static SupplierConfirmation.Builder part(String order, double hours, long units) {
    return heard(order, ConfirmationKind.DELIVERED, hours).setSkuId("tea").setQuantity(units);
  }

  @Test
  void aDelayMayComeBeforeItsOrder() throws Exception {
    deliver(20);
    delay(new GoodsDelay("o0", "tea", "DE1", "s", hours(200), at(300), 0, List.of(), at(1), null));
    place(1);
    long deadlines = operator.numEventTimeTimers();
    passTo(300);
    assertThat(operator.numEventTimeTimers()).isEqualTo(deadlines);

    passTo(500);
    assertThat(operator.numEventTimeTimers()).isEqualTo(deadlines - 1);
  }

  @Test
  void anOrderThatAnotherSupplierDeliversIsNotMissed() throws Exception {
    deliver(20);
    place(5);
    for (int i = 0; i < 5; i++) {
      delay(new GoodsDelay("o" + i, "tea", null, "s", 0, 0, 2, List.of(), at(50), null));
    }
    passTo(300);
    assertThat(said()).isEmpty();

    passTo(100 + MEMORY_HOURS);
    assertThat(operator.numKeyedStateEntries()).isEqualTo(1);
    assertThat(operator.numEventTimeTimers()).isZero();
  }

  private void delay(GoodsDelay delay) throws Exception {
    operator.processElement1(new StreamRecord<>(SupplierNews.of(delay)));
  }

  private static long hours(double hours) {
    return at(hours) - at(0);
  }

  @Test
  void stateAndTimersAreBounded() throws Exception {
    for (int i = 0; i < 500; i++) {
      operator.processElement2(
          new StreamRecord<>(received(order("o" + i, 1, OrderStatus.OPEN).build())));
      hear("o" + i, ConfirmationKind.CONFIRMED, 5);
      hear("o" + i, ConfirmationKind.DELIVERED, 100 + i / 100.0);
    }
    assertThat(operator.numEventTimeTimers()).isEqualTo(500);

    passTo(105 + MEMORY_HOURS);

    assertThat(operator.numEventTimeTimers()).isZero();
    assertThat(operator.numProcessingTimeTimers()).isEqualTo(1);
    assertThat(operator.numKeyedStateEntries()).isEqualTo(1);
  }

  @Test
  void whatIsNotHeardOfForLongIsRemovedThoughNothingComes() throws Exception {
    place(5);
    deliver(1);
    delay(new GoodsDelay("o9", "tea", "DE1", "s", hours(200), at(300), 0, List.of(), at(1), null));
    assertThat(operator.numKeyedStateEntries()).isEqualTo(6);

    operator.setStateTtlProcessingTime(2 * RETENTION.toMillis());
    operator.setProcessingTime(2 * RETENTION.toMillis());

    // What is known of the supplier.
    assertThat(operator.numKeyedStateEntries()).isEqualTo(1);
    assertThat(operator.numProcessingTimeTimers()).isZero();
    passTo(100 + MEMORY_HOURS);
    assertThat(said()).isEmpty();
    assertThat(operator.numEventTimeTimers()).isZero();
  }

  /** Deliveries after the hundred hours that were promised. */
  private void deliver(int deliveries) throws Exception {
    for (int i = 0; i < deliveries; i++) {
      hear("delivered" + i, ConfirmationKind.DELIVERED, 100);
    }
  }

  private void hear(String order, ConfirmationKind kind, double hours) throws Exception {
    hear(heard(order, kind, hours));
  }

  private void hear(SupplierConfirmation.Builder heard) throws Exception {
    heard.setPromisedAt(Instant.ofEpochMilli(at(100)));
    operator.processElement1(new StreamRecord<>(SupplierNews.of(received(heard.build()))));
  }

  private void place(int orders) throws Exception {
    for (int i = 0; i < orders; i++) {
      operator.processElement2(
          new StreamRecord<>(received(order("o" + i, 1, OrderStatus.OPEN).build())));
    }
  }

  private void passTo(double hour) throws Exception {
    operator.processBothWatermarks(new Watermark(at(hour)));
  }

  private List<Finding> said() {
    return operator.extractOutputValues().stream().map(SupplierFinding::finding).toList();
  }

  private static KeyedTwoInputStreamOperatorTestHarness<
          String, SupplierNews, Received<SupplyOrder>, SupplierFinding>
      harness() throws Exception {
    return new KeyedTwoInputStreamOperatorTestHarness<>(
        new KeyedCoProcessOperator<>(new WatchSupplier(SupplierRecords.RULES, RETENTION)),
        SupplierNews::supplierId,
        order -> order.value().getSupplierId(),
        Types.STRING);
  }
}
