package dev.millrace.supplychain.domain.coldchain;

/**
 * A temperature at a moment.
 *
 * @param time milliseconds since 1970
 * @param celsius degrees Celsius
 */
public record Reading(long time, double celsius) {}
