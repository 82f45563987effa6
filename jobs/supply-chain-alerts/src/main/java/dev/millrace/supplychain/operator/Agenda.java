package dev.millrace.supplychain.operator;

import dev.millrace.supplychain.domain.delivery.DeliveryOutcome;
import java.util.Arrays;

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
    DeliveryOutcome[] outcomes, String[] forecasts, String[] overdue, String[] abandoned) {

  static final Agenda EMPTY =
      new Agenda(new DeliveryOutcome[0], new String[0], new String[0], new String[0]);

  Agenda withOutcome(DeliveryOutcome outcome) {
    DeliveryOutcome[] more = Arrays.copyOf(outcomes, outcomes.length + 1);
    more[outcomes.length] = outcome;
    return new Agenda(more, forecasts, overdue, abandoned);
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

  private static String[] with(String[] ids, String id) {
    String[] more = Arrays.copyOf(ids, ids.length + 1);
    more[ids.length] = id;
    return more;
  }
}
