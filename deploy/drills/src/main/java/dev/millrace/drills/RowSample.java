package dev.millrace.drills;

/**
 * How many decisions the table held at a moment.
 *
 * @param at milliseconds since 1970
 */
record RowSample(long at, long rows) {}
