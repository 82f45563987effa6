package dev.millrace.supplydesk;

import dev.millrace.supplychain.domain.anomaly.SeriesPoint;
import java.util.List;

/**
 * A series of which it is known where its anomalies are.
 *
 * @param name of the series
 * @param points in the order of the file
 * @param windows of rows that hold an anomaly, in order
 */
record LabelledSeries(String name, List<SeriesPoint> points, List<Window> windows) {
  private static final double PROBATION = .15;
  private static final int MOST_PROBATION = 750;

  /**
   * Rows with an anomaly among them.
   *
   * @param first row
   * @param last row
   */
  record Window(int first, int last) {

    /** How far a row is past the end, in window lengths: from -1 at the first row to about 0. */
    double position(int row) {
      return -(last - row + 1.0) / (last - first + 1);
    }

    /** How far a row behind the window is past its end, in window lengths. */
    double past(int row) {
      return (row - last) / (double) (last - first);
    }
  }

  LabelledSeries {
    points = List.copyOf(points);
    windows = List.copyOf(windows);
  }

  /** Rows at the start that are not scored. */
  int probation() {
    return (int) Math.min(Math.floor(PROBATION * points.size()), MOST_PROBATION);
  }
}
