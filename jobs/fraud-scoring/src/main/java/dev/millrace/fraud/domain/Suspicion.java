package dev.millrace.fraud.domain;

/**
 * One thing that speaks for fraud.
 *
 * @param reason code of the reason, for people and rules to count by
 * @param strength 0 (says nothing) to 1 (certain)
 */
public record Suspicion(String reason, double strength) {}
