package dev.millrace.supplychain.domain.supplier;

import static java.util.Objects.requireNonNull;

import dev.millrace.suite.Source;
import dev.millrace.supply.AlertKind;
import dev.millrace.supply.OrderKind;
import dev.millrace.supply.OrderStatus;
import dev.millrace.supply.SubjectType;
import dev.millrace.supply.SupplierConfirmation;
import dev.millrace.supply.SupplyOrder;
import dev.millrace.supplychain.domain.Finding;
import dev.millrace.supplychain.domain.Stake;
import dev.millrace.supplychain.domain.goods.GoodsDelay;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * Says when a supplier has changed for the worse: lead time, fill rate or time to confirm. An order
 * of which nothing is heard counts as soon as hardly any before it took as long. What goods lose on
 * their way is not the supplier's lead time.
 *
 * <p>An order may come in parts. The first says how long it took; how many of the units came is
 * judged once, when all have or the rest is not waited for any more.
 */
public final class SupplierWatch {
  private static final double HOUR = 3_600_000;

  private final DriftRules rules;

  public SupplierWatch(DriftRules rules) {
    this.rules = requireNonNull(rules);
  }

  /**
   * What follows from a record, or from time passing.
   *
   * @param supplier what is known of the supplier now
   * @param order the order, if it is open or was lately; null if not
   * @param delivery what has been delivered; null for nothing
   */
  public record Result(Supplier supplier, OpenOrder order, Delivery delivery) {}

  /**
   * After an order was placed or changed; orders that are no purchases are none of its business.
   */
  public Result ordered(Supplier supplier, OpenOrder before, SupplyOrder order) {
    if (order.getKind() != OrderKind.PURCHASE
        || (before != null && before.version() >= order.getVersion())) {
      return new Result(supplier, before, null);
    }
    if (order.getStatus() != OrderStatus.OPEN) {
      // Not delivered by the supplier's word, from which lead times are learned.
      return new Result(
          supplier,
          OpenOrder.closed(order.getOrderId(), before, false, order.getEventTime().toEpochMilli()),
          null);
    }
    long due = order.getDueAt() == null ? 0 : order.getDueAt().toEpochMilli();
    OpenOrder open =
        new OpenOrder(
            order.getOrderId(),
            before == null ? order.getEventTime().toEpochMilli() : before.orderedAt(),
            before != null && before.confirmed() ? before.dueAt() : due,
            before != null && before.confirmed(),
            before != null && before.counted(),
            before != null && before.overdue(),
            order.getSkuId(),
            order.getQuantity(),
            order.getValueMinor(),
            order.getCurrency(),
            before == null ? 0 : before.inTransitMs(),
            order.getVersion(),
            Long.MAX_VALUE,
            Parts.NONE);
    return new Result(supplier, withDeadline(open, supplier), null);
  }

  /** After the supplier said or did something. */
  public Result heard(Supplier supplier, OpenOrder before, SupplierConfirmation heard) {
    long time = heard.getEventTime().toEpochMilli();
    long orderedAt = heard.getOrderedAt().toEpochMilli();
    double hours = (time - orderedAt) / HOUR;
    return switch (heard.getKind()) {
      case CONFIRMED -> confirmed(supplier, before, heard, hours);
      case DELIVERED -> delivered(supplier, before, heard, time);
      case REFUSED -> refused(supplier, before, heard, time);
      case UNKNOWN -> new Result(supplier, before, null);
    };
  }

  private Result delivered(
      Supplier supplier, OpenOrder before, SupplierConfirmation heard, long time) {
    Supplier after =
        before != null && before.overdue()
            ? supplier
            : supplier.leadTime(leadTime(before, heard, time), time, rules);
    if (before != null && before.parts().judged()) {
      return new Result(after, OpenOrder.closed(heard.getOrderId(), before, true, time), null);
    }
    OpenOrder now = OpenOrder.delivered(before, heard);
    if (!now.isComplete()) {
      long from = Math.max(now.dueAt(), now.parts().newestAt());
      return new Result(after, now.until(from + rules.rest()), null);
    }
    // Where nobody says how many came, nothing is learned of how many do.
    boolean known = heard.getQuantity() != null;
    return new Result(
        known ? after.shortfall(0, time, rules) : after,
        OpenOrder.closed(now.orderId(), now, true, time).judged(),
        delivery(heard.getSupplierId(), now));
  }

  private Result refused(
      Supplier supplier, OpenOrder before, SupplierConfirmation heard, long time) {
    if (before != null && before.parts().areOpen()) {
      return incomplete(heard.getSupplierId(), supplier, before, time);
    }
    OpenOrder over = OpenOrder.closed(heard.getOrderId(), before, false, time).judged();
    boolean again = before != null && before.parts().judged();
    return new Result(again ? supplier : supplier.shortfall(1, time, rules), over, null);
  }

  /** After it is known that the rest of an order does not come. */
  private Result incomplete(String id, Supplier supplier, OpenOrder order, long time) {
    return new Result(
        supplier.shortfall(1 - filled(order), time, rules),
        OpenOrder.closed(order.orderId(), order, true, time).judged(),
        delivery(id, order));
  }

