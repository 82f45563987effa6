package dev.millrace.drills;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What a drill measured, from the moments of payments, decisions and strikes. */
final class Timeline {
  /** A pause in the decisions that is no outage, and a latency that is no lag. Milliseconds. */
  static final long NORMAL = 1_000;

  private final List<Sample> samples;

  /** Also those that were not decided, each as late as it was when its load ended. */
  private final List<Sample> latest;

  private final List<Strike> strikes;
  private final List<RowSample> rows;
  private final long measuredFrom;

  /**
   * A timeline.
   *
   * @param payments in any order
   * @param strikes oldest first, at least one
   * @param rows oldest first
   * @param measuredFrom end of the warm-up, milliseconds since 1970
   */
  Timeline(Traced payments, List<Strike> strikes, List<RowSample> rows, long measuredFrom) {
    this.samples =
        payments.decided().stream().sorted(Comparator.comparingLong(Sample::decided)).toList();
    this.latest = Stream.concat(samples.stream(), payments.undecided().stream()).toList();
    this.strikes = List.copyOf(strikes);
    this.rows = List.copyOf(rows);
    this.measuredFrom = measuredFrom;
  }

  Figures figures() {
    Strike first = strikes.get(0);
    Strike last = strikes.get(strikes.size() - 1);
    return new Figures(
        median(strikes.stream().map(this::recovery).toList()),
        p99(sample -> sample.due() >= measuredFrom && sample.due() < first.broken()),
        p99(sample -> strikes.stream().anyMatch(strike -> within(strike, sample.due()))),
        p99(sample -> sample.due() > last.calm()),
        strikes.stream().mapToLong(this::lagDrained).max().orElse(0),
        rowsDrained(),
        strikes.stream().mapToLong(Strike::outage).max().orElse(0));
  }

  private static boolean within(Strike strike, long due) {
    return due >= strike.broken() && due <= strike.calm();
  }

  /**
   * From the strike to the first decision after the longest silence that followed it; 0 if there
   * was none worth the name.
   */
  long recovery(Strike strike) {
    long longest = NORMAL;
    long end = strike.broken();
    long before = strike.broken();
    for (Sample sample : samples) {
      if (sample.decided() < strike.broken()) {
        continue;
      }
      if (before > strike.calm()) {
        break;
      }
      if (sample.decided() - before > longest) {
        longest = sample.decided() - before;
        end = sample.decided();
      }
      before = sample.decided();
    }
    return end - strike.broken();
  }

  /** From when the healing began to the last decision that was late because of the strike. */
  private long lagDrained(Strike strike) {
    return latest.stream()
        .filter(sample -> within(strike, sample.due()) && sample.latency() > NORMAL)
        .mapToLong(sample -> Math.max(0, sample.decided() - strike.lagFrom()))
        .max()
        .orElse(0);
  }

  /**
   * Of the worst strike. What comes to be behind after the next strike is the next one's; a table
   * that was still behind then has the rest of the run to catch up.
   */
  private long rowsDrained() {
    long worst = 0;
    for (int i = 0; i < strikes.size(); i++) {
      long end = i + 1 < strikes.size() ? strikes.get(i + 1).broken() : Long.MAX_VALUE;
      worst = Math.max(worst, rowsDrained(strikes.get(i), end));
    }
    return worst;
  }

  /**
   * From when the healing began until the table held every decision that was made two moments
   * before, and went on to; 0 if it was never behind.
   */
  private long rowsDrained(Strike strike, long end) {
    long[] decided = samples.stream().mapToLong(Sample::decided).toArray();
    Predicate<RowSample> isBehind = row -> row.rows() < madeBy(row.at() - 2 * NORMAL, decided);
    long lastBehind =
        rows.stream()
            .filter(row -> row.at() >= strike.lagFrom() && row.at() < end)
            .filter(isBehind)
            .mapToLong(RowSample::at)
            .max()
            .orElse(Long.MIN_VALUE);
    if (lastBehind == Long.MIN_VALUE) {
      return 0;
    }
    return rows.stream()
        .filter(row -> row.at() > lastBehind)
        .filter(isBehind.negate())
        .mapToLong(row -> row.at() - strike.lagFrom())
        .findFirst()
        .orElse(Long.MAX_VALUE);
  }

  private static long madeBy(long moment, long[] sorted) {
    int at = Arrays.binarySearch(sorted, moment);
    return at >= 0 ? at : -at - 1;
  }

  private OptionalLong p99(Predicate<Sample> phase) {
    long[] latencies = latest.stream().filter(phase).mapToLong(Sample::latency).sorted().toArray();
    return latencies.length == 0
        ? OptionalLong.empty()
        : OptionalLong.of(latencies[(int) Math.ceil(latencies.length * 0.99) - 1]);
  }

  private static long median(List<Long> values) {
    List<Long> sorted = new ArrayList<>(values);
    sorted.sort(Comparator.naturalOrder());
    int upper = sorted.size() / 2;
    // Of an even number, the mean of the two in the middle.
    int lower = (sorted.size() - 1) / 2;
    return (sorted.get(lower) + sorted.get(upper)) / 2;
  }

  /**
   * What came out; milliseconds. A p99 is empty where no payment was due. What was not decided when
   * its load ended counts as if its decision had come then.
   *
   * @param recovery median over the strikes: to the first decision after the silence
   * @param before p99 of what was due before the first strike
   * @param during p99 of what was due from a strike until all was calm again
   * @param after p99 of what was due afterwards
   * @param lagDrained from when the healing began to the last late decision, worst strike
   * @param rowsDrained from when the healing began until the table had caught up, worst strike; 0
   *     if it was never behind, {@link Long#MAX_VALUE} if it never caught up
   * @param outage from a strike until its healing began, longest
   */
  record Figures(
      long recovery,
      OptionalLong before,
      OptionalLong during,
      OptionalLong after,
      long lagDrained,
      long rowsDrained,
      long outage) {}
}
