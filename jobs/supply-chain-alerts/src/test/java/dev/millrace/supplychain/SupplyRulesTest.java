package dev.millrace.supplychain;

import static dev.millrace.supplychain.Shipments.NOON;
import static dev.millrace.supplychain.Shipments.planned;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.common.quality.RecordRules;
import dev.millrace.common.quality.Rule;
import dev.millrace.supply.AlertCommand;
import dev.millrace.supply.BusinessStep;
import dev.millrace.supply.CommandKind;
import dev.millrace.supply.ConfirmationKind;
import dev.millrace.supply.PlannedMilestone;
import dev.millrace.supply.ShipmentMilestone;
import dev.millrace.supply.ShipmentPlan;
import dev.millrace.supply.StockLevel;
import dev.millrace.supply.SupplierConfirmation;
import dev.millrace.supply.SupplyOrder;
import dev.millrace.supply.TelemetryReading;
import dev.millrace.supplychain.domain.coldchain.SensorRecords;
import dev.millrace.supplychain.domain.stock.StockRecords;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecordBase;
import org.junit.jupiter.api.Test;

/** Every rule refuses something and accepts what is just right; one without its case is found. */
class SupplyRulesTest {
  private static final SupplyChainAlertsOptions.Horizon HORIZON =
      new SupplyChainAlertsOptions.Horizon(Duration.ofHours(1), Duration.ofDays(365));
  private static final Instant AHEAD = NOON.plus(Duration.ofHours(1)).plusMillis(1);
  private static final Instant BEHIND = NOON.minus(Duration.ofDays(365)).minusMillis(1);
  private static final Instant FIRST = Instant.parse("1970-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("2199-12-31T23:59:59.999Z");
  private static final long LARGEST = 1_000_000_000_000_000L;
  private static final String LONG = "x".repeat(129);

  @Test
  void plans() {
    Cases<ShipmentPlan> plans = new Cases<>(SupplyRules.plans(HORIZON));

    plans.accepts(plan(plan -> plan));
    plans.accepts(plan(plan -> plan.setMilestones(steps(64))));
    plans.accepts(plan(plan -> plan.setMilestones(List.of(step("p".repeat(128), FIRST)))));
    plans.accepts(plan(plan -> plan.setMilestones(List.of(step("p", LAST)))));
    plans.accepts(plan(plan -> plan.setOrderIds(List.of())));
    plans.accepts(plan(plan -> plan.setOrderIds(List.of("o", "o".repeat(128)))));
    plans.accepts(plan(plan -> plan.setRequiredBy(FIRST)));
    plans.accepts(plan(plan -> plan.setRequiredBy(LAST)));
    plans.accepts(plan(plan -> plan.setQuantity(1L).setValueMinor(0L).setFreightMinor(0L)));
    plans.accepts(
        plan(plan -> plan.setQuantity(LARGEST).setValueMinor(LARGEST).setFreightMinor(LARGEST)));
    plans.accepts(plan(plan -> plan.setValueMinor(null)));
    plans.accepts(plan(plan -> plan.setValueMinor(null).setFreightMinor(null).setCurrency(null)));

    plans.refuses("shipment_id.id", "shipment-id-invalid", plan(plan -> plan.setShipmentId("")));
    plans.refuses("version.range", "version-invalid", plan(plan -> plan.setVersion(0)));
    plans.refuses(
        "event_time.not-in-future", "event-time-in-future", plan(plan -> plan.setEventTime(AHEAD)));
    plans.refuses(
        "event_time.not-before-horizon",
        "event-time-too-old",
        plan(plan -> plan.setEventTime(BEHIND)));
    plans.refuses("lane_id.id", "lane-id-invalid", plan(plan -> plan.setLaneId(" ")));
    plans.refuses("carrier_id.id", "carrier-id-invalid", plan(plan -> plan.setCarrierId(LONG)));
    plans.refuses("origin.id", "origin-invalid", plan(plan -> plan.setOrigin("\n")));
    plans.refuses("destination.id", "destination-invalid", plan(plan -> plan.setDestination("")));
    plans.refuses("supplier_id.id", "supplier-id-invalid", plan(plan -> plan.setSupplierId("")));
    plans.refuses("sku_id.id", "sku-id-invalid", plan(plan -> plan.setSkuId("")));
    plans.refuses(
        "product_class.id", "product-class-invalid", plan(plan -> plan.setProductClass("")));
    plans.refuses("owner.id", "owner-invalid", plan(plan -> plan.setOwner("")));
    plans.refuses(
        "milestones.count", "milestones-invalid", plan(plan -> plan.setMilestones(List.of())));
    plans.refuses(
        "milestones.count", "milestones-invalid", plan(plan -> plan.setMilestones(steps(65))));
    plans.refuses(
        "milestones.distinct",
        "milestones-invalid",
        plan(plan -> plan.setMilestones(List.of(step("p", NOON), step("p", NOON)))));
    plans.refuses(
        "milestones.distinct",
        "milestones-invalid",
        plan(plan -> plan.setMilestones(List.of(step(LONG, NOON)))));
    for (String point : List.of(" ", "p\u0000")) {
      plans.refuses(
          "milestones.distinct",
          "milestones-invalid",
          plan(plan -> plan.setMilestones(List.of(step("p", NOON), step(point, NOON)))));
    }
    for (String order : List.of("", LONG, "o\u0000")) {
      plans.refuses(
          "order_ids.id", "order-ids-invalid", plan(plan -> plan.setOrderIds(List.of("o", order))));
    }
    plans.refuses(
        "business_step.known",
        "business-step-unknown",
        plan(
            plan ->
                plan.setMilestones(
                    List.of(
                        step("p", NOON), new PlannedMilestone(BusinessStep.UNKNOWN, "q", NOON)))));
    plans.refuses(
        "planned_at.range",
        "planned-at-invalid",
        plan(
            plan -> plan.setMilestones(List.of(step("p", NOON), step("q", FIRST.minusMillis(1))))));
    plans.refuses(
        "planned_at.range",
        "planned-at-invalid",
        plan(plan -> plan.setMilestones(List.of(step("p", Instant.ofEpochMilli(Long.MAX_VALUE))))));
    plans.refuses(
        "required_by.range",
        "required-by-invalid",
        plan(plan -> plan.setRequiredBy(LAST.plusMillis(1))));
    plans.refuses("quantity.range", "quantity-invalid", plan(plan -> plan.setQuantity(0L)));
    plans.refuses("value_minor.range", "value-negative", plan(plan -> plan.setValueMinor(-1L)));
    plans.refuses(
        "freight_minor.range", "freight-negative", plan(plan -> plan.setFreightMinor(-1L)));
    plans.refuses("currency.iso-4217", "currency-unknown", plan(plan -> plan.setCurrency("EURO")));
    plans.refuses("currency.together", "currency-missing", plan(plan -> plan.setCurrency(null)));
    plans.refuses(
        "quantity.limit", "quantity-too-large", plan(plan -> plan.setQuantity(LARGEST + 1)));
    plans.refuses(
        "value_minor.limit", "value-too-large", plan(plan -> plan.setValueMinor(LARGEST + 1)));
    plans.refuses(
        "freight_minor.limit",
        "freight-too-large",
        plan(plan -> plan.setFreightMinor(LARGEST + 1)));
    plans.areAll();
  }

  @Test
  void aRefusalShowsTheStepThatIsOutOfRange() {
    RecordRules<ShipmentPlan> rules = SupplyRules.plans(HORIZON);
    ShipmentPlan plan =
        plan(p -> p.setMilestones(List.of(step("p", NOON), step("q", LAST.plusMillis(1)))));

    assertThat(
            RecordRules.refusal(rules.broken(plan, NOON.toEpochMilli()).orElseThrow(), plan)
                .detail())
        .isEqualTo(
            "planned_at must be from 1970-01-01T00:00:00Z to 2199-12-31T23:59:59.999Z, got"
                + " '2200-01-01T00:00:00Z'");
  }

  @Test
  void aRefusalShowsTheOrderWhoseIdIsNone() {
    RecordRules<ShipmentPlan> rules = SupplyRules.plans(HORIZON);
    ShipmentPlan plan = plan(p -> p.setOrderIds(List.of("o-1", "o\n2")));

    assertThat(
            RecordRules.refusal(rules.broken(plan, NOON.toEpochMilli()).orElseThrow(), plan)
                .detail())
        .isEqualTo(
            "order_ids must be ids, each 1 to 128 characters, none of them a control character,"
                + " not blank, got 'o?2'");
  }

  @Test
  void milestones() {
    Cases<ShipmentMilestone> steps = new Cases<>(SupplyRules.milestones(HORIZON));

    steps.accepts(taken(step -> step));
    steps.accepts(taken(step -> step.setEventTime(NOON.plus(Duration.ofHours(1)))));
    steps.accepts(taken(step -> step.setEventTime(NOON.minus(Duration.ofDays(365)))));
    steps.accepts(taken(step -> step.setEstimatedAt(FIRST)));
    steps.accepts(taken(step -> step.setEstimatedAt(LAST)));

    steps.refuses("event_id.id", "event-id-invalid", taken(step -> step.setEventId("")));
    steps.refuses("shipment_id.id", "shipment-id-invalid", taken(step -> step.setShipmentId("")));
    steps.refuses(
        "business_step.known",
        "business-step-unknown",
        taken(step -> step.setBusinessStep(BusinessStep.UNKNOWN)));
    steps.refuses("read_point.id", "read-point-invalid", taken(step -> step.setReadPoint("")));
    steps.refuses(
        "event_time.not-in-future",
        "event-time-in-future",
        taken(step -> step.setEventTime(AHEAD)));
    steps.refuses(
        "event_time.not-before-horizon",
        "event-time-too-old",
        taken(step -> step.setEventTime(BEHIND)));
    steps.refuses(
        "estimated_at.range",
        "estimated-at-invalid",
        taken(step -> step.setEstimatedAt(LAST.plusMillis(1))));
    steps.areAll();
  }

  @Test
  void stockLevels() {
    Cases<StockLevel> levels = new Cases<>(SupplyRules.stockLevels(HORIZON));

    levels.accepts(level(level -> level));
    levels.accepts(level(level -> level.setOnHand(0).setLeadTimeDays(0.0).setUnitValueMinor(0L)));
    levels.accepts(level(level -> level.setLeadTimeDays(3_650.0)));
    levels.accepts(level(level -> level.setUnitValueMinor(null).setCurrency(null)));

    levels.refuses("event_id.id", "event-id-invalid", level(level -> level.setEventId("")));
    levels.refuses("sku_id.id", "sku-id-invalid", level(level -> level.setSkuId("")));
    levels.refuses(
        "location_id.id", "location-id-invalid", level(level -> level.setLocationId("")));
    levels.refuses("on_hand.range", "on-hand-negative", level(level -> level.setOnHand(-1)));
    levels.refuses(
        "event_time.not-in-future",
        "event-time-in-future",
        level(level -> level.setEventTime(AHEAD)));
    levels.refuses(
        "event_time.not-before-horizon",
        "event-time-too-old",
        level(level -> level.setEventTime(BEHIND)));
    for (double days : new double[] {-0.1, 3_650.1, 1e300, Double.NaN, Double.POSITIVE_INFINITY}) {
      levels.refuses(
          "lead_time_days.range", "lead-time-invalid", level(level -> level.setLeadTimeDays(days)));
    }
    levels.refuses(
        "unit_value_minor.range", "value-negative", level(level -> level.setUnitValueMinor(-1L)));
    levels.refuses(
        "currency.iso-4217", "currency-unknown", level(level -> level.setCurrency("EURO")));
    levels.refuses(
        "currency.together", "currency-missing", level(level -> level.setCurrency(null)));
    levels.refuses("owner.id", "owner-invalid", level(level -> level.setOwner("")));
    levels.refuses(
        "on_hand.limit", "on-hand-too-large", level(level -> level.setOnHand(LARGEST + 1)));
    levels.refuses(
        "unit_value_minor.limit",
        "value-too-large",
        level(level -> level.setUnitValueMinor(LARGEST + 1)));
    levels.areAll();
  }

  @Test
  void orders() {
    Cases<SupplyOrder> orders = new Cases<>(SupplyRules.orders(HORIZON));

    orders.accepts(order(order -> order));
    orders.accepts(order(order -> order.setDueAt(null).setSupplierId(null)));
    orders.accepts(order(order -> order.setDueAt(FIRST)));
    orders.accepts(order(order -> order.setDueAt(LAST)));
    orders.accepts(order(order -> order.setValueMinor(0L).setCurrency("EUR")));

    orders.refuses("order_id.id", "order-id-invalid", order(order -> order.setOrderId("")));
    orders.refuses("version.range", "version-invalid", order(order -> order.setVersion(0)));
    orders.refuses("sku_id.id", "sku-id-invalid", order(order -> order.setSkuId("")));
    orders.refuses(
        "location_id.id", "location-id-invalid", order(order -> order.setLocationId("")));
    orders.refuses("quantity.range", "quantity-invalid", order(order -> order.setQuantity(0)));
    orders.refuses(
        "event_time.not-in-future",
        "event-time-in-future",
        order(order -> order.setEventTime(AHEAD)));
    orders.refuses(
        "event_time.not-before-horizon",
        "event-time-too-old",
        order(order -> order.setEventTime(BEHIND)));
    orders.refuses(
        "due_at.range", "due-at-invalid", order(order -> order.setDueAt(LAST.plusMillis(1))));
    orders.refuses(
        "value_minor.range",
        "value-negative",
        order(order -> order.setValueMinor(-1L).setCurrency("EUR")));
    orders.refuses(
        "currency.iso-4217",
        "currency-unknown",
        order(order -> order.setValueMinor(1L).setCurrency("EURO")));
    orders.refuses(
        "currency.together", "currency-missing", order(order -> order.setValueMinor(1L)));
    orders.refuses(
        "supplier_id.id", "supplier-id-invalid", order(order -> order.setSupplierId("")));
    orders.refuses(
        "shipment_id.id", "shipment-id-invalid", order(order -> order.setShipmentId("")));
    orders.refuses(
        "quantity.limit", "quantity-too-large", order(order -> order.setQuantity(LARGEST + 1)));
    orders.refuses(
        "value_minor.limit",
        "value-too-large",
        order(order -> order.setValueMinor(LARGEST + 1).setCurrency("EUR")));
    orders.areAll();
  }

  @Test
  void confirmations() {
    Cases<SupplierConfirmation> heard = new Cases<>(SupplyRules.confirmations(HORIZON));

    heard.accepts(heard(said -> said));
    heard.accepts(heard(said -> said.setOrderedAt(NOON)));
    heard.accepts(heard(said -> said.setPromisedAt(FIRST).setQuantity(0L)));
    heard.accepts(heard(said -> said.setPromisedAt(LAST)));
    heard.accepts(heard(said -> said.setValueMinor(0L).setCurrency("EUR")));

    heard.refuses(
        "confirmation_id.id", "confirmation-id-invalid", heard(said -> said.setConfirmationId("")));
    heard.refuses("order_id.id", "order-id-invalid", heard(said -> said.setOrderId("")));
    heard.refuses("supplier_id.id", "supplier-id-invalid", heard(said -> said.setSupplierId("")));
    heard.refuses(
        "event_time.not-in-future",
        "event-time-in-future",
        heard(said -> said.setEventTime(AHEAD)));
    heard.refuses(
        "event_time.not-before-horizon",
        "event-time-too-old",
        heard(said -> said.setEventTime(BEHIND)));
    heard.refuses(
        "ordered_at.order",
        "ordered-at-invalid",
        heard(said -> said.setOrderedAt(NOON.plusMillis(1))));
    heard.refuses(
        "ordered_at.not-before-horizon",
        "ordered-at-too-old",
        heard(said -> said.setOrderedAt(BEHIND)));
    heard.refuses(
        "promised_at.range",
        "promised-at-invalid",
        heard(said -> said.setPromisedAt(LAST.plusMillis(1))));
    heard.refuses(
        "ordered_quantity.range", "quantity-invalid", heard(said -> said.setOrderedQuantity(0)));
    heard.refuses("quantity.range", "quantity-invalid", heard(said -> said.setQuantity(-1L)));
    heard.refuses(
        "value_minor.range",
        "value-negative",
        heard(said -> said.setValueMinor(-1L).setCurrency("EUR")));
    heard.refuses(
        "currency.iso-4217",
        "currency-unknown",
        heard(said -> said.setValueMinor(1L).setCurrency("EURO")));
    heard.refuses("currency.together", "currency-missing", heard(said -> said.setCurrency("EUR")));
    heard.refuses("sku_id.id", "sku-id-invalid", heard(said -> said.setSkuId("")));
    heard.refuses("site.id", "site-invalid", heard(said -> said.setSite("")));
    heard.refuses(
        "destination_country.id",
        "destination-country-invalid",
        heard(said -> said.setDestinationCountry("")));
    heard.refuses("mode.id", "mode-invalid", heard(said -> said.setMode("")));
    heard.refuses(
        "product_group.id", "product-group-invalid", heard(said -> said.setProductGroup("")));
    heard.refuses(
        "ordered_quantity.limit",
        "quantity-too-large",
        heard(said -> said.setOrderedQuantity(LARGEST + 1)));
    heard.refuses(
        "quantity.limit", "quantity-too-large", heard(said -> said.setQuantity(LARGEST + 1)));
    heard.refuses(
        "value_minor.limit",
        "value-too-large",
        heard(said -> said.setValueMinor(LARGEST + 1).setCurrency("EUR")));
    heard.areAll();
  }

  @Test
  void telemetry() {
    Cases<TelemetryReading> readings = new Cases<>(SupplyRules.telemetry(HORIZON));

    readings.accepts(reading(reading -> reading));
    readings.accepts(reading(reading -> reading.setValue(1e30)));
    readings.accepts(reading(reading -> reading.setValue(-1e30)));
    readings.accepts(reading(reading -> reading.setIntervalSeconds(1.0)));
    readings.accepts(reading(reading -> reading.setIntervalSeconds(3_650 * 86_400.0)));
    readings.accepts(reading(reading -> reading.setIntervalSeconds(null)));

    readings.refuses(
        "reading_id.id", "reading-id-invalid", reading(reading -> reading.setReadingId("")));
    readings.refuses(
        "device_id.id", "device-id-invalid", reading(reading -> reading.setDeviceId("")));
    for (double value : new double[] {Double.NaN, Double.NEGATIVE_INFINITY, 1.1e30, -1.1e30}) {
      readings.refuses("value.range", "value-invalid", reading(reading -> reading.setValue(value)));
    }
    readings.refuses(
        "event_time.not-in-future",
        "event-time-in-future",
        reading(reading -> reading.setEventTime(AHEAD)));
    readings.refuses(
        "event_time.not-before-horizon",
        "event-time-too-old",
        reading(reading -> reading.setEventTime(BEHIND)));
    readings.refuses(
        "shipment_id.id", "shipment-id-invalid", reading(reading -> reading.setShipmentId("")));
    readings.refuses(
        "location_id.id", "location-id-invalid", reading(reading -> reading.setLocationId("")));
    readings.refuses(
        "product_class.id",
        "product-class-invalid",
        reading(reading -> reading.setProductClass("")));
    for (double seconds : new double[] {0.9, 1e12, Double.NaN}) {
      readings.refuses(
          "interval_seconds.range",
          "interval-invalid",
          reading(reading -> reading.setIntervalSeconds(seconds)));
    }
    readings.refuses("owner.id", "owner-invalid", reading(reading -> reading.setOwner("")));
    readings.areAll();
  }

  @Test
  void commands() {
    Cases<AlertCommand> commands = new Cases<>(SupplyRules.commands(HORIZON));

    commands.accepts(command(command -> command));
    commands.accepts(command(command -> command.setKind(CommandKind.RESOLVE).setUntil(null)));
    commands.accepts(command(command -> command.setUntil(LAST)));

    commands.refuses(
        "command_id.id", "command-id-invalid", command(command -> command.setCommandId("")));
    for (String id : List.of("SHIPMENT", ":s:KIND", "SHIPMENT:KIND", "SHIPMENT::KIND")) {
      commands.refuses(
          "alert_id.form", "alert-id-invalid", command(command -> command.setAlertId(id)));
    }
    commands.refuses(
        "kind.known",
        "kind-unknown",
        command(command -> command.setKind(CommandKind.UNKNOWN).setUntil(null)));
    commands.refuses("by.id", "by-invalid", command(command -> command.setBy("")));
    commands.refuses(
        "event_time.not-in-future",
        "event-time-in-future",
        command(command -> command.setEventTime(AHEAD)));
    commands.refuses(
        "event_time.not-before-horizon",
        "event-time-too-old",
        command(command -> command.setEventTime(BEHIND)));
    commands.refuses(
        "until.with-snooze", "until-invalid", command(command -> command.setUntil(null)));
    commands.refuses(
        "until.with-snooze", "until-invalid", command(command -> command.setUntil(NOON)));
    commands.refuses(
        "until.with-snooze",
        "until-invalid",
        command(command -> command.setKind(CommandKind.ACKNOWLEDGE)));
    commands.refuses(
        "until.range", "until-invalid", command(command -> command.setUntil(LAST.plusMillis(1))));
    commands.areAll();
  }

  /** Records that rules accept and refuse. */
  private static final class Cases<T extends SpecificRecordBase> {
    private final RecordRules<T> rules;
    private final Set<String> broken = new HashSet<>();

    private Cases(RecordRules<T> rules) {
      this.rules = rules;
    }

    private void accepts(T record) {
      assertThat(rules.broken(record, NOON.toEpochMilli()).map(Rule::id)).isEmpty();
    }

    /** By a rule that is named for its field. */
    private void refuses(String rule, String reason, T record) {
      assertThat(rules.broken(record, NOON.toEpochMilli()))
          .get()
          .extracting(Rule::id, Rule::field, Rule::reason)
          .containsExactly(rule, rule.substring(0, rule.indexOf('.')), reason);
      broken.add(rule);
    }

    private void areAll() {
      assertThat(broken).isEqualTo(rules.all().stream().map(Rule::id).collect(Collectors.toSet()));
    }
  }

  private static ShipmentPlan plan(UnaryOperator<ShipmentPlan.Builder> change) {
    return change.apply(Shipments.plan("s")).build();
  }

  private static PlannedMilestone step(String point, Instant at) {
    return new PlannedMilestone(BusinessStep.LOADING, point, at);
  }

  private static List<PlannedMilestone> steps(int number) {
    return IntStream.range(0, number)
        .mapToObj(i -> planned(BusinessStep.LOADING, "P" + i, i))
        .toList();
  }

  private static ShipmentMilestone taken(UnaryOperator<ShipmentMilestone.Builder> change) {
    return change
        .apply(
            ShipmentMilestone.newBuilder(Shipments.taken("s", BusinessStep.DEPARTING, "CNSHA", 0)))
        .build();
  }

  private static StockLevel level(UnaryOperator<StockLevel.Builder> change) {
    return change.apply(StockLevel.newBuilder(StockRecords.level("DE1", 1, 10))).build();
  }

  private static SupplyOrder order(UnaryOperator<SupplyOrder.Builder> change) {
    return change.apply(StockRecords.purchase("o", "DE1", 1, 10, 9)).build();
  }

  private static SupplierConfirmation heard(UnaryOperator<SupplierConfirmation.Builder> change) {
    return change
        .apply(
            SupplierConfirmation.newBuilder()
                .setConfirmationId("c")
                .setOrderId("o")
                .setSupplierId("acme")
                .setKind(ConfirmationKind.CONFIRMED)
                .setEventTime(NOON)
                .setOrderedAt(NOON.minusSeconds(60))
                .setOrderedQuantity(1))
        .build();
  }

  private static TelemetryReading reading(UnaryOperator<TelemetryReading.Builder> change) {
    return change.apply(SensorRecords.reading(0, 5)).build();
  }

  private static AlertCommand command(UnaryOperator<AlertCommand.Builder> change) {
    return change
        .apply(
            AlertCommand.newBuilder()
                .setCommandId("c")
                .setAlertId("SHIPMENT:s:MISSED_MILESTONE")
                .setKind(CommandKind.SNOOZE)
                .setEventTime(NOON)
                .setBy("anna")
                .setUntil(NOON.plusMillis(1)))
        .build();
  }
}
