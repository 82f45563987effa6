package dev.millrace.supplychain.domain.coldchain;

import dev.millrace.supply.Quantity;
import dev.millrace.supply.TelemetryReading;
import java.util.Arrays;
import java.util.Objects;

/**
 * What a sensor has said so far. The newest {@link #MAX_KEPT} temperatures are kept, so that one
 * that comes late is put where it belongs; what is older still is too late to change anything. The
 * newest of them says with which goods the sensor is and how often it is heard; other quantities
 * only where there is none. Immutable; the arrays are never changed.
 *
 * <p>State: at most 600 bytes.
 *
 * @param shipmentId shipment that it travels with; null if it does not
 * @param locationId location where it is; null if it travels
 * @param productClass class whose range applies; null for goods without one
 * @param owner who acts; null for the default owner
 * @param intervalMs time after which its next reading is due; 0 if it has no rhythm
 * @param heardAt time of its newest reading, milliseconds since 1970
 * @param before exposure up to the temperatures that are kept
 * @param times of the temperatures that are kept, ascending
 * @param celsius the temperatures
 * @param excursionSince when the range was left, of the excursion that was raised; {@link
 *     Exposure#NEVER} if none is
 * @param excursionMs time outside when that was said last
 * @param gapSince newest reading before the gap that was raised; {@link Exposure#NEVER} if none is
 * @param checkAt when it is to be looked at again if nothing comes
 */
@SuppressWarnings("ArrayRecordComponent") // compared by no one; arrays keep the state small
public record SensorLog(
    String shipmentId,
    String locationId,
    String productClass,
    String owner,
    long intervalMs,
    long heardAt,
    Exposure before,
    long[] times,
    double[] celsius,
    long excursionSince,
    long excursionMs,
    long gapSince,
    long checkAt) {

  public static final int MAX_KEPT = 16;

  public static final SensorLog EMPTY =
      new SensorLog(
          null,
          null,
          null,
          null,
          0,
          Exposure.NEVER,
          Exposure.NONE,
          new long[0],
          new double[0],
          Exposure.NEVER,
          0,
          Exposure.NEVER,
          Exposure.NEVER);

  private static final double SECOND_MS = 1_000;

  /** This log with a reading, in whatever order readings come. */
  public SensorLog with(TelemetryReading reading, ColdChainPolicy policy) {
    long time = reading.getEventTime().toEpochMilli();
    SensorLog described = describedBy(reading, time);
    boolean temperature =
        reading.getQuantity() == Quantity.TEMPERATURE
            && Objects.equals(reading.getShipmentId(), described.shipmentId);
    return temperature ? described.with(new Reading(time, reading.getValue()), policy) : described;
  }

  /** The exposure up to the newest temperature. */
  public Exposure exposure(ColdChainPolicy policy) {
    TemperatureRange range = policy.classes().of(productClass);
    if (range == null) {
      return Exposure.NONE;
    }
    Exposure exposure = before;
    for (int i = 0; i < times.length; i++) {
      exposure =
          exposure.after(new Reading(times[i], celsius[i]), range, policy.recovery().toMillis());
    }
    return exposure;
  }

  /** When the next reading is missing; {@link Long#MAX_VALUE} if the sensor has no rhythm. */
  public long missingAt(ColdChainPolicy policy) {
    return intervalMs == 0 ? Long.MAX_VALUE : heardAt + Math.round(intervalMs * policy.gapFactor());
  }

  /** Where it is, in words. */
  public String place() {
    if (shipmentId != null) {
      return "with shipment " + shipmentId;
    }
    return locationId == null ? "at an unknown place" : "at " + locationId;
  }

  SensorLog excursion(long since, long outsideMs) {
    return new SensorLog(
        shipmentId,
        locationId,
        productClass,
        owner,
        intervalMs,
        heardAt,
        before,
        times,
        celsius,
        since,
        outsideMs,
        gapSince,
        checkAt);
  }

  SensorLog gap(long since) {
    return new SensorLog(
        shipmentId,
        locationId,
        productClass,
        owner,
        intervalMs,
        heardAt,
        before,
        times,
        celsius,
        excursionSince,
        excursionMs,
        since,
        checkAt);
  }

  SensorLog checkedAt(long newCheckAt) {
    return new SensorLog(
        shipmentId,
        locationId,
        productClass,
        owner,
        intervalMs,
        heardAt,
        before,
        times,
        celsius,
        excursionSince,
        excursionMs,
        gapSince,
        newCheckAt);
  }

  private SensorLog describedBy(TelemetryReading reading, long time) {
    boolean newest = time >= heardAt;
    boolean tells = tellsOfGoods(reading, time);
    long interval =
        reading.getIntervalSeconds() == null
            ? 0
            : Math.round(reading.getIntervalSeconds() * SECOND_MS);
    // On another shipment it is with other goods.
    boolean sameGoods =
        !tells
            || (Objects.equals(reading.getShipmentId(), shipmentId)
                && Objects.equals(reading.getProductClass(), productClass));
    return new SensorLog(
        tells ? reading.getShipmentId() : shipmentId,
        tells ? reading.getLocationId() : locationId,
        tells ? reading.getProductClass() : productClass,
        newest && reading.getOwner() != null ? reading.getOwner() : owner,
        tells || (newest && intervalMs == 0) ? interval : intervalMs,
        Math.max(heardAt, time),
        sameGoods ? before : Exposure.NONE,
        sameGoods ? times : new long[0],
        sameGoods ? celsius : new double[0],
        excursionSince,
        excursionMs,
        gapSince,
        checkAt);
  }

  /**
   * Whether a reading says with which goods the sensor is. The newest temperature does: the range
   * is one of temperatures, and who sends the humidity beside them need not say of what class the
   * goods are. Where there are no temperatures the newest reading does.
   */
  private boolean tellsOfGoods(TelemetryReading reading, long time) {
    long newestTemperature = times.length == 0 ? Exposure.NEVER : times[times.length - 1];
    return reading.getQuantity() == Quantity.TEMPERATURE
        ? time >= newestTemperature
        : time >= heardAt && newestTemperature == Exposure.NEVER;
  }

  private SensorLog with(Reading reading, ColdChainPolicy policy) {
    int place = Arrays.binarySearch(times, reading.time());
    boolean tooLate = before.time() != Exposure.NEVER && reading.time() <= before.time();
    if (place >= 0 || tooLate) {
      return this;
    }
    place = -place - 1;
    long[] newTimes = new long[times.length + 1];
    double[] newCelsius = new double[times.length + 1];
    System.arraycopy(times, 0, newTimes, 0, place);
    System.arraycopy(celsius, 0, newCelsius, 0, place);
    newTimes[place] = reading.time();
    newCelsius[place] = reading.celsius();
    System.arraycopy(times, place, newTimes, place + 1, times.length - place);
    System.arraycopy(celsius, place, newCelsius, place + 1, times.length - place);
    Exposure newBefore = before;
    TemperatureRange range = policy.classes().of(productClass);
    if (newTimes.length > MAX_KEPT) {
      Reading oldest = new Reading(newTimes[0], newCelsius[0]);
      newBefore =
          range == null ? before : before.after(oldest, range, policy.recovery().toMillis());
      newTimes = Arrays.copyOfRange(newTimes, 1, newTimes.length);
      newCelsius = Arrays.copyOfRange(newCelsius, 1, newCelsius.length);
    }
    return new SensorLog(
        shipmentId,
        locationId,
        productClass,
        owner,
        intervalMs,
        heardAt,
        newBefore,
        newTimes,
        newCelsius,
        excursionSince,
        excursionMs,
        gapSince,
        checkAt);
  }
}
