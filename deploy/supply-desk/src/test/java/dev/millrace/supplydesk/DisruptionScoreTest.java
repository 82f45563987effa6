package dev.millrace.supplydesk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.common.contract.TrustedRecords;
import dev.millrace.simulator.supply.Truth;
import dev.millrace.supply.AlertChange;
import dev.millrace.supply.AlertKind;
import dev.millrace.supply.AlertState;
import dev.millrace.supply.Severity;
import dev.millrace.supply.SubjectType;
import dev.millrace.supply.SupplyAlert;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class DisruptionScoreTest {
  private static final long DAY = 86_400_000;
  private static final long START = Instant.parse("2026-03-02T00:00:00Z").toEpochMilli();

  /** A port is closed on the third day for two days, which is to be seen after an hour. */
  private static final Truth CLOSURE =
      new Truth(
          "port-closure-0",
          "port-closure",
          "PORT:NLRTM",
          List.of("PORT:NLRTM", "SHIPMENT:held"),
          START + 3 * DAY,
          START + 5 * DAY,
          START + 3 * DAY + 3_600_000);

  private static final Truth LATE =
      new Truth(
          "late-shipment-0",
          "late-shipment",
          "SHIPMENT:late",
          List.of("SHIPMENT:late"),
          START + 4 * DAY,
          START + 6 * DAY,
          START + 4 * DAY);

  static {
    TrustedRecords.trust();
  }

  @Test
  void aDisruptionIsFoundByAnAlertOfItsSubject() {
    DisruptionScore score = score(opened(SubjectType.PORT, "NLRTM", 3 + 1.5 / 24));

    assertThat(score.disruptions()).isEqualTo(1);
    assertThat(score.recall()).isEqualTo(1);
    assertThat(score.precision()).isEqualTo(1);
    assertThat(score.medianMinutes()).isCloseTo(30, within(1e-6));
    assertThat(score.alertsPerDisruption()).isEqualTo(1);
  }

  @Test
  void consequencesThatReachPeopleCountAsAlertsOfTheDisruption() {
    DisruptionScore score =
        score(
            opened(SubjectType.PORT, "NLRTM", 3.1),
            opened(SubjectType.SHIPMENT, "held", 4),
            suppressed("held", "PORT:NLRTM:LANE_DISRUPTION", 4.1));

    assertThat(score.alertsPerDisruption()).isEqualTo(2);
    assertThat(score.suppressed()).isEqualTo(1);
    assertThat(score.wronglySuppressed()).isZero();
    assertThat(score.precision()).isEqualTo(1);
  }

  @Test
  void whatIsLateByChanceIsRightAndNoDisruption() {
    DisruptionScore score = score(opened(SubjectType.SHIPMENT, "late", 4));

    assertThat(score.recall()).isZero();
    assertThat(score.precision()).isEqualTo(1);
    assertThat(score.tree()).containsEntry("alerts", 1);
  }

  @Test
  void whatIsOpenedUnderADisruptionIsJudgedAsSuppressed() {
    SupplyAlert unrelated =
        SupplyAlert.newBuilder(suppressed("late", "PORT:NLRTM:LANE_DISRUPTION", 4))
            .setVersion(1)
            .setChange(AlertChange.OPENED)
            .build();

    DisruptionScore score = score(opened(SubjectType.PORT, "NLRTM", 3.1), unrelated);

    assertThat(score.suppressed()).isEqualTo(1);
    assertThat(score.wronglySuppressed()).isEqualTo(1);
    assertThat(score.tree()).containsEntry("alerts", 1);
  }

  @Test
  void anAlertThatWasOpenBeforeAndSaysNothingNewHasNotFoundIt() {
    SupplyAlert before = opened(SubjectType.PORT, "NLRTM", 2);

    assertThat(score(before).recall()).isZero();
    SupplyAlert news =
        SupplyAlert.newBuilder(before)
            .setVersion(2)
            .setChange(AlertChange.UPDATED)
            .setEventTime(Instant.ofEpochMilli(START + 3 * DAY + 2 * 3_600_000))
            .build();
    assertThat(score(before, news).medianMinutes()).isCloseTo(60, within(1e-6));
  }

  @Test
  void anAlertOfAnotherKindHasNotFoundIt() {
    SupplyAlert other =
        SupplyAlert.newBuilder(opened(SubjectType.PORT, "NLRTM", 3.1))
            .setKind(AlertKind.ANOMALY)
            .build();

    assertThat(score(other).recall()).isZero();
  }

  @Test
  void whatComesWhenRecordsHaveEndedFindsNothing() {
    DisruptionScore score =
        DisruptionScore.of(
            List.of(opened(SubjectType.PORT, "NLRTM", 4)),
            List.of(CLOSURE),
            START,
            START + 3 * DAY + 3_600_001);

    assertThat(score.disruptions()).isEqualTo(1);
    assertThat(score.recall()).isZero();
    assertThat(score.tree()).containsEntry("median_minutes", null);
  }

  @Test
  void whatIsNotSoIsWrong() {
    DisruptionScore score =
        score(
            opened(SubjectType.PORT, "NLRTM", 3.1),
            opened(SubjectType.PORT, "DEHAM", 3.1),
            suppressed("late", "PORT:NLRTM:LANE_DISRUPTION", 4));

    assertThat(score.precision()).isEqualTo(0.5);
    assertThat(score.wronglySuppressed()).isEqualTo(1);
    assertThat(score.text()).contains("wrong: 1 LANE_DISRUPTION of PORT");
  }

  @Test
  void whatIsBeforeOrAfterTheSpanCountsForNothing() {
    DisruptionScore score =
        score(opened(SubjectType.PORT, "DEHAM", 0.5), opened(SubjectType.PORT, "DEHAM", 21));

    assertThat(score.tree()).containsEntry("alerts", 0);
  }

  @Test
  void aDisruptionThatNoRecordToldOfIsNotMissed() {
    Truth silent =
        new Truth("storm-0", "storm", "LANE:x", List.of("LANE:x"), START, START, Long.MAX_VALUE);

    DisruptionScore score =
        DisruptionScore.of(List.of(), List.of(silent), START + DAY, START + 20 * DAY);

    assertThat(score.disruptions()).isZero();
    assertThat(score.text()).contains("1 disruptions that no record told of");
  }

  private static DisruptionScore score(SupplyAlert... alerts) {
    return DisruptionScore.of(
        Arrays.asList(alerts), List.of(CLOSURE, LATE), START + DAY, START + 20 * DAY);
  }

  private static SupplyAlert opened(SubjectType type, String id, double day) {
    return alert(type, id, day).build();
  }

  private static SupplyAlert suppressed(String shipment, String parent, double day) {
    return alert(SubjectType.SHIPMENT, shipment, day)
        .setVersion(2)
        .setState(AlertState.SUPPRESSED)
        .setChange(AlertChange.SUPPRESSED)
        .setParentId(parent)
        .build();
  }

  private static SupplyAlert.Builder alert(SubjectType type, String id, double day) {
    Instant time = Instant.ofEpochMilli(START + Math.round(day * DAY));
    AlertKind kind =
        type == SubjectType.SHIPMENT ? AlertKind.MISSED_MILESTONE : AlertKind.LANE_DISRUPTION;
    return SupplyAlert.newBuilder()
        .setAlertId("%s:%s:%s".formatted(type, id, kind))
        .setVersion(1)
        .setKind(kind)
        .setSubjectType(type)
        .setSubjectId(id)
        .setState(AlertState.OPEN)
        .setChange(AlertChange.OPENED)
        .setSeverity(Severity.HIGH)
        .setEscalation(0)
        .setOwner("control-tower")
        .setSince(time)
        .setOpenedAt(time)
        .setEventTime(time)
        .setSummary("wrong");
  }
}