  /** What has come of an order, until the last of it did; null if it is not known of what. */
  private static Delivery delivery(String id, OpenOrder order) {
    if (order.skuId() == null) {
      return null;
    }
    return new Delivery(
        order.skuId(),
        id,
        (order.parts().newestAt() - order.orderedAt()) / HOUR,
        filled(order),
        order.valueMinor() == null ? null : (double) order.valueMinor() / order.quantity(),
        order.parts().newestAt());
  }

  private Result confirmed(
      Supplier supplier, OpenOrder before, SupplierConfirmation heard, double hours) {
    if (before != null && before.isClosed()) {
      return new Result(supplier, before, null);
    }
    if (before != null && before.confirmed()) {
      return new Result(
          supplier, withDeadline(before.confirmedFor(promised(heard)), supplier), null);
    }
    Supplier after =
        before != null && before.counted()
            ? supplier
            : supplier.confirmation(Math.log1p(hours), heard.getEventTime().toEpochMilli(), rules);
    OpenOrder open =
        before != null
            ? before
            : new OpenOrder(
                heard.getOrderId(),
                heard.getOrderedAt().toEpochMilli(),
                0,
                true,
                false,
                false,
                heard.getSkuId(),
                heard.getOrderedQuantity(),
                heard.getValueMinor(),
                heard.getCurrency(),
                0,
                0,
                Long.MAX_VALUE,
                Parts.NONE);
    return new Result(after, withDeadline(open.confirmedFor(promised(heard)), after), null);
  }

  /** After it became known how late the goods of an order are on their way. */
  public Result delayed(Supplier supplier, OpenOrder before, GoodsDelay delay) {
    if (before == null) {
      return new Result(supplier, null, null);
    }
    if (delay.withdrawnBy() > before.version()) {
      // Somebody else delivers it: its silence says nothing of this supplier any more.
      return new Result(
          supplier, OpenOrder.closed(delay.orderId(), before, false, delay.time()), null);
    }
    OpenOrder after = before.losing(delay.lateMs());
    return new Result(supplier, after.isClosed() ? after : withDeadline(after, supplier), null);
  }

  /**
   * When the deadline of an order has passed in silence.
   *
   * @param id the supplier
   */
  public Result silent(String id, Supplier supplier, OpenOrder order, long now) {
    if (order.isClosed()) {
      return order.parts().areOpen()
          ? incomplete(id, supplier, order, now)
          : new Result(supplier, null, null);
    }
    if (isConfirmationDue(order, supplier)) {
      OpenOrder counted = order.silent(false);
      Supplier after =
          supplier.confirmation(Math.log1p((now - order.orderedAt()) / HOUR), now, rules);
      return new Result(after, withDeadline(counted, after), null);
    }
    double late =
        Math.log(
            Math.max(1, now - order.inTransitMs() - order.orderedAt())
                / (double) Math.max(1, order.dueAt() - order.orderedAt()));
    return new Result(
        supplier.leadTime(late, now, rules), order.silent(true).until(Long.MAX_VALUE), null);
  }

  private OpenOrder withDeadline(OpenOrder order, Supplier supplier) {
    if (isConfirmationDue(order, supplier)) {
      return order.until(
          order.orderedAt() + Math.round(Math.expm1(latestConfirmation(supplier)) * HOUR));
    }
    double extreme = supplier.leadTime().extreme(Supplier.LEAD_TIME_DEVIATION, rules);
    if (order.overdue() || order.dueAt() <= order.orderedAt() || Double.isNaN(extreme)) {
      return order.until(Long.MAX_VALUE);
    }
    double promised = order.dueAt() - order.orderedAt();
    return order.until(
        order.orderedAt() + Math.round(promised * Math.exp(extreme)) + order.inTransitMs());
  }

  /** Whether the order's silence is, next, a confirmation that does not come. */
  private boolean isConfirmationDue(OpenOrder order, Supplier supplier) {
    return !order.confirmed() && !order.counted() && !Double.isNaN(latestConfirmation(supplier));
  }

  /** NaN while too little is known. */
  private double latestConfirmation(Supplier supplier) {
    return supplier.confirmation().extreme(Supplier.CONFIRMATION_DEVIATION, rules);
  }

  private static long promised(SupplierConfirmation heard) {
    return heard.getPromisedAt() == null ? 0 : heard.getPromisedAt().toEpochMilli();
  }

  private static double leadTime(OpenOrder order, SupplierConfirmation heard, long time) {
    long orderedAt = heard.getOrderedAt().toEpochMilli();
    long due = promised(heard);
    if (due == 0 && order != null) {
      due = order.dueAt();
    }
    long onTheWay = order == null ? 0 : order.inTransitMs();
    double took = Math.max(1, time - onTheWay - orderedAt);
    return due > orderedAt ? Math.log(took / (due - orderedAt)) : Math.log(took / HOUR);
  }

