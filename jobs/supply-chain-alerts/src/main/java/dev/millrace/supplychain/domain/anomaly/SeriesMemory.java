package dev.millrace.supplychain.domain.anomaly;

/**
 * What is remembered of a series: 3.8 KB, whatever its length. It is changed in place by {@link
 * AnomalyDetector}.
 */
public final class SeriesMemory {
  static final int DAY_BINS = 48;
  static final int WEEK_BINS = 7 * 24;
  static final int PATTERNS = 1024;

  /** Newest time, milliseconds since 1970. */
  public long time;

  /** Points seen. */
  public long points;

  /** Usual time between points, milliseconds. */
  public double interval;

  /** Newest value. */
  public double value;

  /** Slow mean of values. */
  public double level;

  /** Mean of the newest values. */
  public double recentLevel;

  /** Mean of the newest deviations from the season. */
  public double recentSeason;

  /** Mean of the newest changes, whatever their sign. */
  public double recentChange;

  /** Slow mean of changes, whatever their sign. */
  public double change;

  /** Lower end of the range of values. */
  public double low;

  /** Upper end of the range of values. */
  public double high;

  /** Mean value for each half hour of the day, UTC. */
  public float[] day = new float[DAY_BINS];

  /** Points in each half hour of the day; stays at its maximum. */
  public byte[] dayPoints = new byte[DAY_BINS];

  /** Mean value for each hour of the week, UTC. */
  public float[] week = new float[WEEK_BINS];

  /** Points in each hour of the week; stays at its maximum. */
  public byte[] weekPoints = new byte[WEEK_BINS];

  /** Mean distance of the newest values from the mean of their half hour. */
  public double dayError;

  /** Mean distance of the newest values from the mean of their hour of the week. */
  public double weekError;

  /** The newest values as steps of the range, the newest first; -1 where there is none. */
  public byte[] steps = {-1, -1, -1};

  /** How often successions of steps were seen, by their hash; stays at its maximum. */
  public byte[] patterns = new byte[PATTERNS];

  /** Typical size of each kind of deviation. */
  public double[] typical = new double[Deviation.COUNT];

  /** Deviations of each kind. */
  public long[] deviations = new long[Deviation.COUNT];

  /** How often each size of each kind of deviation was seen. */
  public short[] rarities = new short[Deviation.COUNT * RarityCounts.LENGTH];

  /** Largest oddity of the current stretch of points. */
  public double peak;

  /** Points in the current stretch. */
  public int stretch;

  /** Stretches before it; old ones fade. */
  public double stretches;

  /** Sum of the logarithms of their largest oddities. */
  public double peakSum;

  /** Sum of the squares of these logarithms. */
  public double peakSquares;

  /** Points until a detection is possible again. */
  public int quiet;

  /** An empty memory. */
  public SeriesMemory() {}

  /** Whether a time is before the newest one: such a point can no longer be judged. */
  public boolean isLate(long time) {
    return points > 0 && time < this.time;
  }

  /** Whether a point is the newest one again, of which there is nothing more to learn. */
  public boolean isRepeat(SeriesPoint point) {
    return points > 0 && point.time() == time && point.value() == value;
  }
}
