package dev.millrace.supplychain.domain.place;

import dev.millrace.supplychain.domain.shipment.Expediting;
import java.io.Serializable;

/**
 * When a shipment is expected too late.
 *
 * @param tolerance how much later than needed is too late, in milliseconds; half of it is in time
 *     again
 * @param expediting what moving it faster costs and saves
 */
public record ArrivalRules(long tolerance, Expediting expediting) implements Serializable {}
