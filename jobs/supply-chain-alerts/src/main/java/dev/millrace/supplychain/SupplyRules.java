package dev.millrace.supplychain;

import static dev.millrace.common.quality.StandardRules.ID_TEXT;
import static dev.millrace.common.quality.StandardRules.atLeast;
import static dev.millrace.common.quality.StandardRules.currency;
import static dev.millrace.common.quality.StandardRules.id;
import static dev.millrace.common.quality.StandardRules.isId;
import static dev.millrace.common.quality.StandardRules.notBefore;
import static dev.millrace.common.quality.StandardRules.notInFuture;
import static dev.millrace.common.quality.StandardRules.together;

import dev.millrace.common.quality.RecordRules;
import dev.millrace.common.quality.Rule;
import dev.millrace.common.quality.StandardRules.Of;
import dev.millrace.supply.AlertCommand;
import dev.millrace.supply.BusinessStep;
import dev.millrace.supply.CommandKind;
import dev.millrace.supply.PlannedMilestone;
import dev.millrace.supply.ShipmentMilestone;
import dev.millrace.supply.ShipmentPlan;
import dev.millrace.supply.StockLevel;
import dev.millrace.supply.SupplierConfirmation;
import dev.millrace.supply.SupplyOrder;
import dev.millrace.supply.TelemetryReading;
import dev.millrace.supplychain.SupplyChainAlertsOptions.Horizon;
import dev.millrace.supplychain.domain.shipment.Shipment;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What must be true of the records that this job reads. */
final class SupplyRules {

  /** Where instants lie that nothing but an error is beyond: arithmetic with them is safe. */
  private static final Instant FIRST = Instant.parse("1970-01-01T00:00:00Z");

  private static final Instant LAST = Instant.parse("2199-12-31T23:59:59.999Z");

  /** Ten years. Stock is looked ahead of for two lead times, day by day. */
  private static final double MOST_DAYS = 3_650;

  private static final double MOST_SECONDS = MOST_DAYS * 86_400;

  /** Means of values that are kept as 32 bits stay finite, and so do their differences. */
  private static final double MOST_VALUE = 1e30;

  /** Thousands of them add up without an overflow. */
  private static final long LARGEST_AMOUNT = 1_000_000_000_000_000L;

  private static final String KNOWN_STEP =
      "a step of the core business vocabulary that this version knows";

  private SupplyRules() {}