  private static double filled(OpenOrder order) {
    return Math.min(1, (double) order.parts().units() / order.quantity());
  }

  /** The measures that have changed, separated by commas. */
  public String drifting(Supplier supplier) {
    List<String> names = new ArrayList<>();
    add(names, supplier, supplier.leadTime(), "lead time");
    add(names, supplier, supplier.shortfall(), "fill rate");
    add(names, supplier, supplier.confirmation(), "time to confirm");
    return String.join(", ", names);
  }

  /** With hysteresis: what has been said is said until little is left of it. */
  private void add(List<String> names, Supplier supplier, Measure measure, String name) {
    boolean said = List.of(supplier.drifting().split(", ")).contains(name);
    if (measure.sum() >= (said ? rules.clear() : rules.threshold())) {
      names.add(name);
    }
  }

  /**
   * What is to be said of a supplier whose drifting measures are others than were said.
   *
   * @param id the supplier
   * @param open its open orders
   */
  public SupplierFinding said(
      String id,
      Supplier supplier,
      String drifting,
      Collection<OpenOrder> open,
      long now,
      Source source) {
    boolean raised = !drifting.isEmpty();
    String sku = supplier.drifting().isEmpty() ? mostAtStake(open) : supplier.skuId();
    Finding finding =
        new Finding(
            AlertKind.SUPPLIER_DRIFT,
            SubjectType.SUPPLIER,
            id,
            raised ? Finding.Status.RAISED : Finding.Status.CLEARED,
            raised ? since(supplier, now) : now,
            now,
            raised ? stake(open) : Stake.UNKNOWN,
            raised
                ? "Supplier %s is worse than it was in: %s; %d orders are open"
                    .formatted(id, drifting, open.size())
                : "Supplier %s is as it was".formatted(id),
            evidence(supplier, open),
            null,
            List.of(),
            source);
    long quantity =
        open.stream()
            .filter(order -> sku.equals(order.skuId()))
            .mapToLong(OpenOrder::quantity)
            .sum();
    return new SupplierFinding(sku, quantity, finding);
  }

  private long since(Supplier supplier, long now) {
    long first = now;
    for (Measure measure :
        List.of(supplier.leadTime(), supplier.shortfall(), supplier.confirmation())) {
      if (measure.sum() > rules.clear() && measure.since() > 0) {
        first = Math.min(first, measure.since());
      }
    }
    return first;
  }

  private static Map<String, Double> evidence(Supplier supplier, Collection<OpenOrder> open) {
    Map<String, Double> evidence = new HashMap<>();
    evidence.put("open_orders", (double) open.size());
    if (supplier.leadTime().count() > 0) {
      evidence.put("lead_time_of_promised_recent", Math.exp(supplier.leadTime().recent()));
      evidence.put("lead_time_of_promised_usual", Math.exp(supplier.leadTime().mean()));
      evidence.put("lead_time_cusum", supplier.leadTime().sum());
    }
    if (supplier.shortfall().count() > 0) {
      evidence.put("fill_rate_recent", 1 - supplier.shortfall().recent());
      evidence.put("fill_rate_usual", 1 - supplier.shortfall().mean());
      evidence.put("fill_rate_cusum", supplier.shortfall().sum());
    }
    if (supplier.confirmation().count() > 0) {
      evidence.put("confirmation_hours_recent", Math.expm1(supplier.confirmation().recent()));
      evidence.put("confirmation_hours_usual", Math.expm1(supplier.confirmation().mean()));
      evidence.put("confirmation_cusum", supplier.confirmation().sum());
    }
    return evidence;
  }

  private static String mostAtStake(Collection<OpenOrder> open) {
    Map<String, Long> bySku = new HashMap<>();
    for (OpenOrder order : open) {
      if (order.skuId() != null) {
        bySku.merge(order.skuId(), order.valueMinor() == null ? 1 : order.valueMinor(), Long::sum);
      }
    }
    return bySku.entrySet().stream()
        .max(
            Map.Entry.<String, Long>comparingByValue()
                .thenComparing(Map.Entry.<String, Long>comparingByKey().reversed()))
        .map(Map.Entry::getKey)
        .orElse("");
  }

  /** Value in the currency of the first that has one: others are not added up with it. */
  private static Stake stake(Collection<OpenOrder> open) {
    String currency =
        open.stream().map(OpenOrder::currency).filter(Objects::nonNull).findFirst().orElse(null);
    Long value =
        currency == null
            ? null
            : Long.valueOf(
                open.stream()
                    .filter(o -> currency.equals(o.currency()) && o.valueMinor() != null)
                    .mapToLong(OpenOrder::valueMinor)
                    .sum());
    OptionalLong first = open.stream().mapToLong(OpenOrder::dueAt).filter(due -> due > 0).min();
    return new Stake(
        value,
        currency,
        first.isPresent() ? first.getAsLong() : null,
        null,
        open.stream().map(OpenOrder::orderId).limit(Stake.MAX_ORDERS).toList());
  }
}
