package dev.millrace.supplychain.domain.anomaly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.supply.AlertKind;
import dev.millrace.supply.SubjectType;
import dev.millrace.supplychain.domain.Finding;
import dev.millrace.supplychain.domain.anomaly.AnomalyScore.Status;
import org.junit.jupiter.api.Test;

class AnomalyFindingsTest {
  @Test
  void raisesWhereAnAnomalyBegins() {
    Finding finding = AnomalyFindings.of(judged(Status.DETECTED)).orElseThrow();

    assertThat(finding.kind()).isEqualTo(AlertKind.ANOMALY);
    assertThat(finding.subject()).isEqualTo("SENSOR:d-1/LEVEL");
    assertThat(finding.subjectType()).isEqualTo(SubjectType.SENSOR);
    assertThat(finding.status()).isEqualTo(Finding.Status.RAISED);
    assertThat(finding.stake().owner()).isEqualTo("ops");
    assertThat(finding.summary())
        .isEqualTo(
            "Series d-1/LEVEL does not fit: 12.50 where 4.000 is usual, give or take 0.5000");
    assertThat(finding.evidence())
        .containsEntry("value", 12.5)
        .containsEntry("expected_value", 4.0)
        .containsEntry("typical_deviation", .5)
        .containsEntry("surprise", .9);
  }

  @Test
  void clearsWhereItHasSettled() {
    assertThat(AnomalyFindings.of(judged(Status.SETTLED)).orElseThrow().status())
        .isEqualTo(Finding.Status.CLEARED);
    assertThat(AnomalyFindings.of(judged(Status.ORDINARY))).isEmpty();
  }

  private static JudgedPoint judged(Status status) {
    return new JudgedPoint(
        new SeriesPoint("d-1/LEVEL", 1_000, 12.5, "ops", null),
        new AnomalyScore(.9, .9, status, 4, .5));
  }
}
