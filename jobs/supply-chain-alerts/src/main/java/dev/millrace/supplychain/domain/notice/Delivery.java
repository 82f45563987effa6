package dev.millrace.supplychain.domain.notice;

import dev.millrace.supply.SupplyNotification;

/**
 * What comes of an alert's version, or of time.
 *
 * @param after the mailbox after it
 * @param notification what to send; null for nothing
 */
public record Delivery(Mailbox after, SupplyNotification notification) {}
