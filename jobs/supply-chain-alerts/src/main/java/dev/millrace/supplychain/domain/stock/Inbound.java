package dev.millrace.supplychain.domain.stock;

/**
 * An order that brings goods to a location, in its highest version.
 *
 * @param quantity units
 * @param dueAt when they are to be there, milliseconds since 1970
 * @param supplierId who brings them; null between own locations
 * @param open whether they are still to come; a closed order is remembered for its version
 */
public record Inbound(
    String orderId, long version, long quantity, long dueAt, String supplierId, boolean open) {}
