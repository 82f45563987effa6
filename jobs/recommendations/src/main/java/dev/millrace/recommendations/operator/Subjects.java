package dev.millrace.recommendations.operator;

import dev.millrace.recommendations.domain.Learning;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;

/**
 * How subjects learn and what they say.
 *
 * @param learning of items
 * @param trendHalfLife time after which what trends counts half
 * @param customerForget share that a customer's list forgets with each item new to a session
 * @param answerItems items that a subject names in an answer at the most
 * @param learnUntil from this time on nothing is learned, and what is asked is kept
 * @param retention how long a subject is kept without learning anything
 */
public record Subjects(
    Learning learning,
    Duration trendHalfLife,
    double customerForget,
    int answerItems,
    Instant learnUntil,
    Duration retention)
    implements Serializable {}
