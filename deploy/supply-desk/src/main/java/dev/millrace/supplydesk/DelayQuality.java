package dev.millrace.supplydesk;

import dev.millrace.console.TextTable;
import dev.millrace.console.ToolException;
import dev.millrace.supplychain.domain.delivery.DelayForecast;
import dev.millrace.supplychain.domain.delivery.DeliveryNews;
import dev.millrace.supplychain.operator.DelayRules;
import dev.millrace.supplychain.operator.DeliveryRisk;
import dev.millrace.supplychain.operator.DeliveryTypes;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How good forecasts of late deliveries are.
 *
 * @param all of all deliveries, each forecast as if it were open, by what others had done
 * @param open of those that had not arrived when they were forecast
 */
record DelayQuality(Discrimination all, Discrimination open) {

  /** Deliveries are planned before they are forecast: those due on one day are then all known. */
  private static final Duration PLANNED_BEFORE = Duration.ofDays(1);

  /**
   * That of the job's forecasts, through its operators.
   *
   * @param from first day that scored deliveries are due
   * @param to last day that scored deliveries are due
   */
  static DelayQuality of(List<DeliveryRow> rows, LocalDate from, LocalDate to) {
    DelayRules rules = DelayRules.DEFAULT;
    Map<String, DelayForecast> forecasts = new HashMap<>();
    for (DelayForecast forecast :
        Replay.run(
            DeliveryData.news(rows, rules.horizon().plus(PLANNED_BEFORE)),
            DeliveryTypes.NEWS,
            DeliveryNews::time,
            news -> DeliveryRisk.of(news, rules))) {
      forecasts.put(forecast.deliveryId(), forecast);
    }
    List<Discrimination.Forecast> all = new ArrayList<>();
    List<Discrimination.Forecast> open = new ArrayList<>();
    for (DeliveryRow row : rows) {
      if (!row.due().isBefore(from) && !row.due().isAfter(to)) {
        DelayForecast forecast = forecasts.get(row.plan().id());
        if (forecast == null) {
          throw new ToolException("delivery %s was not forecast".formatted(row.plan().id()));
        }
        Discrimination.Forecast pair =
            new Discrimination.Forecast(forecast.probability(), row.late());
        all.add(pair);
        if (!forecast.arrived()) {
          open.add(pair);
        }
      }
    }
    if (all.stream().map(Discrimination.Forecast::happened).distinct().count() < 2) {
      throw new ToolException(
          "deliveries due from %s to %s must be some late and some not, got %d"
              .formatted(from, to, all.size()));
    }
    return new DelayQuality(Discrimination.of(all), Discrimination.of(open));
  }

  Map<String, Object> tree() {
    Map<String, Object> tree = tree(all);
    tree.put("open", tree(open));
    return tree;
  }

  private static Map<String, Object> tree(Discrimination figures) {
    Map<String, Object> tree = new LinkedHashMap<>();
    // JSON has no NaN: of deliveries that all came in time, or of none, there is no figure.
    tree.put("auc", Double.isFinite(figures.auc()) ? figures.auc() : null);
    tree.put("ap", Double.isFinite(figures.ap()) ? figures.ap() : null);
    tree.put("scored", figures.scored());
    return tree;
  }

  String text() {
    TextTable table = new TextTable("forecast", "AUC", "AP", "deliveries");
    for (Published.Forecaster other : Published.FORECASTERS) {
      table.add(other.method() + ", 2013", number(other.auc()), number(other.ap()), "");
    }
    row(table, "Millrace", all);
    row(table, "Millrace, of those still open", open);
    return table.toString();
  }

  private static void row(TextTable table, String name, Discrimination figures) {
    table.add(name, number(figures.auc()), number(figures.ap()), figures.scored());
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }
}
