package dev.millrace.drills;

/** What a drill measured and what the audit said of it. */
record Result(Drill drill, long seed, Timeline.Figures figures, Audit audit) {

  boolean passed() {
    return audit.passed() && figures.rowsDrained() != Long.MAX_VALUE;
  }
}
