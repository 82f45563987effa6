package dev.millrace.notify;

import dev.millrace.console.Json;
import dev.millrace.supply.NotifiedAlert;
import dev.millrace.supply.SupplyNotification;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a webhook gets: the fields of the record, times as ISO 8601. */
final class NotificationJson {

  private NotificationJson() {}

  static String of(SupplyNotification notification) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("notification_id", notification.getNotificationId());
    tree.put("owner", notification.getOwner());
    tree.put("kind", notification.getKind().name());
    tree.put("event_time", notification.getEventTime().toString());
    tree.put("severity", notification.getSeverity().name());
    List<Map<String, Object>> alerts = new ArrayList<>();
    for (NotifiedAlert alert : notification.getAlerts()) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("alert_id", alert.getAlertId());
      fields.put("version", alert.getVersion());
      fields.put("summary", alert.getSummary());
      fields.put("change", alert.getChange().name());
      alerts.add(fields);
    }
    tree.put("alerts", alerts);
    tree.put("held_back", notification.getHeldBack());
    return Json.text(tree);
  }
}
