package dev.millrace.supplychain.domain.alert;

import dev.millrace.supply.RecommendedAction;
import dev.millrace.supply.SupplyAlert;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/**
 * Which changes of an alert's figures deserve a version of their own.
 *
 * @param share by which a figure must change
 */
record Materiality(double share) {

  /** A change of the time of impact that nobody acts upon. */
  private static final Duration IMPACT_NOISE = Duration.ofMinutes(15);

  /**
   * Whether a version would differ from the newest one.
   *
   * @param ownValueMinor value at risk that the finding names
   */
  boolean differs(SupplyAlert newest, SupplyAlert.Builder next, Long ownValueMinor) {
    return !next.getOwner().equals(newest.getOwner())
        || !next.getOrderIds().equals(newest.getOrderIds())
        || hasOtherValue(newest, ownValueMinor)
        || hasOtherImpact(newest, next)
        || hasOtherAction(newest.getAction(), next.getAction())
        || hasOtherEvidence(newest.getEvidence(), next.getEvidence());
  }

  private boolean hasOtherValue(SupplyAlert newest, Long value) {
    // With children the value is told when they are.
    if (newest.getSuppressedChildren() > 0) {
      return false;
    }
    Long before = newest.getValueAtRiskMinor();
    if (before == null || value == null) {
      return !Objects.equals(before, value);
    }
    return hasChanged(before, value);
  }

  private boolean hasOtherImpact(SupplyAlert newest, SupplyAlert.Builder next) {
    if (newest.getImpactAt() == null || next.getImpactAt() == null) {
      return !Objects.equals(newest.getImpactAt(), next.getImpactAt());
    }
    Duration moved = Duration.between(newest.getImpactAt(), next.getImpactAt()).abs();
    Duration left = Duration.between(newest.getEventTime(), newest.getImpactAt()).abs();
    return moved.compareTo(IMPACT_NOISE) > 0 && moved.toMillis() > share * left.toMillis();
  }

  private boolean hasOtherAction(RecommendedAction before, RecommendedAction after) {
    if (before == null || after == null) {
      return before != null || after != null;
    }
    return before.getKind() != after.getKind()
        || !Objects.equals(before.getTarget(), after.getTarget())
        || (before.getQuantity() != null
            && after.getQuantity() != null
            && hasChanged(before.getQuantity(), after.getQuantity()));
  }

  private boolean hasOtherEvidence(Map<String, Double> before, Map<String, Double> after) {
    return !before.keySet().equals(after.keySet())
        || before.entrySet().stream()
            .anyMatch(figure -> hasChanged(figure.getValue(), after.get(figure.getKey())));
  }

  private boolean hasChanged(double before, double after) {
    return Math.abs(after - before) > share * Math.abs(before);
  }
}
