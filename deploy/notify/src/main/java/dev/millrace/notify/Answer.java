package dev.millrace.notify;

/**
 * What became of an attempt to deliver.
 *
 * @param detail the answer in a few words
 */
record Answer(Outcome outcome, String detail) {

  /** What to do next. */
  enum Outcome {
    /** Nothing: it has arrived. */
    DELIVERED,
    /** Try again: the receiver is away or overloaded, or the way to it is wrong. */
    LATER,
    /** Give up: the receiver will never take it. */
    REFUSED
  }
}
