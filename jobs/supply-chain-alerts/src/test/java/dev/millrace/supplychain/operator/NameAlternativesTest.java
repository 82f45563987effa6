package dev.millrace.supplychain.operator;

import static dev.millrace.supplychain.Shipments.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.suite.Source;
import dev.millrace.supply.ActionKind;
import dev.millrace.supply.AlertKind;
import dev.millrace.supply.SubjectType;
import dev.millrace.supplychain.domain.Finding;
import dev.millrace.supplychain.domain.Finding.Status;
import dev.millrace.supplychain.domain.Stake;
import dev.millrace.supplychain.domain.supplier.Alternatives;
import dev.millrace.supplychain.domain.supplier.Delivery;
import dev.millrace.supplychain.domain.supplier.SupplierFinding;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NameAlternativesTest {
  private static final Source SOURCE = new Source("supply.supplier-confirmations", 3, 42L);
  private static final Duration RETENTION = Duration.ofDays(180);

  private KeyedTwoInputStreamOperatorTestHarness<String, SupplierFinding, Delivery, Finding>
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
  void theFasterSupplierOfTheProductIsNamed() throws Exception {
    slowAndFast();
    say("tea", Status.RAISED);

    assertThat(findings()).hasSize(1);
    Finding finding = findings().get(0);
    assertThat(finding.alertId()).isEqualTo("SUPPLIER:slow:SUPPLIER_DRIFT");
    assertThat(finding.action().getKind()).isEqualTo(ActionKind.ALTERNATE_SUPPLIER);
    assertThat(finding.action().getTarget()).isEqualTo("fast");
    assertThat(finding.source()).isEqualTo(SOURCE);
  }

  @Test
  void aRestartForgetsNoSupplier() throws Exception {
    slowAndFast();
    OperatorSubtaskState snapshot = operator.snapshot(1, 1);
    operator.close();
    operator = harness();
    operator.initializeState(snapshot);
    operator.open();

    say("tea", Status.RAISED);

    assertThat(findings())
        .extracting(finding -> finding.action().getTarget())
        .containsExactly("fast");
  }

  @Test
  void whoDeliversAnotherProductIsNotNamed() throws Exception {
    deliver("tea", "slow", 300);
    for (int i = 0; i < 3; i++) {
      deliver("coffee", "fast", 100);
    }
    say("tea", Status.RAISED);

    assertThat(findings()).containsExactly(finding(Status.RAISED));
    assertThat(operator.numKeyedStateEntries()).isEqualTo(2);
  }

  @Test
  void whatIsOverPassesAsItIs() throws Exception {
    slowAndFast();
    say("tea", Status.CLEARED);

    assertThat(findings()).containsExactly(finding(Status.CLEARED));
  }

  @Test
  void aChangeWithoutAProductPassesAndLeavesNothing() throws Exception {
    say("", Status.RAISED);

    assertThat(findings()).containsExactly(finding(Status.RAISED));
    assertThat(operator.numKeyedStateEntries()).isZero();
  }

  @Test
  void stateIsBoundedAndThereAreNoTimers() throws Exception {
    for (int i = 0; i < 3; i++) {
      deliver("tea", "fast", 100);
    }
    for (int i = 0; i < 3 * Alternatives.MAX_SUPPLIERS; i++) {
      operator.processElement2(
          new StreamRecord<>(new Delivery("tea", "s" + i, 500, 1, null, at(i + 1))));
    }
    operator.processElement2(
        new StreamRecord<>(new Delivery("tea", "slow", 300, 1, null, at(1_000))));
    say("tea", Status.RAISED);

    // The one not heard of for longest has made room, fast as it was.
    assertThat(findings()).containsExactly(finding(Status.RAISED));
    assertThat(operator.numKeyedStateEntries()).isEqualTo(1);
    assertThat(operator.numEventTimeTimers()).isZero();
    assertThat(operator.numProcessingTimeTimers()).isZero();
  }

  @Test
  void aProductIsForgottenWhenNothingIsDelivered() throws Exception {
    operator.setStateTtlProcessingTime(0);
    slowAndFast();

    operator.setStateTtlProcessingTime(RETENTION.toMillis() - 1);
    say("tea", Status.RAISED);
    operator.setStateTtlProcessingTime(RETENTION.toMillis() + 1);
    say("tea", Status.RAISED);

    assertThat(findings()).hasSize(2);
    // Asking for it does not keep it.
    assertThat(findings().get(0).action()).isNotNull();
    assertThat(findings().get(1)).isEqualTo(finding(Status.RAISED));
    assertThat(operator.numKeyedStateEntries()).isZero();
  }

  private void slowAndFast() throws Exception {
    for (int i = 0; i < 3; i++) {
      deliver("tea", "slow", 300);
      deliver("tea", "fast", 100);
    }
  }

  private void deliver(String sku, String supplier, double hours) throws Exception {
    operator.processElement2(
        new StreamRecord<>(new Delivery(sku, supplier, hours, 1, null, at(0))));
  }

  private void say(String sku, Status status) throws Exception {
    operator.processElement1(new StreamRecord<>(new SupplierFinding(sku, 1_000, finding(status))));
  }

  private static Finding finding(Status status) {
    return new Finding(
        AlertKind.SUPPLIER_DRIFT,
        SubjectType.SUPPLIER,
        "slow",
        status,
        at(0),
        at(0),
        Stake.UNKNOWN,
        "Supplier slow is worse than it was in: lead time",
        Map.of(),
        null,
        List.of(),
        SOURCE);
  }

  private List<Finding> findings() {
    return operator.extractOutputValues();
  }

  private static KeyedTwoInputStreamOperatorTestHarness<String, SupplierFinding, Delivery, Finding>
      harness() throws Exception {
    return new KeyedTwoInputStreamOperatorTestHarness<>(
        new KeyedCoProcessOperator<>(new NameAlternatives(new Alternatives(0.02), RETENTION)),
        SupplierFinding::skuId,
        Delivery::skuId,
        Types.STRING);
  }
}
