package dev.millrace.drills;

/**
 * A drill that could not be run to its end, and so proved nothing.
 *
 * @param error why
 */
record Failure(Drill drill, long seed, String error) implements Outcome {

  @Override
  public boolean passed() {
    return false;
  }
}
