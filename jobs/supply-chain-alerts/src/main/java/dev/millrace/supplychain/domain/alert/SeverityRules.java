package dev.millrace.supplychain.domain.alert;

import dev.millrace.supply.Severity;
import java.io.Serializable;
import java.time.Duration;

/**
 * How bad an alert is: by the value at risk, one step up where the impact is near or time has
 * escalated it, one step down where the impact is far.
 *
 * @param mediumFrom value at risk from which it is MEDIUM, in minor units of currency
 * @param highFrom value at risk from which it is HIGH
 * @param criticalFrom value at risk from which it is CRITICAL
 * @param near time to impact below which it is a step worse
 * @param far time to impact above which it is a step less bad
 */
public record SeverityRules(
    long mediumFrom, long highFrom, long criticalFrom, Duration near, Duration far)
    implements Serializable {
  private static final Severity[] STEPS = {
    Severity.LOW, Severity.MEDIUM, Severity.HIGH, Severity.CRITICAL
  };

  /**
   * The severity at a moment.
   *
   * @param valueMinor value at risk in minor units of currency; null if not known, which is taken
   *     for MEDIUM
   * @param impactAt when the damage is done, milliseconds since 1970; null if not known
   * @param overdue how often time has escalated it
   */
  public Severity of(Long valueMinor, Long impactAt, int overdue, long now) {
    int step = byValue(valueMinor) + overdue;
    if (impactAt != null) {
      long left = impactAt - now;
      if (left <= near.toMillis()) {
        step++;
      } else if (left > far.toMillis()) {
        step--;
      }
    }
    return STEPS[Math.max(0, Math.min(step, STEPS.length - 1))];
  }

  private int byValue(Long valueMinor) {
    if (valueMinor == null) {
      return 1;
    }
    if (valueMinor >= criticalFrom) {
      return 3;
    }
    if (valueMinor >= highFrom) {
      return 2;
    }
    return valueMinor >= mediumFrom ? 1 : 0;
  }

  /**
   * When the severity next grows by itself.
   *
   * @return {@link Long#MAX_VALUE} if it does not
   */
  long nextStep(Long impactAt, long now) {
    if (impactAt == null) {
      return Long.MAX_VALUE;
    }
    for (long at : new long[] {impactAt - far.toMillis(), impactAt - near.toMillis()}) {
      if (at > now) {
        return at;
      }
    }
    return Long.MAX_VALUE;
  }

  static int step(Severity severity) {
    return switch (severity) {
      case UNKNOWN, LOW -> 0;
      case MEDIUM -> 1;
      case HIGH -> 2;
      case CRITICAL -> 3;
    };
  }
}
