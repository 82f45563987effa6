package dev.millrace.supplychain.domain.alert;

/**
 * What a child tells its parent.
 *
 * @param parentId alert that it is, or was, part of
 * @param count 1 when it becomes part, -1 when it no longer is, 0 when its value changes
 * @param valueMinor what this adds to the value at risk, in minor units of currency
 * @param currency ISO 4217 code; null if there is no value
 * @param time milliseconds since 1970, in the time of events
 */
public record ChildChange(
    String parentId, int count, long valueMinor, String currency, long time) {}
