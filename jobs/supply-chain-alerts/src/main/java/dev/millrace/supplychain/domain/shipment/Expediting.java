package dev.millrace.supplychain.domain.shipment;

import dev.millrace.supply.ActionKind;
import dev.millrace.supply.RecommendedAction;
import java.util.Locale;

/**
 * What moving a late shipment faster costs and saves.
 *
 * @param costShare what it costs, as a share of the freight
 * @param timeShare share of the remaining time that it saves at the most
 * @param delayShare share of the value of goods that each day of delay costs
 */
public record Expediting(double costShare, double timeShare, double delayShare)
    implements java.io.Serializable {
  private static final double HOUR = 3_600_000;

  /**
   * The action; null if it wins no time or costs more than it saves.
   *
   * @param shortMillis how much too late the goods will be
   * @param remainingMillis how long they still have to go
   * @param valueMinor their value in minor units; null if not known
   * @param freightMinor cost of the freight in minor units; null if not known
   */
  public RecommendedAction of(
      long shortMillis, long remainingMillis, Long valueMinor, Long freightMinor) {
    double shortHours = shortMillis / HOUR;
    double gains = Math.min(shortHours, timeShare * Math.max(0, remainingMillis) / HOUR);
    if (gains <= 0) {
      return null;
    }
    Long cost = freightMinor == null ? null : Long.valueOf(Math.round(freightMinor * costShare));
    Long saves =
        valueMinor == null
            ? null
            : Long.valueOf(Math.round(valueMinor * Math.min(1, delayShare * gains / 24)));
    if (cost != null && saves != null && saves <= cost) {
      return null;
    }
    return RecommendedAction.newBuilder()
        .setKind(ActionKind.EXPEDITE)
        .setCostMinor(cost)
        .setSavesMinor(saves)
        .setGainsHours(gains)
        .setArithmetic(
            String.format(
                Locale.ROOT,
                "%.1f h too late, of %.1f h to go %.0f %% can be won: %.1f h; cost %s (%.2f of freight %s), saves %s"
                    + " (value %s, %.3f of it per day)",
                shortHours,
                Math.max(0, remainingMillis) / HOUR,
                100 * timeShare,
                gains,
                text(cost),
                costShare,
                text(freightMinor),
                text(saves),
                text(valueMinor),
                delayShare))
        .build();
  }

  private static String text(Long minor) {
    return minor == null ? "not known" : Long.toString(minor);
  }
}
