package dev.millrace.supplychain.domain.stock;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * How the stock of a location goes on from a moment, if demand stays as it is and inbound comes
 * when it is due, or when the shipment that carries it will be there. Looks ahead two lead times.
 *
 * @param now the moment, milliseconds since 1970
 * @param leadTimeMs time from ordering to having goods there
 * @param onHand units now
 * @param dailyDemand units a day that are needed now, a surge included
 * @param surge how many times the usual demand that is
 * @param stockOutAt when the last unit goes; {@link Long#MAX_VALUE} if not within sight
 * @param suppliedAt when goods come after that: the next inbound, or what is ordered now
 * @param shortUnits units missing from stockOutAt to suppliedAt
 * @param rescue the inbound that comes first after stockOutAt, or is late; null if there is none
 * @param expected inbound that is counted on, units
 * @param overdue inbound that is later than it may be, and is not counted on any more
 * @param heldUp inbound that a late shipment brings, and that is counted on for then
 * @param changesAt when the next inbound becomes due or overdue; {@link Long#MAX_VALUE} if none
 */
public record Projection(
    long now,
    long leadTimeMs,
    double onHand,
    double dailyDemand,
    double surge,
    long stockOutAt,
    long suppliedAt,
    double shortUnits,
    Inbound rescue,
    long expected,
    List<Inbound> overdue,
    List<Inbound> heldUp,
    long changesAt) {

  static final long NOT_IN_SIGHT = Long.MAX_VALUE;
  private static final int HORIZON_LEAD_TIMES = 2;

  /** Goods that come at a time. */
  private record Arrival(long at, Inbound order) {}

  /** The projection of a location of which enough is known. */
  public static Projection of(LocationStock stock, long now, StockPolicy policy) {
    long lead = stock.leadTime(policy);
    long grace = policy.inboundGrace().toMillis();
    List<Arrival> arrivals = new ArrayList<>();
    List<Inbound> overdue = new ArrayList<>();
    List<Inbound> heldUp = new ArrayList<>();
    long changesAt = NOT_IN_SIGHT;
    long expected = 0;
    for (Inbound order : stock.inbound()) {
      if (!order.open()) {
        continue;
      }
      long due = order.comesAt(policy);
      if (due + grace < now) {
        overdue.add(order);
        continue;
      }
      if (order.isHeldUp(policy)) {
        heldUp.add(order);
      }
      long comesAt = due < now ? due + grace : due;
      arrivals.add(new Arrival(comesAt, order));
      expected += order.quantity();
      changesAt = Math.min(changesAt, comesAt + 1);
    }
    arrivals.sort(Comparator.comparingLong(Arrival::at));

    double surge = stock.demand().surge(policy);
    double onHand = stock.onHandAt(now, policy);
    long stockOutAt = stockOut(stock, arrivals, new Span(now, now + horizon(lead)), surge, policy);
    double daily = surge * stock.demand().level();
    Inbound rescue = null;
    long suppliedAt = NOT_IN_SIGHT;
    double shortUnits = 0;
    if (stockOutAt != NOT_IN_SIGHT) {
      suppliedAt = Math.max(stockOutAt, now + lead);
      for (Arrival arrival : arrivals) {
        if (arrival.at() >= stockOutAt) {
          rescue = arrival.order();
          suppliedAt = Math.min(suppliedAt, arrival.at());
          break;
        }
      }
      if (rescue == null && !overdue.isEmpty()) {
        rescue = overdue.get(0);
      }
      shortUnits = surge * stock.usualDemand(stockOutAt, suppliedAt, policy);
    }
    return new Projection(
        now,
        lead,
        onHand,
        daily,
        surge,
        stockOutAt,
        suppliedAt,
        shortUnits,
        rescue,
        expected,
        overdue,
        heldUp,
        changesAt);
  }

  /** Whether goods ordered now would come too late, and enough of them are missing by then. */
  public boolean isRisk(StockPolicy policy) {
    return stockOutAt != NOT_IN_SIGHT
        && stockOutAt < now + leadTimeMs
        && shortUnits >= policy.minShortDays() * dailyDemand;
  }

  /** Whether stock lasts so long that a risk is over. */
  public boolean isSafe(StockPolicy policy) {
    return stockOutAt == NOT_IN_SIGHT
        || stockOutAt > now + Math.round(policy.clearCover() * leadTimeMs);
  }

  /** Days until the last unit goes, at most those of sight. */
  public double coverDays() {
    long until = stockOutAt == NOT_IN_SIGHT ? horizon(leadTimeMs) : stockOutAt - now;
    return (double) until / DemandHistory.DAY_MS;
  }

  /**
   * When it is to be looked at again if nothing comes; {@link Long#MAX_VALUE} if not at all.
   *
   * @param raised whether the risk was raised: then only inbound can change it
   */
  public long checkAt(boolean raised, StockPolicy policy) {
    return raised ? changesAt : Math.min(riskAt(policy), changesAt);
  }

  private long riskAt(StockPolicy policy) {
    if (dailyDemand <= 0) {
      return NOT_IN_SIGHT;
    }
    if (stockOutAt == NOT_IN_SIGHT) {
      return now + horizon(leadTimeMs) - leadTimeMs;
    }
    if (stockOutAt >= now + leadTimeMs) {
      return stockOutAt - leadTimeMs + 1;
    }
    // What is missing grows with time only where nothing is to come.
    double lacking = policy.minShortDays() * dailyDemand - shortUnits;
    return suppliedAt == now + leadTimeMs && lacking > 0
        ? now + 1 + (long) Math.ceil(lacking / dailyDemand * DemandHistory.DAY_MS)
        : NOT_IN_SIGHT;
  }

  /** From, to, milliseconds since 1970. */
  private record Span(long from, long to) {}

  private static long stockOut(
      LocationStock stock, List<Arrival> arrivals, Span span, double surge, StockPolicy policy) {
    long[] stops = arrivals.stream().mapToLong(Arrival::at).filter(at -> at < span.to).toArray();
    stops = Arrays.copyOf(stops, stops.length + 1);
    stops[stops.length - 1] = span.to;
    double units = stock.onHandAt(span.from, policy);
    long time = span.from;
    for (int next = 0; next < stops.length; next++) {
      while (time < stops[next]) {
        long day = Math.floorDiv(time, DemandHistory.DAY_MS);
        long end = Math.min(stops[next], (day + 1) * DemandHistory.DAY_MS);
        double rate = surge * stock.demand().expected(day, policy) / DemandHistory.DAY_MS;
        if (rate > 0 && units <= rate * (end - time)) {
          return time + (long) (units / rate);
        }
        units -= rate * (end - time);
        time = end;
      }
      if (next < arrivals.size()) {
        units += arrivals.get(next).order().quantity();
      }
    }
    return NOT_IN_SIGHT;
  }

  private static long horizon(long lead) {
    return HORIZON_LEAD_TIMES * Math.max(lead, DemandHistory.DAY_MS);
  }
}
