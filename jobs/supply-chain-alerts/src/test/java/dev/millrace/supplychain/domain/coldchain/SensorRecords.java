package dev.millrace.supplychain.domain.coldchain;

import dev.millrace.common.contract.TrustedRecords;
import dev.millrace.supply.Quantity;
import dev.millrace.supply.TelemetryReading;
import java.time.Duration;
import java.time.Instant;

/** Readings and a policy for tests. */
public final class SensorRecords {

  public static final Instant NOON = Instant.parse("2026-03-04T12:00:00Z");

  /** Chilled goods stand 30 minutes outside 2 to 8 degrees. */
  public static final ColdChainPolicy POLICY =
      new ColdChainPolicy(
          ProductClasses.parse("CHILLED 2..8 30m; FROZEN ..-18 15m"),
          Duration.ofMinutes(20),
          3,
          Duration.ofDays(7));

  static {
    TrustedRecords.trust();
  }

  private SensorRecords() {}

  /** So many minutes after {@link #NOON}, in milliseconds since 1970. */
  public static long minute(double minutes) {
    return NOON.toEpochMilli() + Math.round(minutes * 60_000);
  }

  /** A temperature of chilled goods in shipment s-1, with one due every 5 minutes. */
  public static TelemetryReading.Builder reading(double minute, double celsius) {
    return TelemetryReading.newBuilder()
        .setReadingId("logger-1/" + minute)
        .setDeviceId("logger-1")
        .setQuantity(Quantity.TEMPERATURE)
        .setValue(celsius)
        .setEventTime(Instant.ofEpochMilli(minute(minute)))
        .setShipmentId("s-1")
        .setProductClass("CHILLED")
        .setIntervalSeconds(300.0)
        .setOwner("cold-chain");
  }
}
