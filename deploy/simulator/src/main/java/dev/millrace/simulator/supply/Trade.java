package dev.millrace.simulator.supply;

import dev.millrace.simulator.payments.Dice;
import dev.millrace.supply.ConfirmationKind;
import dev.millrace.supply.OrderKind;
import dev.millrace.supply.OrderStatus;
import dev.millrace.supply.StockLevel;
import dev.millrace.supply.SupplierConfirmation;
import dev.millrace.supply.SupplyOrder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What customers buy, what stores have and order, and what suppliers make of it. */
final class Trade {
  private static final Span CONFIRMING = new Span(4, 0.35);
  private static final Span MAKING = new Span(48, 0.1);
  private static final double[] WEEK = {0.85, 0.85, 0.9, 1.0, 1.2, 1.45, 0.75};
  private static final double YEAR_SWING = 0.15;
  private static final double SPIKE = 5;
  private static final int OPENS_HOUR = 7;
  private static final int OPEN_HOURS = 14;
  private static final int CLOSES_HOUR = OPENS_HOUR + OPEN_HOURS;
  private static final int COUNT_HOUR = 5;
  private static final double MEAN_UNITS = 2;
  private static final double MEAN_SQUARE_UNITS = 14.0 / 3;
  private static final double HARDLY_EVER_DEVIATIONS = 3.1;
  private static final double SAFETY_DAYS = 3.5;
  private static final double ORDER_DAYS = 4;
  private static final long SLACK_MS = 6 * Network.HOUR_MS;

  private final Agenda agenda;
  private final Script script;
  private final Traffic traffic;
  private final long seed;
  private final String prefix;
  private final List<Shelf> shelves = new ArrayList<>();
  private long purchases;
  private long spikes;

  /** A product in a store. */
  private static final class Shelf {
    private final Network.Product product;
    private final Network.Location location;
    private final Dice dice;
    private final double customersPerDay;
    private final long leadTimeMs;
    private final List<Purchase> coming = new ArrayList<>();
    private long units;
    private long soldToday;
    private long customers;
    private long counts;
    private boolean empty;

    Shelf(Network.Product product, Network.Location location, long leadTimeMs, Dice dice) {
      this.product = product;
      this.location = location;
      this.leadTimeMs = leadTimeMs;
      this.dice = dice;
      this.customersPerDay = dice.uniform(5, 16);
      this.units = Math.round(target() + dice.uniform(0, ORDER_DAYS) * perDay());
    }

    String id() {
      return product.id() + "@" + location.id();
    }

    double perDay() {
      return customersPerDay * MEAN_UNITS;
    }

    /** Units on hand and to come below which more are ordered. */
    double target() {
      return perDay() * ((double) leadTimeMs / Network.DAY_MS + SAFETY_DAYS);
    }
  }

  Trade(Agenda agenda, Script script, Network network, Traffic traffic, long seed, String prefix) {
    this.agenda = agenda;
    this.script = script;
    this.traffic = traffic;
    this.seed = seed;
    this.prefix = prefix;
    for (Network.Location location : network.locations()) {
      for (Network.Product product : network.products()) {
        Network.Lane lane = network.lane(product.supplier().origin(), location.port());
        long leadTime = CONFIRMING.planned() + MAKING.planned() + Traffic.planned(lane) + SLACK_MS;
        shelves.add(new Shelf(product, location, leadTime, Dice.of(seed, 1, shelves.size())));
      }
    }
    shelves.forEach(shelf -> agenda.at(agenda.now(), () -> day(shelf)));
  }

  /**
   * Customers want several times as much of one product in one store for a time. Those who come
   * beside the usual ones are drawn apart, so that a spike changes nothing of what the usual ones
   * want.
   */
  void spike(Dice dice, long durationMs) {
    Shelf shelf = Script.oneOf(shelves, dice);
    Disruption spike =
        script.begin(
            DisruptionKind.DEMAND_SPIKE, "STOCK:" + shelf.id(), agenda.now(), durationMs, 1);
    Dice more = Dice.of(seed, 6, spikes++);
    for (long midnight = midnight(spike.from());
        midnight < spike.to();
        midnight += Network.DAY_MS) {
      long from = Math.max(spike.from(), midnight + OPENS_HOUR * Network.HOUR_MS);
      long to = Math.min(spike.to(), midnight + CLOSES_HOUR * Network.HOUR_MS);
      if (from < to) {
        double hours = (double) (to - from) / Network.HOUR_MS;
        double usual = shelf.customersPerDay * season(midnight) * hours / OPEN_HOURS;
        int customers = more.poisson((SPIKE - 1) * usual);
        for (int i = 0; i < customers; i++) {
          agenda.at(from + more.below((int) (to - from)), () -> sell(shelf, more));
        }
      }
    }
  }

  /** A supplier neither confirms nor makes anything for a time. */
  void fail(Network.Supplier supplier, long durationMs) {
    script.begin(
        DisruptionKind.SUPPLIER_FAILURE, "SUPPLIER:" + supplier.id(), agenda.now(), durationMs, 3);
  }

