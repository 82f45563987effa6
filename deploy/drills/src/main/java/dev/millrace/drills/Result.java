package dev.millrace.drills;

/** What a drill measured and what the audit said of it. */
record Result(Drill drill, long seed, Timeline.Figures figures, Audit audit) implements Outcome {

  @Override
  public boolean passed() {
    return audit.passed() && figures.rowsDrained() != Long.MAX_VALUE;
  }
}
