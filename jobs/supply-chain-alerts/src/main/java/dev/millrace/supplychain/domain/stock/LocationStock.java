package dev.millrace.supplychain.domain.stock;

import dev.millrace.supply.OrderStatus;
import dev.millrace.supply.StockLevel;
import dev.millrace.supply.SupplyOrder;
import dev.millrace.supplychain.domain.goods.GoodsDelay;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * One product at one location: what was counted, what moved since, what is needed a day and what is
 * to come. Immutable; the arrays are never changed.
 *
 * <p>State: about 300 bytes and 60 for each open order, 6 KB at the most: {@link #MAX_INBOUND}
 * orders (closed ones are forgotten first, then those due last) and {@link #MAX_MOVES} movements
 * since the newest count (those of one hour are merged, then the oldest: a count that is read up to
 * a day late does not take off twice what went before it).
 *
 * @param onHand units at the newest count
 * @param countedAt time of the newest count, milliseconds since 1970; {@link #NEVER} without one
 * @param leadTimeMs time from ordering to having it there; null if not said
 * @param unitValueMinor value of one unit in minor units of currency; null if not said
 * @param owner who acts; null for the default owner
 * @param movedAt times of movements after the count, ascending
 * @param moved units that came (positive) or went
 * @param orders whether demand was ever ordered here; else what is missing at a count was needed
 * @param heardAt newest count or demand, milliseconds since 1970; {@link #NEVER} without one
 * @param stockOut the risk that was raised; null if none is
 * @param overstock the overstock that was raised; null if none is
 * @param checkAt when it is to be looked at again if nothing comes; {@link #NEVER} if not at all
 */
@SuppressWarnings("ArrayRecordComponent") // compared by no one; arrays keep the state small
public record LocationStock(
    long onHand,
    long countedAt,
    Long leadTimeMs,
    Long unitValueMinor,
    String currency,
    String owner,
    long[] movedAt,
    long[] moved,
    DemandHistory demand,
    Inbound[] inbound,
    boolean orders,
    long heardAt,
    Announced stockOut,
    Announced overstock,
    long checkAt) {

  public static final long NEVER = Long.MIN_VALUE;

  private static final long HOUR_MS = 3_600_000;
  private static final int DAYS_OF_WEEK = 7;
  private static final long WEEK_MS = DAYS_OF_WEEK * DemandHistory.DAY_MS;
  public static final int MAX_INBOUND = 64;
  public static final int MAX_MOVES = 32;

  public static final LocationStock EMPTY =
      new LocationStock(
          0,
          NEVER,
          null,
          null,
          null,
          null,
          new long[0],
          new long[0],
          DemandHistory.EMPTY,
          new Inbound[0],
          false,
          NEVER,
          null,
          null,
          NEVER);

  /** This stock after a count; an older one than the newest says nothing. */
  public LocationStock counted(StockLevel level, StockPolicy policy) {
    long time = level.getEventTime().toEpochMilli();
    if (time <= countedAt) {
      return this;
    }
    int kept = 0;
    while (kept < movedAt.length && movedAt[kept] <= time) {
      kept++;
    }
    long gone = countedAt == NEVER ? 0 : onHand + sum(moved, kept) - level.getOnHand();
    DemandHistory known = demand.with(time, orders ? 0 : (double) Math.max(0, gone), policy);
    return new LocationStock(
        level.getOnHand(),
        time,
        level.getLeadTimeDays() == null
            ? leadTimeMs
            : Long.valueOf(Math.round(level.getLeadTimeDays() * DemandHistory.DAY_MS)),
        level.getUnitValueMinor() == null ? unitValueMinor : level.getUnitValueMinor(),
        level.getCurrency() == null ? currency : level.getCurrency(),
        level.getOwner() == null ? owner : level.getOwner(),
        Arrays.copyOfRange(movedAt, kept, movedAt.length),
        Arrays.copyOfRange(moved, kept, moved.length),
        known,
        inbound,
        orders,
        Math.max(heardAt, time),
        stockOut,
        overstock,
        checkAt);
  }

  /**
   * This stock after a customer's order. Its first version takes goods, and the one that cancels it
   * gives them back; what else becomes of it changes nothing.
   */
  public LocationStock demanded(SupplyOrder order, StockPolicy policy) {
    long time = order.getEventTime().toEpochMilli();
    boolean cancels = order.getStatus() == OrderStatus.CANCELLED;
    if (cancels == (order.getVersion() == 1)) {
      return this;
    }
    long units = cancels ? -order.getQuantity() : order.getQuantity();
    return moved(
        time, -units, demand.with(time, (double) units, policy), true, Math.max(heardAt, time));
  }

  /** This stock after an order that brings goods, unless a higher version of it is known. */
  public LocationStock expecting(SupplyOrder order, StockPolicy policy) {
    Inbound known = find(order.getOrderId());
    if (known != null && known.version() >= order.getVersion()) {
      return this;
    }
    long time = order.getEventTime().toEpochMilli();
    Inbound now =
        new Inbound(
            order.getOrderId(),
            order.getVersion(),
            order.getQuantity(),
            order.getDueAt() == null ? time + leadTime(policy) : order.getDueAt().toEpochMilli(),
            order.getSupplierId(),
            order.getStatus() == OrderStatus.OPEN,
            known == null ? 0 : known.arrivesAt(),
            known == null ? List.of() : known.causes());
    LocationStock arrived =
        order.getStatus() == OrderStatus.FULFILLED && (known == null || known.open())
            ? moved(time, order.getQuantity(), demand, orders, heardAt)
            : this;
    return arrived.withInbound(now);
  }

  /** Whether anything is known of an order that brings goods here. */
  public boolean knows(String orderId) {
    return find(orderId) != null;
  }

  /** Whether an order is still to come here by what is known from before a version of it. */
  public boolean expects(String orderId, long version) {
    Inbound known = find(orderId);
    return known != null && known.open() && known.version() < version;
  }

  /** This stock without an order that it expects, and that goes elsewhere in a higher version. */
  public LocationStock without(String orderId, long version) {
    Inbound known = find(orderId);
    return withInbound(
        new Inbound(
            orderId,
            version,
            known.quantity(),
            known.dueAt(),
            known.supplierId(),
            false,
            0,
            List.of()));
  }

  /**
   * This stock after news of goods on their way; the same if none are expected under that order.
   */
  public LocationStock arriving(GoodsDelay delay) {
    if (delay.withdrawnBy() > 0) {
      return expects(delay.orderId(), delay.withdrawnBy())
          ? without(delay.orderId(), delay.withdrawnBy())
          : this;
    }
    Inbound known = find(delay.orderId());
    return known == null || !known.open()
        ? this
        : withInbound(known.arriving(delay.arrival(), delay.causes()));
  }

  /** This stock, had nothing held goods on their way here. */
  LocationStock inTime(long now) {
    return withInbound(
        Arrays.stream(inbound)
            .map(order -> order.open() ? order.inTime(now) : order)
            .toArray(Inbound[]::new));
  }

  public LocationStock announcing(Announced newStockOut, Announced newOverstock) {
    return new LocationStock(
        onHand,
        countedAt,
        leadTimeMs,
        unitValueMinor,
        currency,
        owner,
        movedAt,
        moved,
        demand,
        inbound,
        orders,
        heardAt,
        newStockOut,
        newOverstock,
        checkAt);
  }

  public LocationStock checkedAt(long newCheckAt) {
    return new LocationStock(
        onHand,
        countedAt,
        leadTimeMs,
        unitValueMinor,
        currency,
        owner,
        movedAt,
        moved,
        demand,
        inbound,
        orders,
        heardAt,
        stockOut,
        overstock,
        newCheckAt);
  }

  /** Time from ordering to having goods here, milliseconds. */
  public long leadTime(StockPolicy policy) {
    return leadTimeMs == null ? policy.leadTime().toMillis() : leadTimeMs;
  }

  /** Whether anything can be said of it: it was counted and its demand is known. */
  public boolean isKnown(StockPolicy policy) {
    return countedAt != NEVER && demand.isKnown(policy);
  }

  /**
   * Units on hand at a time, from 0: the newest count, what moved since, less what is usually
   * needed since the location was heard of last.
   */
  public double onHandAt(long now, StockPolicy policy) {
    double units = onHand + sum(moved, moved.length);
    return Math.max(0, units - usualDemand(heardAt, now, policy));
  }

  /** Units usually needed in a span of time, milliseconds since 1970. */
  public double usualDemand(long from, long to, StockPolicy policy) {
    double units = 0;
    long time = from;
    // A week from any moment on needs what a week needs: a product that was not heard of for long
    // costs no more than another.
    long weeks = Math.max(0, to - from) / WEEK_MS;
    if (weeks > 0) {
      long day = Math.floorDiv(from, DemandHistory.DAY_MS);
      for (int i = 0; i < DAYS_OF_WEEK; i++) {
        units += weeks * demand.expected(day + i, policy);
      }
      time += weeks * WEEK_MS;
    }
    while (time < to) {
      long day = Math.floorDiv(time, DemandHistory.DAY_MS);
      long end = Math.min(to, (day + 1) * DemandHistory.DAY_MS);
      units += demand.expected(day, policy) * (end - time) / DemandHistory.DAY_MS;
      time = end;
    }
    return units;
  }

  /** Units that the location can do without at a time, from 0. */
  public double surplusAt(long now, StockPolicy policy) {
    if (!isKnown(policy) || stockOut != null) {
      return 0;
    }
    double kept =
        policy.reserve() * demand.surge(policy) * usualDemand(now, now + leadTime(policy), policy);
    return Math.max(0, onHandAt(now, policy) - kept);
  }

  private LocationStock moved(
      long time, long units, DemandHistory newDemand, boolean newOrders, long newHeardAt) {
    long[] newMovedAt = movedAt;
    long[] newMoved = moved;
    // What moved before the newest count is in the count.
    if (countedAt == NEVER || time > countedAt) {
      int place = movedAt.length;
      while (place > 0 && movedAt[place - 1] > time) {
        place--;
      }
      newMovedAt = inserted(movedAt, place, time);
      newMoved = inserted(moved, place, units);
      if (newMoved.length > MAX_MOVES) {
        int merged = mergeable(newMovedAt);
        newMoved[merged + 1] += newMoved[merged];
        newMovedAt = removed(newMovedAt, merged);
        newMoved = removed(newMoved, merged);
      }
    }
    return new LocationStock(
        onHand,
        countedAt,
        leadTimeMs,
        unitValueMinor,
        currency,
        owner,
        newMovedAt,
        newMoved,
        newDemand,
        inbound,
        newOrders,
        newHeardAt,
        stockOut,
        overstock,
        checkAt);
  }

  private LocationStock withInbound(Inbound order) {
    int place = place(order.orderId());
    Inbound[] more = Arrays.copyOf(inbound, Math.max(inbound.length, place + 1));
    more[place] = order;
    if (more.length > MAX_INBOUND) {
      // Closed orders go first, the oldest of them before the others; of open ones the farthest.
      Arrays.sort(
          more,
          Comparator.comparing(Inbound::open)
              .reversed()
              .thenComparingLong(known -> known.open() ? known.dueAt() : -known.dueAt()));
      more = Arrays.copyOf(more, MAX_INBOUND);
    }
    return withInbound(more);
  }

  private LocationStock withInbound(Inbound[] newInbound) {
    return new LocationStock(
        onHand,
        countedAt,
        leadTimeMs,
        unitValueMinor,
        currency,
        owner,
        movedAt,
        moved,
        demand,
        newInbound,
        orders,
        heardAt,
        stockOut,
        overstock,
        checkAt);
  }

  private Inbound find(String orderId) {
    int place = place(orderId);
    return place == inbound.length ? null : inbound[place];
  }

  /** Where an order is; the first free place if it is not known. */
  private int place(String orderId) {
    int place = 0;
    while (place < inbound.length && !inbound[place].orderId().equals(orderId)) {
      place++;
    }
    return place;
  }

  private static long[] inserted(long[] values, int place, long value) {
    long[] more = new long[values.length + 1];
    System.arraycopy(values, 0, more, 0, place);
    more[place] = value;
    System.arraycopy(values, place, more, place + 1, values.length - place);
    return more;
  }

  private static long[] removed(long[] values, int place) {
    long[] fewer = Arrays.copyOf(values, values.length - 1);
    System.arraycopy(values, place + 1, fewer, place, fewer.length - place);
    return fewer;
  }

  /** Place of the movement that is to count as of the time of the next one. */
  private static int mergeable(long[] times) {
    for (int i = 0; i + 1 < times.length; i++) {
      if (Math.floorDiv(times[i], HOUR_MS) == Math.floorDiv(times[i + 1], HOUR_MS)) {
        return i;
      }
    }
    return 0;
  }

  private static long sum(long[] values, int count) {
    long sum = 0;
    for (int i = 0; i < count; i++) {
      sum += values[i];
    }
    return sum;
  }
}