  private void day(Shelf shelf) {
    long midnight = midnight(agenda.now());
    shelf.soldToday = 0;
    agenda.at(midnight + COUNT_HOUR * Network.HOUR_MS, () -> count(shelf));
    int customers = shelf.dice.poisson(shelf.customersPerDay * season(midnight));
    for (int i = 0; i < customers; i++) {
      long at =
          midnight + Math.round((OPENS_HOUR + shelf.dice.uniform(0, OPEN_HOURS)) * Network.HOUR_MS);
      agenda.at(at, () -> sell(shelf, shelf.dice));
    }
    agenda.at(midnight + Network.DAY_MS, () -> day(shelf));
  }

  private void sell(Shelf shelf, Dice dice) {
    long wanted = 1L + dice.below(3);
    if (wanted > shelf.units) {
      if (!shelf.empty) {
        shelf.empty = true;
        if (isEmptyByChance(shelf)) {
          script.incident(
              "stock-out", "STOCK:" + shelf.id(), agenda.now(), agenda.now() + 2 * Network.DAY_MS);
        }
      }
      return;
    }
    long now = agenda.now();
    shelf.units -= wanted;
    shelf.soldToday += wanted;
    agenda.tell(
        SupplyEvent.ORDERS,
        "%s%s/%d".formatted(prefix, shelf.id(), shelf.customers),
        SupplyOrder.newBuilder()
            .setOrderId("%s%s/%d".formatted(prefix, shelf.id(), shelf.customers++))
            .setVersion(1)
            .setKind(OrderKind.DEMAND)
            .setStatus(OrderStatus.FULFILLED)
            .setSkuId(shelf.product.id())
            .setLocationId(shelf.location.id())
            .setQuantity(wanted)
            .setEventTime(Instant.ofEpochMilli(now))
            .setValueMinor(wanted * shelf.product.unitValueMinor())
            .setCurrency("EUR")
            .build());
    script
        .on(DisruptionKind.DEMAND_SPIKE, "STOCK:" + shelf.id(), now)
        .ifPresent(spike -> signOf(spike, shelf, now));
    long toCome = shelf.coming.stream().mapToLong(Purchase::units).sum();
    if (shelf.units + toCome <= shelf.target()) {
      order(shelf);
    }
  }

  /**
   * Whether no spike has emptied a shelf, and nothing that is to fill it is held up. What suffered
   * from a disruption once may still run out by chance later.
   */
  private boolean isEmptyByChance(Shelf shelf) {
    return !script.wasOn(
            DisruptionKind.DEMAND_SPIKE, "STOCK:" + shelf.id(), agenda.now() - shelf.leadTimeMs)
        && shelf.coming.stream()
            .noneMatch(purchase -> script.hasAffected("ORDER:" + purchase.orderId()));
  }

  /** A spike tells of itself once it is more than chance and goods would come too late. */
  private void signOf(Disruption spike, Shelf shelf, long now) {
    double customers = shelf.customersPerDay * season(now);
    double most =
        customers * MEAN_UNITS
            + HARDLY_EVER_DEVIATIONS * StrictMath.sqrt(customers * MEAN_SQUARE_UNITS);
    if (shelf.soldToday > most && runsOut(shelf, now, SPIKE * customers * MEAN_UNITS)) {
      spike.sign(now);
    }
  }

  private static boolean runsOut(Shelf shelf, long now, double perDay) {
    double units = shelf.units;
    long emptyAt = now + Math.round(units / perDay * Network.DAY_MS);
    for (Purchase purchase : shelf.coming) {
      if (purchase.dueAt() > emptyAt) {
        break;
      }
      units += purchase.units();
      emptyAt = now + Math.round(units / perDay * Network.DAY_MS);
    }
    return emptyAt < now + shelf.leadTimeMs;
  }

  private void order(Shelf shelf) {
    long now = agenda.now();
    Purchase purchase =
        new Purchase(
            prefix + "purchase-" + purchases++,
            shelf.product,
            shelf.location,
            Math.max(1, Math.round(ORDER_DAYS * shelf.perDay())),
            now,
            now + shelf.leadTimeMs);
    shelf.coming.add(purchase);
    tell(purchase, 1, OrderStatus.OPEN, null);
    Dice dice = Dice.of(seed, 2, purchases);
    agenda.at(now + CONFIRMING.draw(dice), () -> confirm(shelf, purchase, dice));
  }

  private void confirm(Shelf shelf, Purchase purchase, Dice dice) {
    Optional<Disruption> failure = failure(purchase);
    if (failure.isPresent()) {
      touched(failure.get(), purchase);
      failure.get().sign(Math.max(agenda.now(), purchase.orderedAt() + CONFIRMING.hardlyEver()));
      agenda.at(afterwards(failure.get(), dice), () -> confirm(shelf, purchase, dice));
      return;
    }
    tell(purchase, ConfirmationKind.CONFIRMED, purchase.units());
    agenda.at(agenda.now() + MAKING.draw(dice), () -> make(shelf, purchase, dice));
  }

