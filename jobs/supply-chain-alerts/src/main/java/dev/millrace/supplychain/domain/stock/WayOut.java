package dev.millrace.supplychain.domain.stock;

import dev.millrace.supply.ActionKind;
import dev.millrace.supply.RecommendedAction;
import java.util.Locale;
import java.util.Map;

/** What to do when stock does not last, or lasts too long, and what it saves. */
final class WayOut {
  private static final double HOUR_MS = 3_600_000.0;
  private static final int REVIEW_DAYS = 7;

  private WayOut() {}

  /**
   * What saves most of what would be missing: goods of the location that can do without most,
   * inbound that comes earlier, or else an order now.
   *
   * @param others what other locations have of the product, by their id
   */
  static RecommendedAction ofStockOut(
      LocationStock stock,
      Projection projection,
      Map<String, LocationStock> others,
      StockPolicy policy) {
    RecommendedAction transfer = transfer(stock, projection, others, policy);
    RecommendedAction expedite = expedite(stock, projection, policy);
    if (transfer != null && (expedite == null || units(transfer) >= units(expedite))) {
      return transfer;
    }
    return expedite != null ? expedite : reorder(stock, projection, policy);
  }

  /** To order less, of what is open or of what comes next. */
  static RecommendedAction ofOverstock(
      LocationStock stock, Projection projection, double excess, StockPolicy policy) {
    long open = Math.min(projection.expected(), (long) excess);
    long quantity = open > 0 ? open : (long) excess;
    return RecommendedAction.newBuilder()
        .setKind(ActionKind.REDUCE)
        .setQuantity(quantity)
        .setSavesMinor(open > 0 ? value(stock, (double) open) : null)
        .setArithmetic(
            open > 0
                ? text(
                    "%.0f on hand and %d to come less %.1f a day for %d days leave %.0f too many: %d of those to come are not needed",
                    projection.onHand(),
                    projection.expected(),
                    stock.demand().level(),
                    policy.overstockCover().toDays(),
                    excess,
                    quantity)
                : text(
                    "%.0f on hand less %.1f a day for %d days leave %.0f too many: order none until they are gone",
                    projection.onHand(),
                    stock.demand().level(),
                    policy.overstockCover().toDays(),
                    excess))
        .build();
  }

  private static RecommendedAction transfer(
      LocationStock stock,
      Projection projection,
      Map<String, LocationStock> others,
      StockPolicy policy) {
    long there =
        Math.max(projection.stockOutAt(), projection.now() + policy.transferTime().toMillis());
    long needed =
        (long)
            Math.ceil(
                projection.surge() * stock.usualDemand(there, projection.suppliedAt(), policy));
    String from = null;
    double most = 0;
    for (Map.Entry<String, LocationStock> other : others.entrySet()) {
      double surplus = other.getValue().surplusAt(projection.now(), policy);
      if (surplus > most
          || (surplus == most && from != null && other.getKey().compareTo(from) < 0)) {
        from = other.getKey();
        most = surplus;
      }
    }
    long quantity = Math.min(needed, (long) most);
    if (from == null || quantity < 1) {
      return null;
    }
    return RecommendedAction.newBuilder()
        .setKind(ActionKind.TRANSFER)
        .setTarget(from)
        .setQuantity(quantity)
        .setSavesMinor(value(stock, (double) quantity))
        .setGainsHours((projection.suppliedAt() - there) / HOUR_MS)
        .setArithmetic(
            text(
                "%s can do without %.0f; on the way %.1f days, %d of them are sold here in the %.1f days before the next supply%s",
                from,
                Math.floor(most),
                days(policy.transferTime().toMillis()),
                quantity,
                days(projection.suppliedAt() - there),
                worth(stock, quantity)))
        .build();
  }

  private static RecommendedAction expedite(
      LocationStock stock, Projection projection, StockPolicy policy) {
    Inbound rescue = projection.rescue();
    if (rescue == null) {
      return null;
    }
    long quantity = Math.min(rescue.quantity(), (long) Math.ceil(projection.shortUnits()));
    long gained = projection.suppliedAt() - projection.stockOutAt();
    if (quantity < 1 || gained <= 0) {
      return null;
    }
    boolean late = rescue.comesAt(policy) + policy.inboundGrace().toMillis() < projection.now();
    return RecommendedAction.newBuilder()
        .setKind(ActionKind.EXPEDITE)
        .setTarget(rescue.supplierId())
        .setQuantity(rescue.quantity())
        .setSavesMinor(value(stock, (double) quantity))
        .setGainsHours(gained / HOUR_MS)
        .setArithmetic(
            text(
                "order %s of %d %s; %.1f days earlier it saves %d sales%s",
                rescue.orderId(),
                rescue.quantity(),
                late
                    ? text("is %.1f days late", days(projection.now() - rescue.comesAt(policy)))
                    : text("is due in %.1f days", days(rescue.comesAt(policy) - projection.now())),
                days(gained),
                quantity,
                worth(stock, quantity)))
        .build();
  }

  private static RecommendedAction reorder(
      LocationStock stock, Projection projection, StockPolicy policy) {
    long until = projection.now() + projection.leadTimeMs() + REVIEW_DAYS * DemandHistory.DAY_MS;
    double needed = projection.surge() * stock.usualDemand(projection.now(), until, policy);
    long quantity =
        Math.max(1, (long) Math.ceil(needed - projection.onHand() - projection.expected()));
    return RecommendedAction.newBuilder()
        .setKind(ActionKind.REORDER)
        .setQuantity(quantity)
        .setArithmetic(
            text(
                "lead time of %.1f days and %d more need %.0f, less %.0f on hand and %d to come",
                days(projection.leadTimeMs()),
                REVIEW_DAYS,
                needed,
                projection.onHand(),
                projection.expected()))
        .build();
  }

  /** Value of units in minor units of currency; null if not known. */
  static Long value(LocationStock stock, double units) {
    return stock.unitValueMinor() == null
        ? null
        : Long.valueOf(Math.round(stock.unitValueMinor() * units));
  }

  static double days(long ms) {
    return (double) ms / DemandHistory.DAY_MS;
  }

  private static long units(RecommendedAction action) {
    return action.getSavesMinor() == null ? action.getQuantity() : action.getSavesMinor();
  }

  private static String worth(LocationStock stock, long quantity) {
    Long value = value(stock, (double) quantity);
    return value == null || stock.currency() == null
        ? ""
        : text(", %.2f %s", value / 100.0, stock.currency());
  }

  private static String text(String format, Object... figures) {
    return String.format(Locale.ROOT, format, figures);
  }
}
