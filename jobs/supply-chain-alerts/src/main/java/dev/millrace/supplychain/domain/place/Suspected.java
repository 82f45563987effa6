package dev.millrace.supplychain.domain.place;

/**
 * A place that is suspected, and what has been said of it.
 *
 * @param suspicion the newest
 * @param decideAt when it is decided whether it is said, milliseconds since 1970
 * @param said whether it has been said
 */
public record Suspected(Suspicion suspicion, long decideAt, boolean said) {}