  private void make(Shelf shelf, Purchase purchase, Dice dice) {
    Optional<Disruption> failure = failure(purchase);
    if (failure.isPresent()) {
      touched(failure.get(), purchase);
      agenda.at(afterwards(failure.get(), dice), () -> make(shelf, purchase, dice));
      return;
    }
    String shipment = traffic.send(purchase, () -> receive(shelf, purchase, dice));
    tell(purchase, 2, OrderStatus.OPEN, shipment);
  }

  private void receive(Shelf shelf, Purchase purchase, Dice dice) {
    shelf.coming.remove(purchase);
    shelf.units += purchase.units();
    shelf.empty = false;
    String order = "ORDER:" + purchase.orderId();
    if (agenda.now() > purchase.dueAt() && !script.hasAffected(order)) {
      script.incident("late-order", order, purchase.orderedAt(), agenda.now() + 2 * Network.DAY_MS);
    }
    tell(purchase, 3, OrderStatus.FULFILLED, null);
    // Now and then a unit is broken.
    tell(
        purchase,
        ConfirmationKind.DELIVERED,
        dice.chance(0.05) ? purchase.units() - 1 : purchase.units());
    count(shelf);
  }

  private void count(Shelf shelf) {
    agenda.tell(
        SupplyEvent.STOCK_LEVELS,
        shelf.product.id(),
        StockLevel.newBuilder()
            .setEventId("%scount-%s/%d".formatted(prefix, shelf.id(), shelf.counts++))
            .setSkuId(shelf.product.id())
            .setLocationId(shelf.location.id())
            .setOnHand(shelf.units)
            .setEventTime(Instant.ofEpochMilli(agenda.now()))
            .setLeadTimeDays((double) shelf.leadTimeMs / Network.DAY_MS)
            .setUnitValueMinor(shelf.product.unitValueMinor())
            .setCurrency("EUR")
            .setOwner("buyers-" + shelf.location.id())
            .build());
  }

  private void tell(Purchase purchase, int version, OrderStatus status, String shipment) {
    agenda.tell(
        SupplyEvent.ORDERS,
        purchase.orderId(),
        SupplyOrder.newBuilder()
            .setOrderId(purchase.orderId())
            .setVersion(version)
            .setKind(OrderKind.PURCHASE)
            .setStatus(status)
            .setSkuId(purchase.product().id())
            .setLocationId(purchase.location().id())
            .setQuantity(purchase.units())
            .setEventTime(Instant.ofEpochMilli(agenda.now()))
            .setDueAt(Instant.ofEpochMilli(purchase.dueAt()))
            .setValueMinor(purchase.valueMinor())
            .setCurrency("EUR")
            .setSupplierId(purchase.product().supplier().id())
            .setShipmentId(shipment)
            .build());
  }

  private void tell(Purchase purchase, ConfirmationKind kind, long units) {
    agenda.tell(
        SupplyEvent.CONFIRMATIONS,
        purchase.orderId(),
        SupplierConfirmation.newBuilder()
            .setConfirmationId("%s/%s".formatted(purchase.orderId(), kind))
            .setOrderId(purchase.orderId())
            .setSupplierId(purchase.product().supplier().id())
            .setKind(kind)
            .setEventTime(Instant.ofEpochMilli(agenda.now()))
            .setOrderedAt(Instant.ofEpochMilli(purchase.orderedAt()))
            .setPromisedAt(Instant.ofEpochMilli(purchase.dueAt()))
            .setOrderedQuantity(purchase.units())
            .setQuantity(units)
            .setSkuId(purchase.product().id())
            .setSite("plant-" + purchase.product().supplier().id())
            .setMode("OCEAN")
            .setValueMinor(purchase.valueMinor())
            .setCurrency("EUR")
            .build());
  }

  private Optional<Disruption> failure(Purchase purchase) {
    return script.on(
        DisruptionKind.SUPPLIER_FAILURE,
        "SUPPLIER:" + purchase.product().supplier().id(),
        agenda.now());
  }

  private static void touched(Disruption failure, Purchase purchase) {
    failure.affects("ORDER:" + purchase.orderId());
    failure.affects("STOCK:" + purchase.stockId());
  }

  private static long afterwards(Disruption failure, Dice dice) {
    return failure.to() + Math.round(dice.uniform(1, 24) * Network.HOUR_MS);
  }

  private static long midnight(long time) {
    return Math.floorDiv(time, Network.DAY_MS) * Network.DAY_MS;
  }

  private static double season(long time) {
    long day = Math.floorDiv(time, Network.DAY_MS);
    double year = 1 + YEAR_SWING * StrictMath.sin(2 * Math.PI * day / 365.25);
    // 1970 began on a Thursday.
    return WEEK[(int) Math.floorMod(day + 3, 7L)] * year;
  }
}