  static RecordRules<ShipmentPlan> plans(Horizon horizon) {
    return new RecordRules<>(
        List.of(
            id("shipment_id", ShipmentPlan::getShipmentId),
            atLeast(1, "version", "version-invalid", ShipmentPlan::getVersion),
            notInFuture("event_time", ShipmentPlan::getEventTime, horizon.future()),
            notBefore("event_time", ShipmentPlan::getEventTime, horizon.past()),
            id("lane_id", ShipmentPlan::getLaneId),
            id("carrier_id", ShipmentPlan::getCarrierId),
            id("origin", ShipmentPlan::getOrigin),
            id("destination", ShipmentPlan::getDestination),
            id("supplier_id", ShipmentPlan::getSupplierId),
            id("sku_id", ShipmentPlan::getSkuId),
            id("product_class", ShipmentPlan::getProductClass),
            id("owner", ShipmentPlan::getOwner),
            new Rule<>(
                "milestones.count",
                "milestones-invalid",
                "milestones",
                "1 to %d steps".formatted(Shipment.MAX_STEPS),
                plan -> plan.getMilestones().size(),
                (plan, now) ->
                    !plan.getMilestones().isEmpty()
                        && plan.getMilestones().size() <= Shipment.MAX_STEPS),
            new Rule<>(
                "milestones.distinct",
                "milestones-invalid",
                "milestones",
                "different from each other in step or read point, with read points of " + ID_TEXT,
                plan -> plan.getMilestones(),
                (plan, now) -> areDistinct(plan.getMilestones())),
            new Rule<>(
                "business_step.known",
                "business-step-unknown",
                "business_step",
                KNOWN_STEP,
                plan -> BusinessStep.UNKNOWN,
                (plan, now) ->
                    plan.getMilestones().stream()
                        .noneMatch(step -> step.getBusinessStep() == BusinessStep.UNKNOWN)),
            new Rule<>(
                "order_ids.id",
                "order-ids-invalid",
                "order_ids",
                "ids, each " + ID_TEXT,
                SupplyRules::orderWithoutId,
                (plan, now) -> orderWithoutId(plan) == null),
            instant("planned_at", SupplyRules::plannedOutside),
            instant("required_by", ShipmentPlan::getRequiredBy),
            atLeast(1, "quantity", "quantity-invalid", ShipmentPlan::getQuantity),
            notTooLarge("quantity", "quantity-too-large", ShipmentPlan::getQuantity),
            atLeast(0, "value_minor", "value-negative", ShipmentPlan::getValueMinor),
            notTooLarge("value_minor", "value-too-large", ShipmentPlan::getValueMinor),
            atLeast(0, "freight_minor", "freight-negative", ShipmentPlan::getFreightMinor),
            notTooLarge("freight_minor", "freight-too-large", ShipmentPlan::getFreightMinor),
            currency("currency", ShipmentPlan::getCurrency),
            together(
                "currency-missing",
                "currency",
                plan ->
                    plan.getValueMinor() == null ? plan.getFreightMinor() : plan.getValueMinor(),
                "value_minor or freight_minor",
                ShipmentPlan::getCurrency)));
  }

  static RecordRules<ShipmentMilestone> milestones(Horizon horizon) {
    return new RecordRules<>(
        List.of(
            id("event_id", ShipmentMilestone::getEventId),
            id("shipment_id", ShipmentMilestone::getShipmentId),
            known(
                "business_step",
                KNOWN_STEP,
                BusinessStep.UNKNOWN,
                ShipmentMilestone::getBusinessStep),
            id("read_point", ShipmentMilestone::getReadPoint),
            notInFuture("event_time", ShipmentMilestone::getEventTime, horizon.future()),
            notBefore("event_time", ShipmentMilestone::getEventTime, horizon.past()),
            instant("estimated_at", ShipmentMilestone::getEstimatedAt)));
  }

  static RecordRules<StockLevel> stockLevels(Horizon horizon) {
    return new RecordRules<>(
        List.of(
            id("event_id", StockLevel::getEventId),
            id("sku_id", StockLevel::getSkuId),
            id("location_id", StockLevel::getLocationId),
            atLeast(0, "on_hand", "on-hand-negative", StockLevel::getOnHand),
            notTooLarge("on_hand", "on-hand-too-large", StockLevel::getOnHand),
            notInFuture("event_time", StockLevel::getEventTime, horizon.future()),
            notBefore("event_time", StockLevel::getEventTime, horizon.past()),
            number(
                "lead_time_days", "lead-time-invalid", 0, MOST_DAYS, StockLevel::getLeadTimeDays),
            atLeast(0, "unit_value_minor", "value-negative", StockLevel::getUnitValueMinor),
            notTooLarge("unit_value_minor", "value-too-large", StockLevel::getUnitValueMinor),
            currency("currency", StockLevel::getCurrency),
            together(
                "currency-missing",
                "currency",
                StockLevel::getCurrency,
                "unit_value_minor",
                StockLevel::getUnitValueMinor),
            id("owner", StockLevel::getOwner)));
  }

