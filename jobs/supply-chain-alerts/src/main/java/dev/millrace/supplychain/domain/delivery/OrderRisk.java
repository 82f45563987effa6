package dev.millrace.supplychain.domain.delivery;

import dev.millrace.suite.Source;
import dev.millrace.supply.AlertKind;
import dev.millrace.supply.SubjectType;
import dev.millrace.supplychain.domain.Finding;
import dev.millrace.supplychain.domain.Stake;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * An open purchase order, and what has been said of it.
 *
 * @param valueMinor its value in minor units of currency; null if not known
 * @param currency ISO 4217 code; null if there is no value
 * @param supplier who delivers it; null if not known
 * @param raisedAt when it was said that it will probably be late, milliseconds since 1970; 0 if
 *     that was not said
 */
public record OrderRisk(Long valueMinor, String currency, String supplier, long raisedAt) {

  /** Nothing is known of it. */
  public static final OrderRisk UNKNOWN = new OrderRisk(null, null, null, 0);

  /** With what is at stake. */
  public OrderRisk with(OrderNews said) {
    PlannedDelivery plan = said.news().plan();
    return new OrderRisk(
        said.valueMinor() == null ? valueMinor : said.valueMinor(),
        said.valueMinor() == null ? currency : said.currency(),
        plan == null || plan.supplier() == null ? supplier : plan.supplier(),
        raisedAt);
  }

  /** With what has been said of it; 0 for nothing. */
  public OrderRisk raised(long time) {
    return new OrderRisk(valueMinor, currency, supplier, time);
  }

  /** That it will probably be late. */
  public Finding late(DelayForecast forecast) {
    Map<String, Double> evidence = new HashMap<>();
    evidence.put("late_probability", forecast.probability());
    evidence.put("days_until_due", (forecast.dueAt() - forecast.time()) / 86_400_000.0);
    forecast
        .effects()
        .forEach(
            (facet, effect) ->
                evidence.put("effect_of_" + facet.name().toLowerCase(Locale.ROOT), effect));
    return finding(
        forecast.deliveryId(),
        Finding.Status.RAISED,
        forecast.time(),
        forecast.time(),
        forecast.dueAt(),
        String.format(
            Locale.ROOT,
            "Order %s, due %s, will be late with a probability of %.0f %%",
            forecast.deliveryId(),
            Instant.ofEpochMilli(forecast.dueAt()),
            100 * forecast.probability()),
        evidence,
        null);
  }

  /** That it is over. */
  public Finding over(OrderNews said) {
    return finding(
        said.orderId(),
        Finding.Status.CLEARED,
        raisedAt,
        said.news().time(),
        null,
        said.news().kind() == DeliveryNews.Kind.ARRIVED
            ? "Order %s has arrived".formatted(said.orderId())
            : "Order %s will not come".formatted(said.orderId()),
        Map.of(),
        said.source());
  }

  /** That a later forecast is better. */
  public Finding better(DelayForecast forecast) {
    return finding(
        forecast.deliveryId(),
        Finding.Status.CLEARED,
        raisedAt,
        forecast.time(),
        forecast.dueAt(),
        "Order %s will probably be in time".formatted(forecast.deliveryId()),
        Map.of("late_probability", forecast.probability()),
        null);
  }

  private Finding finding(
      String order,
      Finding.Status status,
      long since,
      long time,
      Long impactAt,
      String summary,
      Map<String, Double> evidence,
      Source source) {
    return new Finding(
        AlertKind.LATE_DELIVERY_RISK,
        SubjectType.ORDER,
        order,
        status,
        since,
        time,
        new Stake(valueMinor, currency, impactAt, null, List.of(order)),
        summary,
        evidence,
        null,
        supplier == null ? List.of() : List.of(Finding.subject(SubjectType.SUPPLIER, supplier)),
        source);
  }
}
