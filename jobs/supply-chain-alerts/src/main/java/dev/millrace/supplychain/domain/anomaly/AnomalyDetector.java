package dev.millrace.supplychain.domain.anomaly;

import static java.util.Objects.requireNonNull;

import dev.millrace.supplychain.domain.anomaly.AnomalyScore.Status;
import java.util.Arrays;

/**
 * Judges the points of a series as they come, by what the series itself has done so far. It knows
 * the time of the day and the week, adapts to a new normal, and needs no training.
 *
 * <p>A point is held against seven expectations ({@link Deviation}). How rare each deviation is
 * among those before it is counted, and the rarities add up to the oddity of the point. The oddity
 * counts half for itself and half against the largest oddities of the stretches of points before,
 * so that one threshold serves calm series and wild ones; a value outside the range of all values
 * before it counts in addition. After a detection it is quiet for some points: whoever was told
 * need not be told again.
 */
public final class AnomalyDetector {
  private static final double SLOW = .003;
  private static final double QUICK = .05;

  /** How fast typical sizes of deviations adapt. */
  private static final double TYPICAL = .0005;

  /** A deviation counts at most so many times the typical one in what is typical. */
  private static final double MOST_TYPICAL = 4;

  /** Deviations before what is typical is known. */
  private static final int TYPICAL_KNOWN = 30;

  /** Size of a deviation where there was none before, in typical ones. */
  private static final double FIRST_EVER = 8;

  /** So many usual intervals without a point are a gap; across it there is no change to judge. */
  private static final double GAP_INTERVALS = 20;

  /** Points before rarities are counted on. */
  private static final int FIRST_POINTS = 10;

  /** Steps that the range of values is divided into. */
  private static final int STEPS = 10;

  /** Share by which the range shrinks towards the level with each point. */
  private static final double RANGE_FADES = .00002;

  /** A value so far outside, as a share of the range, is as new as can be. */
  private static final double OUTSIDE = .05;

  private static final double OUTSIDE_WEIGHT = 2;
  private static final double LEAST_ODDITY = .001;

  /** Points of a stretch, of which the largest oddity counts. */
  private static final int STRETCH = 40;

  /** Logarithm of the largest oddity of a usual series's stretch, and its spread. */
  private static final double USUAL_PEAK = 2.5;

  private static final double USUAL_SPREAD = .5;

  /** Weight of the usual series beside the series's own stretches, in stretches. */
  private static final double USUAL_WEIGHT = .5;

  private static final double LEAST_PEAK = .3;
  private static final double LEAST_SPREAD = .05;

  /** A stretch's peak counts at most so many spreads above the mean. */
  private static final double MOST_SPREADS = 4;

  private static final double MOST_STRETCHES = 500;

  /** What is left of a score among the quiet points. */
  private static final double QUIET_SHARE = .5;

  private final AnomalyRules rules;

  public AnomalyDetector(AnomalyRules rules) {
    this.rules = requireNonNull(rules);
  }

  /**
   * Judges a point, and remembers it.
   *
   * @param memory of the points before it
   * @param point not before the newest one
   * @throws IllegalArgumentException if the point is late
   */
  public AnomalyScore score(SeriesMemory memory, SeriesPoint point) {
    if (memory.isLate(point.time())) {
      throw new IllegalArgumentException(
          "time must be at least %d, got %d".formatted(memory.time, point.time()));
    }
    long time = point.time();
    double value = point.value();
    if (memory.points == 0) {
      begin(memory, time, value);
    }
    boolean gap = memory.interval > 0 && time - memory.time > GAP_INTERVALS * memory.interval;
    if (gap) {
      Arrays.fill(memory.steps, (byte) -1);
    }
    Season season = Season.at(memory, time);
    double outside = outside(memory, value);
    double oddity = 0;
    oddity += rarity(memory, Deviation.LEVEL, value - memory.level);
    if (!gap) {
      double change = value - memory.value;
      memory.recentChange += QUICK * (Math.abs(change) - memory.recentChange);
      memory.change += pace(memory, SLOW) * (Math.abs(change) - memory.change);
      oddity += rarity(memory, Deviation.CHANGE, change);
      oddity += rarity(memory, Deviation.RESTLESSNESS, memory.recentChange - memory.change);
    }
    if (season.known()) {
      double deviation = value - season.expected();
      memory.recentSeason += QUICK * (deviation - memory.recentSeason);
      oddity += rarity(memory, Deviation.SEASON, deviation);
      oddity += rarity(memory, Deviation.RECENT_SEASON, memory.recentSeason);
    }
    memory.recentLevel += QUICK * (value - memory.recentLevel);
    oddity += rarity(memory, Deviation.RECENT_LEVEL, memory.recentLevel - memory.level);
    oddity += rarity(memory, Deviation.PATTERN, novelty(memory, value));
    double surprise = surprise(memory, oddity, outside);
    double expected = season.known() ? season.expected() : memory.level;
    double typical = memory.typical[season.known() ? Deviation.SEASON : Deviation.LEVEL];
    memory.level += pace(memory, SLOW) * (value - memory.level);
    season.learn(memory, value);
    if (memory.points > 0 && !gap) {
      memory.interval +=
          Math.max(SLOW, 1.0 / memory.points) * (time - memory.time - memory.interval);
    }
    memory.time = time;
    memory.value = value;
    memory.points++;
    return judged(memory, surprise, expected, typical);
  }

