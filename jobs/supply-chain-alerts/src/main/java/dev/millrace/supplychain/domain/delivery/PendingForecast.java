package dev.millrace.supplychain.domain.delivery;

import java.util.ArrayList;
import java.util.List;

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
    List<FacetView> views,
    List<Double> figures,
    boolean overdue) {

  /** The first reading of a delivery. */
  public static PendingForecast of(FacetReading reading) {
    return new PendingForecast(
        reading.dueAt(),
        reading.time(),
        reading.facets(),
        reading.arrived(),
        List.of(reading.view()),
        List.of(),
        false);
  }

  /** The same with one more view. */
  public PendingForecast with(FacetView view) {
    List<FacetView> more = new ArrayList<>(views);
    more.add(view);
    return new PendingForecast(dueAt, time, facets, arrived, more, figures, overdue);
  }

  /** Whether all views are there. */
  public boolean isComplete() {
    return views.size() >= facets;
  }

  /** Whether it has been forecast. */
  public boolean isForecast() {
    return !figures.isEmpty();
  }

  /** The same, forecast: the views are not needed any more. */
  public PendingForecast withForecast(List<Double> by) {
    return new PendingForecast(dueAt, time, facets, arrived, List.of(), by, overdue);
  }

  /** The same, overdue. */
  public PendingForecast withDelay() {
    return new PendingForecast(dueAt, time, facets, arrived, views, figures, true);
  }
}
