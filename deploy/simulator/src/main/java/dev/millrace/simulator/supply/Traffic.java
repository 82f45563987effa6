package dev.millrace.simulator.supply;

import dev.millrace.simulator.payments.Dice;
import dev.millrace.supply.BusinessStep;
import dev.millrace.supply.Disposition;
import dev.millrace.supply.PlannedMilestone;
import dev.millrace.supply.ShipmentMilestone;
import dev.millrace.supply.ShipmentPlan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Shipments on their way: from a supplier's port over sea and land to a store. */
final class Traffic {
  private static final Span LOADING = new Span(10, 0.1);
  private static final Span INLAND = new Span(11, 0.1);
  private static final double TRANSIT_SIGMA = 0.04;
  private static final long LATE_MS = Network.HOUR_MS;

  private final Agenda agenda;
  private final Script script;
  private final Network network;
  private final Sensors sensors;
  private final long seed;
  private final String prefix;
  private final List<Shipment> open = new ArrayList<>();
  private long shipments;

  /** One shipment: when it is to be where, and when it will. */
  private static final class Shipment {
    private final String id;
    private final Network.Lane lane;
    private final Purchase purchase;
    private final Dice dice;
    private final long plannedDeparture;
    private final long plannedArrival;
    private final long plannedReceipt;
    private final Runnable received;
    private long departure;
    private long arrival;
    private boolean departed;
    private boolean arrived;
    private boolean held;

    Shipment(
        String id, Network.Lane lane, Purchase purchase, Dice dice, long now, Runnable received) {
      this.id = id;
      this.lane = lane;
      this.purchase = purchase;
      this.dice = dice;
      this.received = received;
      this.plannedDeparture = now + LOADING.planned();
      this.plannedArrival = plannedDeparture + transit(lane).planned();
      this.plannedReceipt = plannedArrival + INLAND.planned();
    }
  }

  Traffic(
      Agenda agenda, Script script, Network network, Sensors sensors, long seed, String prefix) {
    this.agenda = agenda;
    this.script = script;
    this.network = network;
    this.sensors = sensors;
    this.seed = seed;
    this.prefix = prefix;
  }

  /** Time from a supplier's door to the store that a planner reckons with. */
  static long planned(Network.Lane lane) {
    return LOADING.planned() + transit(lane).planned() + INLAND.planned();
  }

  /**
   * Sends what was ordered.
   *
   * @param received what happens when it is there
   * @return id of the shipment
   */
  String send(Purchase purchase, Runnable received) {
    long now = agenda.now();
    Shipment shipment =
        new Shipment(
            prefix + "shipment-" + shipments,
            network.lane(purchase.product().supplier().origin(), purchase.location().port()),
            purchase,
            Dice.of(seed, 3, shipments++),
            now,
            received);
    open.add(shipment);
    agenda.tell(SupplyEvent.PLANS, shipment.id, plan(shipment, now));
    if (purchase.product().productClass() != null) {
      sensors.travel(
          shipment.id,
          purchase.product().productClass(),
          shipment.plannedArrival + 2 * Network.DAY_MS);
    }
    shipment.departure = now + LOADING.draw(shipment.dice);
    late(shipment, shipment.plannedDeparture, shipment.departure);
    script
        .on(DisruptionKind.PORT_CLOSURE, "PORT:" + shipment.lane.origin(), shipment.departure)
        .ifPresent(closure -> hold(shipment, closure, false));
    agenda.at(shipment.departure, () -> depart(shipment));
    return shipment.id;
  }

  /** A port neither sends nor receives for a time. */
  void close(String port, long durationMs) {
    Disruption closure =
        script.begin(DisruptionKind.PORT_CLOSURE, "PORT:" + port, agenda.now(), durationMs, 3);
    for (Shipment shipment : List.copyOf(open)) {
      boolean leaves =
          !shipment.departed
              && shipment.lane.origin().equals(port)
              && closure.isOn(shipment.departure);
      boolean comes =
          shipment.departed
              && !shipment.arrived
              && shipment.lane.destination().equals(port)
              && closure.isOn(shipment.arrival);
      if (leaves || comes) {
        hold(shipment, closure, comes);
      }
    }
  }

  /** Whatever is under way on a lane, or leaves while it lasts, is held up. */
  void storm(Network.Lane lane, long durationMs) {
    Disruption storm =
        script.begin(DisruptionKind.STORM, "LANE:" + lane.id(), agenda.now(), durationMs, 3);
    for (Shipment shipment : List.copyOf(open)) {
      if (shipment.departed && !shipment.arrived && shipment.lane.equals(lane)) {
        slow(shipment, storm);
      }
    }
  }

  private void depart(Shipment shipment) {
    long now = agenda.now();
    if (now < shipment.departure) {
      agenda.at(shipment.departure, () -> depart(shipment));
      return;
    }
    shipment.departed = true;
    tell(shipment, BusinessStep.DEPARTING, shipment.lane.origin(), null);
    Span transit = transit(shipment.lane);
    shipment.arrival = now + transit.draw(shipment.dice);
    tell(
        shipment,
        BusinessStep.ARRIVING,
        shipment.lane.destination(),
        now + Math.round(transit.medianHours() * Network.HOUR_MS));
    late(shipment, shipment.plannedArrival, shipment.arrival);
    script
        .on(DisruptionKind.STORM, "LANE:" + shipment.lane.id(), now)
        .ifPresent(storm -> slow(shipment, storm));
    script
        .on(DisruptionKind.PORT_CLOSURE, "PORT:" + shipment.lane.destination(), shipment.arrival)
        .ifPresent(closure -> hold(shipment, closure, true));
    agenda.at(shipment.arrival, () -> arrive(shipment));
  }

