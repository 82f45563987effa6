package dev.millrace.supplychain.operator;

import dev.millrace.supplychain.domain.delivery.DeliveryOutcome;
import java.util.List;

/**
 * What is to be done at a moment, as savepoints of earlier builds have it.
 *
 * @param outcomes that become known
 * @param forecasts ids of deliveries to forecast
 * @param overdue ids of deliveries that are overdue if they have not arrived
 * @param abandoned ids of deliveries that nobody waits for any more
 */
public record Agenda(
    List<DeliveryOutcome> outcomes,
    List<String> forecasts,
    List<String> overdue,
    List<String> abandoned) {}
