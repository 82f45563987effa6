package dev.millrace.supplychain.operator;

/**
 * Names of the metrics of alerts. A unit stands at the end of a name; without one it is a count.
 */
final class SupplyMetrics {

  /** Versions of alerts, with label {@code change}. */
  static final String ALERT_VERSIONS = "alertVersions";

  /** Messages to owners, with label {@code kind}. */
  static final String NOTIFICATIONS = "notifications";

  private SupplyMetrics() {}
}