  private void arrive(Shipment shipment) {
    if (agenda.now() < shipment.arrival) {
      agenda.at(shipment.arrival, () -> arrive(shipment));
      return;
    }
    shipment.arrived = true;
    tell(shipment, BusinessStep.ARRIVING, shipment.lane.destination(), null);
    long receipt = agenda.now() + INLAND.draw(shipment.dice);
    late(shipment, shipment.plannedReceipt, receipt);
    agenda.at(receipt, () -> receive(shipment));
  }

  private void receive(Shipment shipment) {
    open.remove(shipment);
    tell(shipment, BusinessStep.RECEIVING, shipment.purchase.location().id(), null);
    shipment.received.run();
  }

  /** A closed port lets it go on some hours after it opens, and says so within two hours. */
  private void hold(Shipment shipment, Disruption closure, boolean comes) {
    long released = closure.to() + Math.round(shipment.dice.uniform(1, 12) * Network.HOUR_MS);
    if (comes) {
      shipment.arrival = released;
    } else {
      shipment.departure = released;
    }
    closure.affects("LANE:" + shipment.lane.id());
    holdUp(shipment, closure, comes, released);
  }

  /** A storm takes one to three days, and the ship says so within three hours. */
  private void slow(Shipment shipment, Disruption storm) {
    shipment.arrival += Math.round(shipment.dice.uniform(24, 72) * Network.HOUR_MS);
    holdUp(shipment, storm, true, shipment.arrival);
  }

  private void holdUp(Shipment shipment, Disruption cause, boolean comes, long until) {
    shipment.held = true;
    cause.affects("SHIPMENT:" + shipment.id);
    cause.affects("ORDER:" + shipment.purchase.orderId());
    cause.affects("STOCK:" + shipment.purchase.stockId());
    cause.affects("SUPPLIER:" + shipment.purchase.product().supplier().id());
    long said = agenda.now() + Math.round(shipment.dice.uniform(0.5, 2.5) * Network.HOUR_MS);
    BusinessStep step = comes ? BusinessStep.ARRIVING : BusinessStep.DEPARTING;
    String port = comes ? shipment.lane.destination() : shipment.lane.origin();
    if (said < until) {
      agenda.at(said, () -> tell(shipment, step, port, until));
    }
    Span leg = comes ? transit(shipment.lane) : LOADING;
    long planned = comes ? shipment.plannedArrival : shipment.plannedDeparture;
    long hardlyEver = planned + leg.hardlyEver() - leg.planned();
    if (until > hardlyEver) {
      cause.sign(Math.min(Math.max(hardlyEver, agenda.now()), said));
    }
  }

  /** What is late by chance is an incident, not a disruption. */
  private void late(Shipment shipment, long planned, long actual) {
    if (actual > planned + LATE_MS && !shipment.held) {
      script.incident(
          "late-shipment", "SHIPMENT:" + shipment.id, planned, actual + 2 * Network.DAY_MS);
    }
  }

  private void tell(Shipment shipment, BusinessStep step, String place, Long estimate) {
    long now = agenda.now();
    agenda.tell(
        SupplyEvent.MILESTONES,
        shipment.id,
        ShipmentMilestone.newBuilder()
            .setEventId(
                "%s/%s/%s/%d"
                    .formatted(shipment.id, step, estimate == null ? "at" : "estimate", now))
            .setShipmentId(shipment.id)
            .setBusinessStep(step)
            .setDisposition(
                step == BusinessStep.RECEIVING ? Disposition.ACTIVE : Disposition.IN_TRANSIT)
            .setReadPoint(place)
            .setEventTime(Instant.ofEpochMilli(now))
            .setEstimatedAt(estimate == null ? null : Instant.ofEpochMilli(estimate))
            .build());
  }

  private ShipmentPlan plan(Shipment shipment, long now) {
    Purchase purchase = shipment.purchase;
    long value = purchase.units() * purchase.product().unitValueMinor();
    return ShipmentPlan.newBuilder()
        .setShipmentId(shipment.id)
        .setVersion(1)
        .setEventTime(Instant.ofEpochMilli(now))
        .setLaneId(shipment.lane.id())
        .setCarrierId(network.carrier(shipment.lane, shipment.dice))
        .setOrigin(shipment.lane.origin())
        .setDestination(purchase.location().id())
        .setMilestones(
            List.of(
                planned(BusinessStep.DEPARTING, shipment.lane.origin(), shipment.plannedDeparture),
                planned(
                    BusinessStep.ARRIVING, shipment.lane.destination(), shipment.plannedArrival),
                planned(BusinessStep.RECEIVING, purchase.location().id(), shipment.plannedReceipt)))
        .setSupplierId(purchase.product().supplier().id())
        .setOrderIds(List.of(purchase.orderId()))
        .setSkuId(purchase.product().id())
        .setQuantity(purchase.units())
        .setValueMinor(value)
        .setCurrency("EUR")
        .setFreightMinor(value / 20)
        .setRequiredBy(Instant.ofEpochMilli(shipment.plannedReceipt + Network.DAY_MS))
        .setProductClass(purchase.product().productClass())
        .setOwner("transport")
        .build();
  }

  private static PlannedMilestone planned(BusinessStep step, String place, long at) {
    return new PlannedMilestone(step, place, Instant.ofEpochMilli(at));
  }

  private static Span transit(Network.Lane lane) {
    return new Span(lane.medianHours(), TRANSIT_SIGMA);
  }
}
