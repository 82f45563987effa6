package dev.millrace.supplydesk;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Scores of a detector by the rules of the Numenta Anomaly Benchmark: a detection counts the more
 * the earlier it is in a window, only the best of each window counts, and one outside costs up to
 * the profile's false alarm, little just behind a window. 100 is perfect, 0 is never a detection.
 */
final class NabScore {
  private static final double STEEPNESS = 5;
  private static final double FAR = 3;
  private static final double FIRST_ROW = sigmoid(-1);
  private static final int OUTSIDE = -1;

  /**
   * What a detection at a row is worth.
   *
   * @param score that the detector gives the row
   * @param window number of its window among those of all series; {@link #OUTSIDE} if in none
   * @param worth share of a detection or of a false alarm
   */
  private record Row(double score, int window, double worth) {}

  /**
   * A threshold and the score with it.
   *
   * @param threshold least score of a detection
   * @param score by the rules
   */
  record Best(double threshold, double score) {}

  private final List<Row> rows;
  private final int windows;

  private NabScore(List<Row> rows, int windows) {
    this.rows = rows;
    this.windows = windows;
  }

  /**
   * A detector's scores of all rows of all series.
   *
   * @param scores for each series one for each row, in the order of the series
   */
  static NabScore of(List<LabelledSeries> all, List<double[]> scores) {
    List<Row> rows = new ArrayList<>();
    int windows = 0;
    for (int i = 0; i < all.size(); i++) {
      LabelledSeries series = all.get(i);
      int next = 0;
      for (int row = 0; row < series.points().size(); row++) {
        while (next < series.windows().size() && row > series.windows().get(next).last()) {
          next++;
        }
        if (row >= series.probation()) {
          rows.add(row(series, row, next, windows, scores.get(i)[row]));
        }
      }
      windows += series.windows().size();
    }
    rows.sort(Comparator.comparingDouble(Row::score).reversed());
    return new NabScore(rows, windows);
  }

  private static Row row(LabelledSeries series, int row, int next, int before, double score) {
    if (next < series.windows().size() && row >= series.windows().get(next).first()) {
      double worth = sigmoid(series.windows().get(next).position(row)) / FIRST_ROW;
      return new Row(score, before + next, worth);
    }
    double worth = next == 0 ? -1 : sigmoid(series.windows().get(next - 1).past(row));
    return new Row(score, OUTSIDE, worth);
  }

  /** Number of windows. */
  int windows() {
    return windows;
  }

  /** The score with a threshold. */
  double at(double threshold, Profile profile) {
    Tally tally = new Tally(profile);
    rows.stream().takeWhile(row -> row.score() >= threshold).forEach(tally::add);
    return tally.score();
  }

  /** The threshold with the highest score. */
  Best best(Profile profile) {
    Tally tally = new Tally(profile);
    Best best = new Best(Math.nextUp(rows.isEmpty() ? 1 : rows.get(0).score()), tally.score());
    for (int i = 0; i < rows.size(); i++) {
      tally.add(rows.get(i));
      boolean lastOfItsScore =
          i + 1 == rows.size() || rows.get(i + 1).score() != rows.get(i).score();
      if (lastOfItsScore && tally.score() > best.score()) {
        best = new Best(rows.get(i).score(), tally.score());
      }
    }
    return best;
  }

  /** From nearly 1 far before 0 to -1 far behind it. */
  private static double sigmoid(double x) {
    return x > FAR ? -1 : 2 / (1 + Math.exp(STEEPNESS * x)) - 1;
  }

  /** Sums up detections. */
  private final class Tally {
    private final Profile profile;
    private final double[] found = new double[windows];
    private double sum;

    Tally(Profile profile) {
      this.profile = profile;
      Arrays.fill(found, -profile.missed());
      sum = -profile.missed() * windows;
    }

    void add(Row row) {
      if (row.window() == OUTSIDE) {
        sum += profile.falseAlarm() * row.worth();
      } else if (row.worth() > found[row.window()]) {
        sum += row.worth() - found[row.window()];
        found[row.window()] = row.worth();
      }
    }

    double score() {
      double lost = profile.missed() * windows;
      return windows == 0 ? 0 : 100 * (sum + lost) / (windows + lost);
    }
  }
}
