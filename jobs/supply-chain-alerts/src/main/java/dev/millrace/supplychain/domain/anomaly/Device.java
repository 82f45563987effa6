package dev.millrace.supplychain.domain.anomaly;

import dev.millrace.supply.AlertKind;
import dev.millrace.supply.SubjectType;
import dev.millrace.supply.TelemetryReading;
import dev.millrace.supplychain.domain.Finding;
import dev.millrace.supplychain.domain.Stake;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * A sensor, and which of its series are out of the ordinary.
 *
 * @param shipmentId shipment that it travels with; null if it does not
 * @param locationId location where it is; null if it travels
 * @param owner who acts; null for the default owner
 * @param odd series of which an anomaly was said, separated by line feeds; empty for none
 * @param since when the first of them was seen, milliseconds since 1970
 */
public record Device(String shipmentId, String locationId, String owner, String odd, long since) {
  private static final String BETWEEN = "\n";

  /** Nothing is known of it. */
  public static final Device UNKNOWN = new Device(null, null, null, "", 0);

  /** With where it is now; the same if it is where it was. */
  public Device at(TelemetryReading reading) {
    boolean same =
        Objects.equals(shipmentId, reading.getShipmentId())
            && Objects.equals(locationId, reading.getLocationId())
            && Objects.equals(owner, reading.getOwner());
    return same
        ? this
        : new Device(
            reading.getShipmentId(), reading.getLocationId(), reading.getOwner(), odd, since);
  }

  /** With a series that has become odd, or is not any more. */
  public Device judged(JudgedPoint judged) {
    String series = judged.point().series();
    List<String> now = new ArrayList<>(odd.isEmpty() ? List.of() : List.of(odd.split(BETWEEN)));
    now.remove(series);
    if (judged.judgement().status() == AnomalyScore.Status.DETECTED) {
      now.add(series);
    }
    long first = odd.isEmpty() ? judged.point().time() : since;
    return new Device(
        shipmentId, locationId, owner, String.join(BETWEEN, now), now.isEmpty() ? 0 : first);
  }

  /** Whether any of its series is out of the ordinary. */
  public boolean isOdd() {
    return !odd.isEmpty();
  }

  /**
   * What is to be said of it.
   *
   * @param id the sensor
   */
  public Finding finding(String id, JudgedPoint judged) {
    SeriesPoint point = judged.point();
    AnomalyScore judgement = judged.judgement();
    return new Finding(
        AlertKind.ANOMALY,
        SubjectType.SENSOR,
        id,
        isOdd() ? Finding.Status.RAISED : Finding.Status.CLEARED,
        isOdd() ? since : point.time(),
        point.time(),
        new Stake(null, null, null, owner, List.of()),
        isOdd()
            ? String.format(
                Locale.ROOT,
                "%s%s: %.3f does not fit its series, %.3f was expected",
                point.series(),
                place(),
                point.value(),
                judgement.expected())
            : "%s%s: what it does is normal by now".formatted(point.series(), place()),
        Map.of(
            "value", point.value(),
            "expected", judgement.expected(),
            "typical_deviation", judgement.typicalDeviation(),
            "surprise", judgement.surprise()),
        null,
        List.of(),
        null);
  }

  private String place() {
    if (shipmentId != null) {
      return " with shipment " + shipmentId;
    }
    return locationId == null ? "" : " at " + locationId;
  }
}
