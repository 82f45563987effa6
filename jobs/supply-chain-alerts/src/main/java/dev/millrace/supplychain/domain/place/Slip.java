package dev.millrace.supplychain.domain.place;

/**
 * That a shipment has been said to arrive too late.
 *
 * @param since when it was first seen, milliseconds since 1970
 * @param hours by how much, when that was said last
 */
public record Slip(long since, double hours) {}
