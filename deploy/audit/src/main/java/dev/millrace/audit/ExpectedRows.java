package dev.millrace.audit;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What has to have rows: alerts and notifications on their topics, but for those that a table has
 * refused.
 *
 * @param unwritten ids of table-writer's dead letters
 */
record ExpectedRows(
    List<AlertVersion> versions, List<Notification> notifications, Set<String> unwritten) {

  ExpectedRows {
    versions = List.copyOf(versions);
    notifications = List.copyOf(notifications);
    unwritten = Set.copyOf(unwritten);
  }

  /** Whether the table of alerts, by alert, is as new as its topic. */
  boolean areCurrent(Map<String, AlertVersion> rows) {
    return versions.stream()
        .filter(version -> !isRefused("supply.alerts", version.place()))
        .allMatch(
            version -> {
              AlertVersion row = rows.get(version.alertId());
              return row != null && row.version() >= version.version();
            });
  }

  /** Whether the history, by version, has all of them. */
  boolean areHistory(Map<String, AlertVersion> rows) {
    return versions.stream()
        .filter(version -> !isRefused("supply.alert_history", version.place()))
        .allMatch(version -> rows.containsKey(version.id()));
  }

  /** Whether the table of notifications, by id, has all of them. */
  boolean areNotifications(Map<String, Notification> rows) {
    return notifications.stream()
        .filter(notification -> !isRefused("supply.notifications", notification.place()))
        .allMatch(notification -> rows.containsKey(notification.id()));
  }

  private boolean isRefused(String table, Place place) {
    return SupplyChain.isRefused(unwritten, table, place);
  }
}
