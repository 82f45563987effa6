package dev.millrace.recommendations.domain;

import java.io.Serializable;

/**
 * How items learn from sessions.
 *
 * @param window clicks back that a click is paired with
 * @param distance how fast a pair loses weight with the clicks between the two: weight is divided
 *     by 1 + distance * clicks between
 * @param length exponent of the session's length that a pair's weight is divided by: long sessions
 *     say less of each pair
 * @param backward weight of what came before an item, relative to what came after it
 * @param forget share of what it knows that an item forgets with each session that visits it; about
 *     the newest 1/forget sessions count
 * @param capacity items that an item knows, or that trend in a category, at the most; a quarter
 *     more until the weakest are dropped
 */
public record Learning(
    int window, double distance, double length, double backward, double forget, int capacity)
    implements Serializable {

  double pairWeight(int clicksBetween, int sessionLength) {
    return Math.pow(sessionLength, -length) / (1 + distance * clicksBetween);
  }
}
