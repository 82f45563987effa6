package dev.millrace.supplychain.domain.place;

import dev.millrace.suite.Source;
import dev.millrace.supply.BusinessStep;
import dev.millrace.supply.SubjectType;
import dev.millrace.supplychain.domain.Finding;
import java.util.List;

/**
 * What a lane, port or carrier hears of a shipment's next step there.
 *
 * @param placeType LANE, PORT or CARRIER
 * @param placeId which one
 * @param kind what is said
 * @param shipmentId the shipment
 * @param step the step
 * @param expectedAt when it was to happen by the plan and the delays before it, milliseconds since
 *     1970
 * @param legMillis planned duration from the step before it
 * @param saidAt of what has happened: when; of what is expected: the newest estimate, 0 if there is
 *     none; milliseconds since 1970
 * @param laneId lane of the shipment
 * @param corridor where it starts and ends
 * @param valueMinor value of the goods in minor units of currency; null if not known
 * @param currency ISO 4217 code; null if there is no value
 * @param orderIds orders that it fulfils, as many as an alert names
 * @param time when this came to be known, milliseconds since 1970
 * @param source the record that said so; null where time passing did
 */
public record Passage(
    SubjectType placeType,
    String placeId,
    Kind kind,
    String shipmentId,
    BusinessStep step,
    long expectedAt,
    long legMillis,
    long saidAt,
    String laneId,
    String corridor,
    Long valueMinor,
    String currency,
    List<String> orderIds,
    long time,
    Source source) {

  /** What is said. */
  public enum Kind {
    /** The step is to come, or is now expected at another time. */
    EXPECTED,
    /** It has happened. */
    HAPPENED,
    /** It is not waited for any more. */
    WITHDRAWN
  }

  /** The place as one text. */
  public String place() {
    return Finding.subject(placeType, placeId);
  }

  /** The same said as another kind. */
  public Passage as(Kind otherKind, long at, long when, Source cause) {
    return new Passage(
        placeType,
        placeId,
        otherKind,
        shipmentId,
        step,
        expectedAt,
        legMillis,
        at,
        laneId,
        corridor,
        valueMinor,
        currency,
        orderIds,
        when,
        cause);
  }
}
