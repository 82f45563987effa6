package dev.millrace.supplydesk;

import dev.millrace.supplychain.domain.delivery.PlannedDelivery;
import java.time.LocalDate;

/**
 * A delivery of a benchmark.
 *
 * @param plan as it was planned
 * @param due day that it was planned for
 * @param arrivedAt when it arrived, milliseconds since 1970
 * @param knownAt when that became known, milliseconds since 1970
 * @param late whether it was late
 */
record DeliveryRow(
    PlannedDelivery plan, LocalDate due, long arrivedAt, long knownAt, boolean late) {}
