package dev.millrace.drills;

/**
 * One time that something was broken; all in milliseconds since 1970.
 *
 * @param broken when it broke
 * @param healing when its healing began, which is when the outage was over: a component that is
 *     started again may serve the jobs long before all others have said that they run
 * @param lagFrom from when on lag counts
 * @param calm when decisions were as quick as before
 */
record Strike(long broken, long healing, long lagFrom, long calm) {

  /** Whose lag is what was left when the healing began. */
  static Strike healed(long broken, long healing, long calm) {
    return new Strike(broken, healing, healing, calm);
  }

  /** Whose lag counts from the strike on: nobody but the suite itself heals it. */
  static Strike healedByTheSuite(long broken, long healing, long calm) {
    return new Strike(broken, healing, broken, calm);
  }

  long outage() {
    return healing - broken;
  }
}
