package dev.millrace.supplychain.domain.anomaly;

import dev.millrace.supply.AlertKind;
import dev.millrace.supply.SubjectType;
import dev.millrace.supplychain.domain.Finding;
import dev.millrace.supplychain.domain.Stake;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What people are told of judged points: where an anomaly begins, and where it has become normal.
 */
public final class AnomalyFindings {
  private AnomalyFindings() {}

  /** The finding that a point makes; nothing for an ordinary one. */
  public static Optional<Finding> of(JudgedPoint judged) {
    return switch (judged.judgement().status()) {
      case ORDINARY -> Optional.empty();
      case DETECTED -> Optional.of(finding(judged, Finding.Status.RAISED, "does not fit"));
      case SETTLED -> Optional.of(finding(judged, Finding.Status.CLEARED, "has settled"));
    };
  }

  private static Finding finding(JudgedPoint judged, Finding.Status status, String what) {
    SeriesPoint point = judged.point();
    AnomalyScore score = judged.judgement();
    return new Finding(
        AlertKind.ANOMALY,
        SubjectType.SENSOR,
        point.series(),
        status,
        point.time(),
        point.time(),
        new Stake(null, null, null, point.owner(), List.of()),
        String.format(
            Locale.ROOT,
            "Series %s %s: %.4g where %.4g is usual, give or take %.4g",
            point.series(),
            what,
            point.value(),
            score.expected(),
            score.typicalDeviation()),
        Map.of(
            "value", point.value(),
            "expected_value", score.expected(),
            "typical_deviation", score.typicalDeviation(),
            "surprise", score.surprise()),
        null,
        List.of(),
        point.source());
  }
}
