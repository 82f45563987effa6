package dev.millrace.supplychain.domain.place;

import dev.millrace.supply.BusinessStep;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a lane, port or carrier is known to be like, and how it is now. The score is a cumulative
 * sum of the log likelihood ratio of late and timely passages, from 0: high when a disruption
 * explains the newest passages better than the place's own history does.
 *
 * @param usual how late its passages usually are, by step
 * @param score how well a disruption explains what is seen
 * @param raised whether a disruption has been said
 * @param since first evidence of it, milliseconds since 1970; 0 if there is none
 * @param evidenceAt newest evidence, milliseconds since 1970
 * @param waiting steps waited for
 * @param late shipments that are evidence, newest last, at most {@link #MAX_LATE}
 * @param said how many of them waited when that was said last
 */
public record Place(
    Map<BusinessStep, Lateness> usual,
    double score,
    boolean raised,
    long since,
    long evidenceAt,
    int waiting,
    List<Late> late,
    int said) {

  /** Most late shipments that are kept as evidence. */
  public static final int MAX_LATE = 100;

  private static final int LEAST_KNOWN = 30;
  private static final float WEIGHT_WHILE_DISRUPTED = 0.25f;

  /** Nothing is known. */
  public static final Place UNKNOWN = new Place(Map.of(), 0, false, 0, 0, 0, List.of(), 0);

  /** How late a step may be before it counts as late, in milliseconds. */
  public long allowance(BusinessStep step, long legMillis, DisruptionRules rules) {
    Lateness known = usual.get(step);
    if (known == null || known.size() < LEAST_KNOWN) {
      return Math.max(rules.minimumLateness(), rules.firstLateness());
    }
    return Math.max(
        rules.minimumLateness(), Math.round(known.quantile(rules.lateQuantile()) * legMillis));
  }

  /** With one more passage in what is usual; it counts less while the place is disrupted. */
  Place learning(BusinessStep step, double share) {
    Map<BusinessStep, Lateness> now = new HashMap<>(usual);
    now.put(
        step,
        usual
            .getOrDefault(step, Lateness.unknown())
            .with(share, raised ? WEIGHT_WHILE_DISRUPTED : 1));
    return new Place(now, score, raised, since, evidenceAt, waiting, late, said);
  }

  /** With a shipment that is late. */
  Place late(Late shipment, long time, DisruptionRules rules) {
    List<Late> now = new ArrayList<>(late.size() + 1);
    for (Late other : late) {
      if (!other.shipmentId().equals(shipment.shipmentId())) {
        now.add(other);
      }
    }
    now.add(shipment);
    return new Place(
        usual,
        Math.min(rules.raiseScore() + rules.late() / 2, score + rules.late()),
        raised,
        since == 0 ? time : since,
        Math.max(evidenceAt, time),
        waiting,
        List.copyOf(now.size() > MAX_LATE ? now.subList(1, now.size()) : now),
        said);
  }

  /** With a passage in time. */
  Place inTime(long time, DisruptionRules rules) {
    double now = Math.max(0, score + rules.inTime());
    long newest = Math.max(evidenceAt, time);
    return now == 0 && !raised
        ? new Place(usual, 0, false, 0, newest, waiting, List.of(), 0)
        : new Place(usual, now, raised, since, newest, waiting, late, said);
  }

  /**
   * With a late shipment that is not waited for any more. When none is waited for, little is left
   * of the disruption.
   */
  Place over(String shipmentId, DisruptionRules rules) {
    List<Late> now = new ArrayList<>(late.size());
    for (Late other : late) {
      now.add(other.shipmentId().equals(shipmentId) ? other.over() : other);
    }
    boolean waits = now.stream().anyMatch(Late::waiting);
    double most = waits ? Double.MAX_VALUE : (rules.raiseScore() + rules.clearScore()) / 2;
    return new Place(
        usual,
        raised ? Math.min(score, most) : score,
        raised,
        since,
        evidenceAt,
        waiting,
        List.copyOf(now),
        said);
  }

  Place waitingFor(int more) {
    return new Place(
        usual, score, raised, since, evidenceAt, Math.max(0, waiting + more), late, said);
  }

  Place saying() {
    return new Place(usual, score, true, since, evidenceAt, waiting, late, waitingLate());
  }

  Place clearing() {
    return new Place(usual, 0, false, 0, evidenceAt, waiting, List.of(), 0);
  }

  int waitingLate() {
    return (int) late.stream().filter(Late::waiting).count();
  }
}
