package dev.millrace.recommendations.domain;

/**
 * What one subject says to a session: items that belong to it.
 *
 * @param kind what the subject is
 * @param subject its name: an item, a category, a customer
 * @param weight how much the session cares about the subject
 * @param visits sessions that visited it
 * @param neighbours the items
 * @param gone items that the subject, a customer, does not want any more
 */
@SuppressWarnings("ArrayRecordComponent") // compared by no one; arrays are what travels cheapest
public record Evidence(
    SubjectKind kind,
    String subject,
    float weight,
    double visits,
    Lessons neighbours,
    String[] gone) {}
