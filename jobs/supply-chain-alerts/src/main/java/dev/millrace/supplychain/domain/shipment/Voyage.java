package dev.millrace.supplychain.domain.shipment;

import dev.millrace.suite.Source;
import java.util.List;

/**
 * Where a shipment stands, as its lane needs to know it.
 *
 * @param shipmentId the shipment
 * @param laneId its lane
 * @param corridor where it starts and ends
 * @param readPoints where its steps happen
 * @param phase how far it is
 * @param departedAt when it departed, milliseconds since 1970; 0 if it has not
 * @param endedAt when it was delivered, milliseconds since 1970; 0 if it was not
 * @param plannedDeparture when it was to depart, milliseconds since 1970
 * @param plannedEnd when it was to be delivered, milliseconds since 1970
 * @param neededAt when it is needed: required by, or else the planned end, milliseconds since 1970
 * @param arrival when it will be delivered by plan, estimates and delays, milliseconds since 1970
 * @param estimated whether somebody has estimated that
 * @param valueMinor value of the goods in minor units of currency; null if not known
 * @param freightMinor cost of the freight in minor units of currency; null if not known
 * @param currency ISO 4217 code; null if there is no value
 * @param owner who acts; null for the default owner
 * @param orderIds orders that it fulfils
 * @param parents subjects that may be the cause of a delay
 * @param time when this came to be known, milliseconds since 1970
 * @param source the record that said so; null where time passing did
 */
public record Voyage(
    String shipmentId,
    String laneId,
    String corridor,
    List<String> readPoints,
    Phase phase,
    long departedAt,
    long endedAt,
    long plannedDeparture,
    long plannedEnd,
    long neededAt,
    long arrival,
    boolean estimated,
    Long valueMinor,
    Long freightMinor,
    String currency,
    String owner,
    List<String> orderIds,
    List<String> parents,
    long time,
    Source source) {

  /** How far a shipment is. */
  public enum Phase {
    /** It is to come or under way. */
    OPEN,
    /** The same, and its plan has just moved it here from another lane. */
    MOVED_HERE,
    /** Its plan has just moved it to another lane, which says what there is to say from now on. */
    MOVED_AWAY,
    /** It has been delivered. */
    DELIVERED,
    /** It does not take place, or nobody knows of it any more. */
    GONE,
    /** It goes on, but does not carry these orders any more. */
    UNLADEN
  }

  /** The same, known at a time from a record. */
  public Voyage at(long when, Source cause) {
    return new Voyage(
        shipmentId,
        laneId,
        corridor,
        readPoints,
        phase,
        departedAt,
        endedAt,
        plannedDeparture,
        plannedEnd,
        neededAt,
        arrival,
        estimated,
        valueMinor,
        freightMinor,
        currency,
        owner,
        orderIds,
        parents,
        when,
        cause);
  }
}
