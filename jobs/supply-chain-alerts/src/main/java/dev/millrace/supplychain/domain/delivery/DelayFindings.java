package dev.millrace.supplychain.domain.delivery;

import dev.millrace.supply.AlertKind;
import dev.millrace.supply.SubjectType;
import dev.millrace.supplychain.domain.Finding;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What people are told of forecasts. */
public final class DelayFindings {
  private DelayFindings() {}

  /**
   * A finding, if a delivery that has not arrived is likely enough to be late.
   *
   * @param least probability that somebody is told of
   */
  public static Optional<Finding> raised(
      PlannedDelivery plan, DelayForecast forecast, double least) {
    if (forecast.arrived() || forecast.probability() < least) {
      return Optional.empty();
    }
    Map<String, Double> evidence = new HashMap<>();
    evidence.put("probability", forecast.probability());
    forecast
        .effects()
        .forEach(
            (facet, effect) ->
                evidence.put(facet.name().toLowerCase(Locale.ROOT) + "_logit", effect));
    return Optional.of(
        finding(
            plan,
            Finding.Status.RAISED,
            forecast.time(),
            String.format(
                Locale.ROOT,
                "Delivery %s is late with a probability of %.0f %%",
                plan.id(),
                100 * forecast.probability()),
            evidence));
  }

  /** There is nothing to fear any more: the delivery has arrived, is planned anew or cancelled. */
  public static Finding cleared(PlannedDelivery plan, long time) {
    return finding(
        plan,
        Finding.Status.CLEARED,
        time,
        "Delivery %s is not waited for any more as it was planned".formatted(plan.id()),
        Map.of());
  }

  private static Finding finding(
      PlannedDelivery plan,
      Finding.Status status,
      long time,
      String summary,
      Map<String, Double> evidence) {
    return new Finding(
        AlertKind.LATE_DELIVERY_RISK,
        SubjectType.ORDER,
        plan.id(),
        status,
        time,
        time,
        plan.stake(),
        summary,
        evidence,
        null,
        plan.supplier() == null
            ? List.of()
            : List.of(Finding.subject(SubjectType.SUPPLIER, plan.supplier())),
        null);
  }
}