  static RecordRules<SupplyOrder> orders(Horizon horizon) {
    return new RecordRules<>(
        List.of(
            id("order_id", SupplyOrder::getOrderId),
            atLeast(1, "version", "version-invalid", SupplyOrder::getVersion),
            id("sku_id", SupplyOrder::getSkuId),
            id("location_id", SupplyOrder::getLocationId),
            atLeast(1, "quantity", "quantity-invalid", SupplyOrder::getQuantity),
            notTooLarge("quantity", "quantity-too-large", SupplyOrder::getQuantity),
            notInFuture("event_time", SupplyOrder::getEventTime, horizon.future()),
            notBefore("event_time", SupplyOrder::getEventTime, horizon.past()),
            instant("due_at", SupplyOrder::getDueAt),
            atLeast(0, "value_minor", "value-negative", SupplyOrder::getValueMinor),
            notTooLarge("value_minor", "value-too-large", SupplyOrder::getValueMinor),
            currency("currency", SupplyOrder::getCurrency),
            together(
                "currency-missing",
                "currency",
                SupplyOrder::getCurrency,
                "value_minor",
                SupplyOrder::getValueMinor),
            id("supplier_id", SupplyOrder::getSupplierId),
            id("shipment_id", SupplyOrder::getShipmentId)));
  }

  static RecordRules<SupplierConfirmation> confirmations(Horizon horizon) {
    return new RecordRules<>(
        List.of(
            id("confirmation_id", SupplierConfirmation::getConfirmationId),
            id("order_id", SupplierConfirmation::getOrderId),
            id("supplier_id", SupplierConfirmation::getSupplierId),
            notInFuture("event_time", SupplierConfirmation::getEventTime, horizon.future()),
            notBefore("event_time", SupplierConfirmation::getEventTime, horizon.past()),
            new Rule<>(
                "ordered_at.order",
                "ordered-at-invalid",
                "ordered_at",
                "not after event_time",
                SupplierConfirmation::getOrderedAt,
                (confirmation, now) ->
                    !confirmation.getOrderedAt().isAfter(confirmation.getEventTime())),
            notBefore("ordered_at", SupplierConfirmation::getOrderedAt, horizon.past()),
            instant("promised_at", SupplierConfirmation::getPromisedAt),
            atLeast(
                1,
                "ordered_quantity",
                "quantity-invalid",
                SupplierConfirmation::getOrderedQuantity),
            notTooLarge(
                "ordered_quantity", "quantity-too-large", SupplierConfirmation::getOrderedQuantity),
            atLeast(0, "quantity", "quantity-invalid", SupplierConfirmation::getQuantity),
            notTooLarge("quantity", "quantity-too-large", SupplierConfirmation::getQuantity),
            atLeast(0, "value_minor", "value-negative", SupplierConfirmation::getValueMinor),
            notTooLarge("value_minor", "value-too-large", SupplierConfirmation::getValueMinor),
            currency("currency", SupplierConfirmation::getCurrency),
            together(
                "currency-missing",
                "currency",
                SupplierConfirmation::getCurrency,
                "value_minor",
                SupplierConfirmation::getValueMinor),
            id("sku_id", SupplierConfirmation::getSkuId),
            id("site", SupplierConfirmation::getSite),
            id("destination_country", SupplierConfirmation::getDestinationCountry),
            id("mode", SupplierConfirmation::getMode),
            id("product_group", SupplierConfirmation::getProductGroup)));
  }

  static RecordRules<TelemetryReading> telemetry(Horizon horizon) {
    return new RecordRules<>(
        List.of(
            id("reading_id", TelemetryReading::getReadingId),
            id("device_id", TelemetryReading::getDeviceId),
            number("value", "value-invalid", -MOST_VALUE, MOST_VALUE, TelemetryReading::getValue),
            notInFuture("event_time", TelemetryReading::getEventTime, horizon.future()),
            notBefore("event_time", TelemetryReading::getEventTime, horizon.past()),
            id("shipment_id", TelemetryReading::getShipmentId),
            id("location_id", TelemetryReading::getLocationId),
            id("product_class", TelemetryReading::getProductClass),
            number(
                "interval_seconds",
                "interval-invalid",
                1,
                MOST_SECONDS,
                TelemetryReading::getIntervalSeconds),
            id("owner", TelemetryReading::getOwner)));
  }

