package dev.millrace.drills;

/**
 * A payment that was decided.
 *
 * @param due when it was due, milliseconds since 1970
 * @param decided when its decision was read, milliseconds since 1970
 */
record Sample(long due, long decided) {

  long latency() {
    return decided - due;
  }
}
