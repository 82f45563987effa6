package dev.millrace.supplychain.domain.delivery;

import java.util.Arrays;

/**
 * A delivery between its first reading and its arrival.
 *
 * @param dueAt when it is due, milliseconds since 1970
 * @param time of the forecast, milliseconds since 1970
 * @param facets how many views there will be
 * @param arrived whether it arrived before the forecast
 * @param views those that have come
 * @param figures by which it was forecast; empty before that
 * @param overdue whether it counts as late already
 */
public record PendingForecast(
    long dueAt,
    long time,
    int facets,
    boolean arrived,
    FacetView[] views,
    double[] figures,
    boolean overdue) {

  private static final double[] NONE = {};

  /** The first reading of a delivery. */
  public static PendingForecast of(FacetReading reading) {
    return new PendingForecast(
        reading.dueAt(),
        reading.time(),
        reading.facets(),
        reading.arrived(),
        new FacetView[] {reading.view()},
        NONE,
        false);
  }

  /** The same with one more view. */
  public PendingForecast with(FacetView view) {
    FacetView[] more = Arrays.copyOf(views, views.length + 1);
    more[views.length] = view;
    return new PendingForecast(dueAt, time, facets, arrived, more, figures, overdue);
  }

  /** Whether all views are there. */
  public boolean isComplete() {
    return views.length >= facets;
  }

  /** Whether it has been forecast. */
  public boolean isForecast() {
    return figures.length > 0;
  }

  /** The same, forecast: the views are not needed any more. */
  public PendingForecast withForecast(double[] by) {
    return new PendingForecast(dueAt, time, facets, arrived, new FacetView[0], by, overdue);
  }

  /** The same, overdue. */
  public PendingForecast withDelay() {
    return new PendingForecast(dueAt, time, facets, arrived, views, figures, true);
  }
}
