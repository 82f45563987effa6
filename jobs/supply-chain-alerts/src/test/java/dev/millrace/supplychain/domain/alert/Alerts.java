package dev.millrace.supplychain.domain.alert;

import dev.millrace.common.contract.TrustedRecords;
import dev.millrace.supply.AlertCommand;
import dev.millrace.supply.AlertKind;
import dev.millrace.supply.CommandKind;
import dev.millrace.supply.SubjectType;
import dev.millrace.supplychain.domain.Finding;
import dev.millrace.supplychain.domain.Stake;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Findings and commands for tests. */
public final class Alerts {
  static {
    TrustedRecords.trust();
  }

  /** A Wednesday noon. */
  public static final Instant NOON = Instant.parse("2026-03-04T12:00:00Z");

  /**
   * Forecasts wait for 30 minutes; clear after 10, reopen within a day, escalate after an hour,
   * three times.
   */
  public static final AlertRules RULES =
      new AlertRules(
          new SeverityRules(1_000, 10_000, 100_000, Duration.ofDays(1), Duration.ofDays(7)),
          new AlertRules.EscalationRules(Duration.ofHours(1), 3, 2),
          "supply-desk",
          Duration.ofMinutes(30),
          Duration.ofMinutes(10),
          Duration.ZERO,
          Duration.ofDays(1),
          0.1,
          Duration.ofMinutes(1),
          Duration.ofDays(90));

  private Alerts() {}

  /** So many minutes after {@link #NOON}, milliseconds since 1970. */
  public static long at(long minute) {
    return NOON.plus(Duration.ofMinutes(minute)).toEpochMilli();
  }

  /** A shipment's deadline was missed; it may be because of lane L or port P. */
  public static Finding raised(String shipment, long minute, long valueMinor) {
    Finding finding =
        finding(
            AlertKind.MISSED_MILESTONE,
            SubjectType.SHIPMENT,
            shipment,
            Finding.Status.RAISED,
            minute,
            valueMinor);
    return because(finding, finding.evidence(), "LANE:L", "PORT:P");
  }

  /** A shipment will be 20 hours late; it may be because of lane L or port P. */
  public static Finding slipping(String shipment, Finding.Status status, long minute) {
    return slipping(shipment, status, minute, 20);
  }

  /** The same, so many hours late. */
  public static Finding slipping(
      String shipment, Finding.Status status, long minute, double lateHours) {
    return because(
        finding(AlertKind.ETA_SLIP, SubjectType.SHIPMENT, shipment, status, minute, 20_000),
        Map.of("late_hours", lateHours),
        "LANE:L",
        "PORT:P");
  }

  /** A shop runs out of kettles, by 100 units, because of what some places hold up. */
  public static Finding runningOut(long minute, String... places) {
    return because(
        finding(
            AlertKind.STOCK_OUT_RISK,
            SubjectType.STOCK,
            "kettle@shop",
            Finding.Status.RAISED,
            minute,
            20_000),
        Map.of("short_units", 100.0),
        places);
  }

  /** The same, with these figures, because of other places. */
  public static Finding because(Finding finding, Map<String, Double> figures, String... places) {
    return new Finding(
        finding.kind(),
        finding.subjectType(),
        finding.subjectId(),
        finding.status(),
        finding.since(),
        finding.time(),
        finding.stake(),
        finding.summary(),
        figures,
        null,
        List.of(places),
        null);
  }

  /** The same, with other things at stake. */
  public static Finding staking(Finding finding, Stake stake) {
    return new Finding(
        finding.kind(),
        finding.subjectType(),
        finding.subjectId(),
        finding.status(),
        finding.since(),
        finding.time(),
        stake,
        finding.summary(),
        finding.evidence(),
        finding.action(),
        finding.parents(),
        finding.source());
  }

  public static Finding cleared(String shipment, long minute) {
    return finding(
        AlertKind.MISSED_MILESTONE,
        SubjectType.SHIPMENT,
        shipment,
        Finding.Status.CLEARED,
        minute,
        0);
  }

  /** A disruption of port P. */
  public static Finding port(Finding.Status status, long minute) {
    return finding(AlertKind.LANE_DISRUPTION, SubjectType.PORT, "P", status, minute, 5_000);
  }

  public static AlertCommand.Builder command(String id, CommandKind kind, long minute) {
    return AlertCommand.newBuilder()
        .setCommandId(id)
        .setAlertId("SHIPMENT:s:MISSED_MILESTONE")
        .setKind(kind)
        .setEventTime(Instant.ofEpochMilli(at(minute)))
        .setBy("ana");
  }

  private static Finding finding(
      AlertKind kind,
      SubjectType type,
      String id,
      Finding.Status status,
      long minute,
      long valueMinor) {
    return new Finding(
        kind,
        type,
        id,
        status,
        at(minute),
        at(minute),
        new Stake(valueMinor, "EUR", null, "lena", List.of("o-1")),
        "%s of %s".formatted(kind, id),
        Map.of("hours_late", 2.0),
        null,
        List.of(),
        null);
  }
}