  private static void begin(SeriesMemory memory, long time, double value) {
    memory.time = time;
    memory.value = value;
    memory.level = value;
    memory.recentLevel = value;
    memory.low = value;
    memory.high = value;
  }

  /** How far a value is outside the range of those before it, as a share of what counts. */
  private static double outside(SeriesMemory memory, double value) {
    double range = memory.high - memory.low;
    double beyond = Math.max(value - memory.high, memory.low - value);
    memory.high = Math.max(value, memory.high - RANGE_FADES * (memory.high - memory.level));
    memory.low = Math.min(value, memory.low + RANGE_FADES * (memory.level - memory.low));
    if (beyond <= 0) {
      return 0;
    }
    return range > 0 ? Math.min(1, beyond / range / OUTSIDE) : 1;
  }

  /** How rare a deviation is, and remembers it. */
  private static double rarity(SeriesMemory memory, int kind, double deviation) {
    double typical = memory.typical[kind];
    long before = memory.deviations[kind]++;
    double size = typical > 0 ? deviation / typical : Math.signum(deviation) * FIRST_EVER;
    int from = kind * RarityCounts.LENGTH;
    double rarity =
        memory.points < FIRST_POINTS ? 0 : RarityCounts.rarity(memory.rarities, from, size);
    RarityCounts.add(memory.rarities, from, size);
    double counted = Math.abs(deviation);
    if (before >= TYPICAL_KNOWN && typical > 0) {
      counted = Math.min(counted, MOST_TYPICAL * typical);
    }
    memory.typical[kind] += Math.max(TYPICAL, 1.0 / (before + 1)) * (counted - typical);
    return rarity;
  }

  /** How new the succession of the newest 2, 3 and 4 values is, and remembers it. */
  private static double novelty(SeriesMemory memory, double value) {
    double range = memory.high - memory.low;
    int hash = range > 0 ? (int) ((STEPS - .001) * (value - memory.low) / range) : 0;
    byte step = (byte) hash;
    double novelty = 0;
    for (int i = 0; i < memory.steps.length && memory.steps[i] >= 0; i++) {
      hash = hash * (STEPS + 1) + memory.steps[i] + 1;
      int place = Math.floorMod(((hash ^ (i << 24)) * 0x9E3779B1) >> 12, SeriesMemory.PATTERNS);
      novelty += 1.0 / (1 + memory.patterns[place]);
      memory.patterns[place] = (byte) Math.min(Byte.MAX_VALUE, memory.patterns[place] + 1);
    }
    System.arraycopy(memory.steps, 0, memory.steps, 1, memory.steps.length - 1);
    memory.steps[0] = step;
    return novelty;
  }

  /** Puts an oddity in proportion to those of the stretches before, and remembers it. */
  private static double surprise(SeriesMemory memory, double oddity, double outside) {
    double weight = USUAL_WEIGHT + memory.stretches;
    double mean = (USUAL_WEIGHT * USUAL_PEAK + memory.peakSum) / weight;
    double squares =
        USUAL_WEIGHT * (USUAL_PEAK * USUAL_PEAK + USUAL_SPREAD * USUAL_SPREAD) + memory.peakSquares;
    double spread =
        Math.sqrt(Math.max(LEAST_SPREAD * LEAST_SPREAD, squares / weight - mean * mean));
    double size = Math.log(Math.max(LEAST_ODDITY, oddity));
    memory.peak = Math.max(memory.peak, oddity);
    if (++memory.stretch == STRETCH) {
      double peak =
          Math.min(Math.log(Math.max(LEAST_PEAK, memory.peak)), mean + MOST_SPREADS * spread);
      memory.stretches++;
      memory.peakSum += peak;
      memory.peakSquares += peak * peak;
      memory.peak = 0;
      memory.stretch = 0;
      if (memory.stretches >= MOST_STRETCHES) {
        memory.stretches /= 2;
        memory.peakSum /= 2;
        memory.peakSquares /= 2;
      }
    }
    double against =
        ((size - mean) / spread + (size - USUAL_PEAK) / USUAL_SPREAD) / 2
            + OUTSIDE_WEIGHT * outside;
    return 1 / (1 + Math.exp(-against));
  }

  private AnomalyScore judged(
      SeriesMemory memory, double surprise, double expected, double typical) {
    double score = surprise;
    Status status = Status.ORDINARY;
    if (memory.points <= rules.warmUpPoints()) {
      score = 0;
    } else if (memory.quiet > 0) {
      memory.quiet--;
      score = Math.min(surprise, rules.threshold()) * QUIET_SHARE;
      status = memory.quiet == 0 ? Status.SETTLED : Status.ORDINARY;
    } else if (surprise >= rules.threshold()) {
      memory.quiet = rules.quietPoints();
      status = Status.DETECTED;
    }
    return new AnomalyScore(score, surprise, status, expected, typical);
  }

  /** A slow pace, which at the start of a series is that of a plain mean. */
  private static double pace(SeriesMemory memory, double slow) {
    return Math.max(slow, 1.0 / (memory.points + 1));
  }
}
