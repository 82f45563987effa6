package dev.millrace.drills;

/** How a run of a drill ended. */
sealed interface Outcome permits Result, Failure {

  Drill drill();

  long seed();

  boolean passed();
}
