package dev.millrace.simulator.supply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.common.contract.TrustedRecords;
import dev.millrace.supply.OrderKind;
import dev.millrace.supply.OrderStatus;
import dev.millrace.supply.ShipmentMilestone;
import dev.millrace.supply.SupplyOrder;
import dev.millrace.supply.TelemetryReading;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SyntheticSupplyTest {
  private static final Instant START = Instant.parse("2026-03-02T00:00:00Z");
  private static final Duration SPAN = Duration.ofDays(40);
  private static final int CALM_DAYS = 12;

  static {
    TrustedRecords.trust();
  }

  @Test
  void theSameSeedGivesTheSameRecordsInTheOrderOfTime() {
    List<SupplyEvent> first = events(supply(7, EnumSet.allOf(DisruptionKind.class)), 20_000);
    List<SupplyEvent> second = events(supply(7, EnumSet.allOf(DisruptionKind.class)), 20_000);
    List<SupplyEvent> other = events(supply(8, EnumSet.allOf(DisruptionKind.class)), 20_000);

    assertThat(second).isEqualTo(first);
    assertThat(other).isNotEqualTo(first);
    assertThat(first.stream().map(SupplyEvent::time)).isSorted();
    assertThat(first.stream().map(SupplyEvent::topic).collect(Collectors.toSet())).hasSize(6);
  }

  @Test
  void everyKindGoesWrongAndTellsOfItself() {
    SyntheticSupply supply = supply(7, EnumSet.allOf(DisruptionKind.class));
    supply.forEachRemaining(event -> {});

    List<Truth> scripted =
        supply.truths().stream()
            .filter(truth -> !truth.kind().matches("late-.*|stock-out"))
            .toList();
    Set<String> kinds =
        scripted.stream().map(Truth::kind).collect(Collectors.toCollection(TreeSet::new));
    assertThat(kinds).contains("port-closure", "demand-spike", "reefer-failure", "data-outage");
    long calm = START.plus(Duration.ofDays(CALM_DAYS)).toEpochMilli();
    assertThat(scripted)
        .allSatisfy(
            truth -> {
              assertThat(truth.from()).isGreaterThanOrEqualTo(calm);
              assertThat(truth.affected()).contains(truth.subject());
            });
    assertThat(scripted)
        .filteredOn(truth -> truth.kind().equals("port-closure"))
        .allSatisfy(truth -> assertThat(truth.firstEvidence()).isBetween(truth.from(), truth.to()));
  }

  @Test
  void aClosedPortNeitherSendsNorReceives() {
    SyntheticSupply supply = supply(7, EnumSet.of(DisruptionKind.PORT_CLOSURE));
    List<SupplyEvent> events = events(supply, Long.MAX_VALUE);
    Truth closure = supply.truths().get(0);
    String port = closure.subject().substring("PORT:".length());

    assertThat(closure.kind()).isEqualTo("port-closure");
    assertThat(events)
        .filteredOn(event -> event.time() >= closure.from() && event.time() < closure.to())
        .filteredOn(event -> event.value() instanceof ShipmentMilestone)
        .extracting(event -> (ShipmentMilestone) event.value())
        .filteredOn(milestone -> milestone.getEstimatedAt() == null)
        .extracting(ShipmentMilestone::getReadPoint)
        .isNotEmpty()
        .doesNotContain(port);
  }

  @Test
  void aSilentSensorSendsNothing() {
    SyntheticSupply supply = supply(7, EnumSet.of(DisruptionKind.DATA_OUTAGE));
    List<SupplyEvent> events = events(supply, Long.MAX_VALUE);
    Truth outage =
        supply.truths().stream()
            .filter(t -> t.kind().equals("data-outage"))
            .findFirst()
            .orElseThrow();
    String device = outage.subject().substring("SENSOR:".length());

    assertThat(events)
        .filteredOn(event -> event.key().equals(device))
        .filteredOn(event -> event.time() >= outage.from() && event.time() < outage.to())
        .isEmpty();
    assertThat(outage.firstEvidence()).isBetween(outage.from(), outage.to());
  }

  @Test
  void withoutAScriptThingsGoWrongByChanceOnly() {
    SyntheticSupply supply = supply(7, Set.of());
    List<SupplyEvent> events = events(supply, Long.MAX_VALUE);

    assertThat(supply.truths())
        .isNotEmpty()
        .extracting(Truth::kind)
        .allMatch(kind -> kind.matches("late-.*|stock-out"));
    assertThat(events)
        .filteredOn(event -> event.value() instanceof TelemetryReading)
        .extracting(event -> (TelemetryReading) event.value())
        .allSatisfy(
            reading ->
                assertThat(reading.getValue())
                    .isLessThan(reading.getProductClass().equals("CHILLED") ? 8 : -18));
    assertThat(events)
        .filteredOn(event -> event.value() instanceof SupplyOrder)
        .hasSizeGreaterThan(10_000);
  }

  @Test
  void anOrderThatADisruptionHoldsUpIsNotLateByChance() {
    SyntheticSupply supply =
        supply(7, EnumSet.of(DisruptionKind.SUPPLIER_FAILURE, DisruptionKind.PORT_CLOSURE));
    List<SupplyEvent> events = events(supply, Long.MAX_VALUE);

    Set<String> affected =
        supply.truths().stream()
            .filter(truth -> truth.kind().matches("supplier-failure|port-closure"))
            .flatMap(truth -> truth.affected().stream())
            .collect(Collectors.toSet());
    Set<String> late =
        events.stream()
            .filter(event -> event.value() instanceof SupplyOrder)
            .map(event -> (SupplyOrder) event.value())
            .filter(order -> order.getKind() == OrderKind.PURCHASE)
            .filter(order -> order.getStatus() == OrderStatus.FULFILLED)
            .filter(order -> order.getEventTime().isAfter(order.getDueAt()))
            .map(order -> "ORDER:" + order.getOrderId())
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> byChance = new TreeSet<>(late);
    byChance.removeAll(affected);

    assertThat(late).hasSizeGreaterThan(byChance.size());
    assertThat(byChance).isNotEmpty();
    assertThat(supply.truths())
        .filteredOn(truth -> truth.kind().equals("late-order"))
        .extracting(Truth::subject)
        .containsExactlyInAnyOrderElementsOf(byChance);
  }

  private static SyntheticSupply supply(long seed, Set<DisruptionKind> kinds) {
    return new SyntheticSupply(
        seed, START.toEpochMilli(), START.plus(SPAN).toEpochMilli(), CALM_DAYS, kinds);
  }

  private static List<SupplyEvent> events(SyntheticSupply supply, long count) {
    List<SupplyEvent> events = new ArrayList<>();
    while (supply.hasNext() && events.size() < count) {
      events.add(supply.next());
    }
    return events;
  }
}
