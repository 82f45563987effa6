package dev.millrace.simulator.supply;

import dev.millrace.simulator.payments.Dice;
import dev.millrace.supply.Quantity;
import dev.millrace.supply.TelemetryReading;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Loggers of temperature: one in each cold room, one with each shipment that is cooled. */
final class Sensors {
  private static final long INTERVAL_MS = 30 * 60_000L;
  private static final double INTERVAL_SECONDS = 1_800;
  private static final int MISSING_READINGS = 3;
  private static final double AMBIENT = 22;
  private static final double WARMING_MS = 6.0 * Network.HOUR_MS;
  private static final double NOISE = 0.3;

  private final Agenda agenda;
  private final Script script;
  private final String prefix;
  private final long seed;
  private final List<Logger> travelling = new ArrayList<>();
  private final List<Logger> staying = new ArrayList<>();
  private long devices;

  /** A logger and where it is. */
  private static final class Logger {
    private final String id;
    private final String productClass;
    private final String shipmentId;
    private final String locationId;
    private final Dice dice;
    private final long until;
    private double wander;
    private long newest;
    private long readings;
    private boolean missed;

    Logger(
        String id,
        String productClass,
        String shipmentId,
        String locationId,
        long until,
        Dice dice) {
      this.id = id;
      this.productClass = productClass;
      this.shipmentId = shipmentId;
      this.locationId = locationId;
      this.until = until;
      this.dice = dice;
    }
  }

  Sensors(Agenda agenda, Script script, long seed, String prefix) {
    this.agenda = agenda;
    this.script = script;
    this.seed = seed;
    this.prefix = prefix;
  }

  /** A logger in a cold room. */
  void stay(String locationId, String productClass) {
    Logger logger =
        new Logger(
            "%sroom-%s-%s".formatted(prefix, locationId, productClass),
            productClass,
            null,
            locationId,
            Long.MAX_VALUE,
            Dice.of(seed, 5, devices++));
    staying.add(logger);
    agenda.at(agenda.now() + logger.dice.below((int) INTERVAL_MS), () -> read(logger));
  }

  /** A logger that travels with a shipment, until about a time. */
  void travel(String shipmentId, String productClass, long until) {
    Logger logger =
        new Logger(
            prefix + "logger-" + devices,
            productClass,
            shipmentId,
            null,
            until,
            Dice.of(seed, 5, devices++));
    travelling.add(logger);
    read(logger);
  }

  /** A logger that travels for some time yet fails to be cooled; whether there is one. */
  boolean fail(Dice dice, long durationMs) {
    long now = agenda.now();
    travelling.removeIf(logger -> logger.until <= now);
    List<Logger> candidates =
        travelling.stream()
            .filter(logger -> logger.until > now + durationMs + Network.DAY_MS)
            .toList();
    if (candidates.isEmpty()) {
      return false;
    }
    Logger logger = Script.oneOf(candidates, dice);
    Disruption failure =
        script.begin(DisruptionKind.REEFER_FAILURE, "SENSOR:" + logger.id, now, durationMs, 1);
    failure.affects("SHIPMENT:" + logger.shipmentId);
    double set = set(logger);
    double left = 1 - (limit(logger) - set) / (AMBIENT - set);
    failure.sign(now + Math.round(-WARMING_MS * StrictMath.log(left)) + graceMs(logger));
    return true;
  }

  /** A logger in a cold room is silent for a time. */
  void silence(Dice dice, long durationMs) {
    Logger logger = Script.oneOf(staying, dice);
    logger.missed = false;
    script.begin(DisruptionKind.DATA_OUTAGE, "SENSOR:" + logger.id, agenda.now(), durationMs, 1);
  }

  private void read(Logger logger) {
    long now = agenda.now();
    boolean last = now + INTERVAL_MS > logger.until;
    script
        .on(DisruptionKind.DATA_OUTAGE, "SENSOR:" + logger.id, now)
        .ifPresentOrElse(outage -> miss(logger, outage), () -> tell(logger, last));
    if (!last) {
      agenda.at(now + INTERVAL_MS, () -> read(logger));
    }
  }

  private static void miss(Logger logger, Disruption outage) {
    if (!logger.missed) {
      logger.missed = true;
      outage.sign(logger.newest + MISSING_READINGS * INTERVAL_MS);
    }
  }

  private void tell(Logger logger, boolean last) {
    long now = agenda.now();
    logger.newest = now;
    logger.wander = 0.8 * logger.wander + NOISE * logger.dice.gaussian();
    agenda.tell(
        SupplyEvent.TELEMETRY,
        logger.id,
        TelemetryReading.newBuilder()
            .setReadingId("%s/%d".formatted(logger.id, logger.readings++))
            .setDeviceId(logger.id)
            .setQuantity(Quantity.TEMPERATURE)
            .setValue(set(logger) + logger.wander + warming(logger, now))
            .setEventTime(Instant.ofEpochMilli(now))
            .setShipmentId(logger.shipmentId)
            .setLocationId(logger.locationId)
            .setProductClass(logger.productClass)
            // The last reading of a journey promises no other.
            .setIntervalSeconds(last ? null : Double.valueOf(INTERVAL_SECONDS))
            .setOwner("cold-chain")
            .build());
  }

  private double warming(Logger logger, long now) {
    return script
        .on(DisruptionKind.REEFER_FAILURE, "SENSOR:" + logger.id, now)
        .map(
            failure ->
                (AMBIENT - set(logger)) * (1 - StrictMath.exp((failure.from() - now) / WARMING_MS)))
        .orElse(0.0);
  }

  private static double set(Logger logger) {
    return logger.productClass.equals("CHILLED") ? 5 : -21;
  }

  private static double limit(Logger logger) {
    return logger.productClass.equals("CHILLED") ? 8 : -18;
  }

  private static long graceMs(Logger logger) {
    return logger.productClass.equals("CHILLED") ? 30 * 60_000L : 15 * 60_000L;
  }
}
