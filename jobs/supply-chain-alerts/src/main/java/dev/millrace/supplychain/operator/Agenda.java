package dev.millrace.supplychain.operator;

import dev.millrace.supplychain.domain.delivery.DeliveryOutcome;
import java.util.ArrayList;
import java.util.List;

/**
 * What is to be done at a moment.
 *
 * @param outcomes that become known
 * @param forecasts ids of deliveries to forecast
 * @param overdue ids of deliveries that are overdue if they have not arrived
 * @param abandoned ids of deliveries that nobody waits for any more
 */
@SuppressWarnings("ArrayRecordComponent") // compared by no one; arrays keep the messages small
public record Agenda(
    List<DeliveryOutcome> outcomes,
    List<String> forecasts,
    List<String> overdue,
    List<String> abandoned) {

  static final Agenda EMPTY = new Agenda(List.of(), List.of(), List.of(), List.of());

  Agenda withOutcome(DeliveryOutcome outcome) {
    return new Agenda(with(outcomes, outcome), forecasts, overdue, abandoned);
  }

  Agenda withForecast(String id) {
    return new Agenda(outcomes, with(forecasts, id), overdue, abandoned);
  }

  Agenda withOverdue(String id) {
    return new Agenda(outcomes, forecasts, with(overdue, id), abandoned);
  }

  Agenda withAbandoned(String id) {
    return new Agenda(outcomes, forecasts, overdue, with(abandoned, id));
  }

  private static <T> List<T> with(List<T> entries, T entry) {
    List<T> more = new ArrayList<>(entries);
    more.add(entry);
    return more;
  }
}
