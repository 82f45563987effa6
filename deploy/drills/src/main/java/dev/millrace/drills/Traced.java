package dev.millrace.drills;

import java.util.List;
import java.util.stream.Stream;

/**
 * Payments that were sent, as far as was noted when it was read.
 *
 * @param decided those that have a decision, in the order in which decisions were read
 * @param undecided those that had none when their load ended, as if it had come then: each is at
 *     least so late
 */
record Traced(List<Sample> decided, List<Sample> undecided) {
  static final Traced NOTHING = new Traced(List.of(), List.of());

  Traced {
    decided = List.copyOf(decided);
    undecided = List.copyOf(undecided);
  }

  /** These and others. */
  Traced and(Traced others) {
    return new Traced(
        Stream.concat(decided.stream(), others.decided.stream()).toList(),
        Stream.concat(undecided.stream(), others.undecided.stream()).toList());
  }
}
