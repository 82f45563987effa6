package dev.millrace.recommendations.domain;

/**
 * A session at the moment of an interaction, as far as ranking needs to know it.
 *
 * @param sessionId the session
 * @param version of the interaction within the session
 * @param interactionId the interaction
 * @param eventTime when, milliseconds since 1970
 * @param customerId null for a stranger
 * @param variant name of the session's variant
 * @param seen items turned to, newest first
 * @param seenGroups the {@link Group} of each of them
 * @param excluded items bought or hidden
 * @param reclick how the click relates to those before it in its session
 * @param teaches whether anything is to be learned from it
 * @param visited the item that the session visits for the first time; null if there is none
 */
@SuppressWarnings("ArrayRecordComponent") // compared by no one; arrays are what travels cheapest
public record Moment(
    String sessionId,
    long version,
    String interactionId,
    long eventTime,
    String customerId,
    String variant,
    String[] seen,
    int[] seenGroups,
    String[] excluded,
    Reclick reclick,
    boolean teaches,
    String visited) {}
