package dev.millrace.supplychain.domain.anomaly;

/**
 * What a series does at a time of the day or of the week, whichever has predicted better lately.
 *
 * @param expected the mean at this time of the day or the week
 * @param known whether there was a point at this time before
 */
record Season(double expected, boolean known, int dayBin, int weekBin) {

  /** How fast the mean of a bin follows the points in it, once it has seen some. */
  private static final double DAY_PACE = .2;

  private static final double WEEK_PACE = .3;

  /** How fast it is noticed which of day and week predicts better. */
  private static final double ERROR_PACE = .01;

  private static final long DAY_MS = 86_400_000;
  private static final long WEEK_MS = 7 * DAY_MS;

  static Season at(SeriesMemory memory, long time) {
    int day = (int) (Math.floorMod(time, DAY_MS) * SeriesMemory.DAY_BINS / DAY_MS);
    int week = (int) (Math.floorMod(time, WEEK_MS) * SeriesMemory.WEEK_BINS / WEEK_MS);
    boolean weekly = memory.weekPoints[week] > 0 && memory.weekError < memory.dayError;
    return new Season(
        weekly ? memory.week[week] : memory.day[day], memory.dayPoints[day] > 0, day, week);
  }

  void learn(SeriesMemory memory, double value) {
    if (known && memory.weekPoints[weekBin] > 0) {
      double dayError = Math.abs(value - memory.day[dayBin]);
      double weekError = Math.abs(value - memory.week[weekBin]);
      memory.dayError += ERROR_PACE * (dayError - memory.dayError);
      memory.weekError += ERROR_PACE * (weekError - memory.weekError);
    }
    learn(
        memory.day,
        memory.dayPoints,
        dayBin,
        value,
        DAY_PACE / pointsPerBin(memory, DAY_MS / SeriesMemory.DAY_BINS));
    learn(
        memory.week,
        memory.weekPoints,
        weekBin,
        value,
        WEEK_PACE / pointsPerBin(memory, WEEK_MS / SeriesMemory.WEEK_BINS));
  }

  private static void learn(float[] means, byte[] points, int bin, double value, double pace) {
    double step = Math.max(pace, 1.0 / (points[bin] + 1));
    means[bin] += (float) (step * (value - means[bin]));
    points[bin] = (byte) Math.min(Byte.MAX_VALUE, points[bin] + 1);
  }

  private static double pointsPerBin(SeriesMemory memory, long binMs) {
    return Math.max(1, binMs / Math.max(1, memory.interval));
  }
}