  static RecordRules<AlertCommand> commands(Horizon horizon) {
    return new RecordRules<>(
        List.of(
            id("command_id", AlertCommand::getCommandId),
            // An alert's id is its subject's type, the subject and its kind.
            new Rule<>(
                "alert_id.form",
                "alert-id-invalid",
                "alert_id",
                "a subject's type, its id and a kind, separated by colons",
                AlertCommand::getAlertId,
                (command, now) ->
                    command.getAlertId().indexOf(':') > 0
                        && command.getAlertId().lastIndexOf(':')
                            > command.getAlertId().indexOf(':') + 1),
            known(
                "kind",
                "a command that this version knows",
                CommandKind.UNKNOWN,
                AlertCommand::getKind),
            id("by", AlertCommand::getBy),
            notInFuture("event_time", AlertCommand::getEventTime, horizon.future()),
            notBefore("event_time", AlertCommand::getEventTime, horizon.past()),
            new Rule<>(
                "until.with-snooze",
                "until-invalid",
                "until",
                "after event_time with SNOOZE, and null with the other kinds",
                AlertCommand::getUntil,
                (command, now) ->
                    command.getKind() == CommandKind.SNOOZE
                        ? isAfter(command.getUntil(), command.getEventTime())
                        : command.getUntil() == null),
            instant("until", AlertCommand::getUntil)));
  }

  private static boolean isAfter(Instant time, Instant other) {
    return time != null && time.isAfter(other);
  }

  private static boolean areDistinct(List<PlannedMilestone> milestones) {
    Set<String> seen = new HashSet<>();
    for (PlannedMilestone milestone : milestones) {
      String point = milestone.getReadPoint();
      if (!isId(point) || !seen.add(milestone.getBusinessStep() + " " + point)) {
        return false;
      }
    }
    return true;
  }

  /** The first of a plan's orders whose id is none; null if there is none. */
  private static String orderWithoutId(ShipmentPlan plan) {
    for (String order : plan.getOrderIds()) {
      if (!isId(order)) {
        return order;
      }
    }
    return null;
  }

  private static <T, V> Rule<T> known(String field, String text, V unknown, Of<T, V> value) {
    return new Rule<>(
        field + ".known",
        field.replace('_', '-') + "-unknown",
        field,
        text,
        value::apply,
        (record, now) -> !value.apply(record).equals(unknown));
  }

  private static <T> Rule<T> notTooLarge(String field, String reason, Of<T, Long> value) {
    return new Rule<>(
        field + ".limit",
        reason,
        field,
        "at most " + LARGEST_AMOUNT,
        value::apply,
        (record, now) -> {
          Long amount = value.apply(record);
          return amount == null || amount <= LARGEST_AMOUNT;
        });
  }

  private static <T> Rule<T> number(
      String field, String reason, double low, double high, Of<T, Double> value) {
    return new Rule<>(
        field + ".range",
        reason,
        field,
        "at least %s and at most %s".formatted(low, high),
        value::apply,
        (record, now) -> {
          Double number = value.apply(record);
          return number == null || (number >= low && number <= high);
        });
  }

  private static <T> Rule<T> instant(String field, Of<T, Instant> value) {
    return new Rule<>(
        field + ".range",
        field.replace('_', '-') + "-invalid",
        field,
        "from %s to %s".formatted(FIRST, LAST),
        value::apply,
        (record, now) -> {
          Instant time = value.apply(record);
          return time == null || isInRange(time);
        });
  }

  private static boolean isInRange(Instant time) {
    return !time.isBefore(FIRST) && !time.isAfter(LAST);
  }

  /** The first planned time out of range; null if there is none. */
  private static Instant plannedOutside(ShipmentPlan plan) {
    for (PlannedMilestone milestone : plan.getMilestones()) {
      if (!isInRange(milestone.getPlannedAt())) {
        return milestone.getPlannedAt();
      }
    }
    return null;
  }
}
