package dev.millrace.supplydesk;

import dev.millrace.console.ToolException;
import dev.millrace.supplychain.domain.delivery.DeliveryNews;
import dev.millrace.supplychain.domain.delivery.PlannedDelivery;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Deliveries of the SCMS data set (medical supplies, USAID). */
final class DeliveryData {
  private static final List<String> COLUMNS =
      List.of(
          "id",
          "project_code",
          "po_so",
          "country",
          "fulfill_via",
          "vendor_inco_term",
          "scheduled_delivery_date",
          "delivered_to_client_date",
          "delivery_recorded_date",
          "vendor",
          "manufacturing_site",
          "delayed");

  private DeliveryData() {}

  /** Whether a header is that of such a file. */
  static boolean isHeader(List<String> header) {
    return header.containsAll(COLUMNS);
  }

  /**
   * Reads deliveries.
   *
   * @throws ToolException if the file cannot be read or a line is of another form
   */
  static List<DeliveryRow> read(Path file) {
    List<String> header = Csv.header(file);
    Map<String, Integer> places = new HashMap<>();
    for (String column : COLUMNS) {
      places.put(column, header.indexOf(column));
    }
    List<DeliveryRow> rows = new ArrayList<>();
    int line = 1;
    for (List<String> values : Csv.rows(file)) {
      line++;
      try {
        rows.add(row(values, places));
      } catch (DateTimeException | IndexOutOfBoundsException e) {
        throw new ToolException(
            "%s, line %d: must have %d columns and days like 2013-01-31, got %s"
                .formatted(file, line, header.size(), String.join(",", values)),
            e);
      }
    }
    return rows;
  }

  /**
   * What became known, in the order of time.
   *
   * @param ahead how long before it is due a delivery is planned at the latest
   */
  static List<DeliveryNews> news(List<DeliveryRow> rows, Duration ahead) {
    List<DeliveryNews> news = new ArrayList<>();
    for (DeliveryRow row : rows) {
      long planned = Math.min(row.plan().dueAt() - ahead.toMillis(), row.knownAt());
      news.add(DeliveryNews.planned(row.plan(), planned));
      news.add(DeliveryNews.arrived(row.plan().id(), row.arrivedAt(), row.knownAt()));
    }
    news.sort(
        Comparator.comparingLong(DeliveryNews::time)
            .thenComparing(DeliveryNews::kind)
            .thenComparing(DeliveryNews::deliveryId));
    return news;
  }

  private static DeliveryRow row(List<String> values, Map<String, Integer> places) {
    LocalDate due = LocalDate.parse(values.get(places.get("scheduled_delivery_date")));
    String channel = values.get(places.get("fulfill_via"));
    PlannedDelivery plan =
        new PlannedDelivery(
            values.get(places.get("id")),
            millis(due),
            values.get(places.get("vendor")),
            values.get(places.get("manufacturing_site")),
            channel + " > " + values.get(places.get("country")),
            values.get(places.get("project_code")),
            values.get(places.get("vendor_inco_term")),
            channel,
            values.get(places.get("po_so")));
    return new DeliveryRow(
        plan,
        due,
        millis(LocalDate.parse(values.get(places.get("delivered_to_client_date")))),
        millis(LocalDate.parse(values.get(places.get("delivery_recorded_date")))),
        values.get(places.get("delayed")).equals("1"));
  }

  private static long millis(LocalDate day) {
    return day.atStartOfDay().toInstant(ZoneOffset.UTC).toEpochMilli();
  }
}
