package dev.millrace.supplychain.domain.place;

import dev.millrace.supply.BusinessStep;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
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
 * @param late shipments that are late and waited for, at most {@link #MAX_LATE}: of more those with
 *     the smallest hashes of their ids. Places of 0.1.0 kept the newest, also those that have come
 * @param said how many were late and waited for when that was said last
 * @param sample which shipments are late and waited for
 */
public record Place(
    Map<BusinessStep, Lateness> usual,
    double score,
    boolean raised,
    long since,
    long evidenceAt,
    int waiting,
    List<Late> late,
    int said,
    LateSample sample) {

  /** Most late shipments of which it is kept what they carry and whereto. */
  public static final int MAX_LATE = 100;

  private static final int LEAST_KNOWN = 30;
  private static final float WEIGHT_WHILE_DISRUPTED = 0.25f;

  /** Nothing is known. */
  public static final Place UNKNOWN =
      new Place(Map.of(), 0, false, 0, 0, 0, List.of(), 0, LateSample.NONE);

  /** What is known of a place; one of 0.1.0 has no sample. */
  public Place {
    if (sample == null) {
      sample =
          late.size() < MAX_LATE
              ? LateSample.of(late.stream().filter(Late::waiting).map(Late::shipmentId).toList())
              : LateSample.UNKNOWN;
    }
  }

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
    return new Place(now, score, raised, since, evidenceAt, waiting, late, said, sample);
  }

  /** With a shipment that is late, waited for or not. */
  Place late(Late shipment, long time, DisruptionRules rules) {
    Place now = shipment.waiting() ? keeping(shipment) : without(shipment.shipmentId());
    return new Place(
        usual,
        Math.min(rules.raiseScore() + rules.late() / 2, score + rules.late()),
        raised,
        since == 0 ? time : since,
        Math.max(evidenceAt, time),
        waiting,
        now.late,
        said,
        now.sample);
  }

  /** With a passage in time. */
  Place inTime(long time, DisruptionRules rules) {
    double now = Math.max(0, score + rules.inTime());
    long newest = Math.max(evidenceAt, time);
    return now == 0 && !raised
        ? new Place(usual, 0, false, 0, newest, waiting, List.of(), 0, LateSample.NONE)
        : new Place(usual, now, raised, since, newest, waiting, late, said, sample);
  }

  /**
   * With a late shipment that is not waited for any more. When none is waited for, little is left
   * of the disruption.
   */
  Place over(String shipmentId, DisruptionRules rules) {
    Place now = without(shipmentId);
    boolean waits = now.waitingLate() > 0;
    double most = waits ? Double.MAX_VALUE : (rules.raiseScore() + rules.clearScore()) / 2;
    return new Place(
        usual,
        raised ? Math.min(score, most) : score,
        raised,
        since,
        evidenceAt,
        waiting,
        now.late,
        said,
        now.sample);
  }

  Place waitingFor(int more) {
    return new Place(
        usual, score, raised, since, evidenceAt, Math.max(0, waiting + more), late, said, sample);
  }

  Place saying() {
    return new Place(usual, score, true, since, evidenceAt, waiting, late, waitingLate(), sample);
  }

  Place clearing() {
    return new Place(usual, 0, false, 0, evidenceAt, waiting, List.of(), 0, LateSample.NONE);
  }

  /** How many shipments are late and waited for. */
  int waitingLate() {
    return sample.number();
  }

  /**
   * Whether hardly any of the shipments that are late is known any more: most of the sample have
   * come, or it is a place of 0.1.0 with as many as that kept.
   */
  public boolean isThin() {
    return sample.isThin();
  }

  /**
   * With those that have become late since the first evidence.
   *
   * @param expected all that the place waits for
   */
  public Place recounted(Iterable<Expected> expected) {
    Place now = keeping(List.of(), LateSample.NONE);
    for (Expected each : expected) {
      if (each.counted() && each.countedAt() >= since) {
        now = now.keeping(Late.of(each.passage()));
      }
    }
    return now;
  }

  private Place keeping(Late shipment) {
    List<Late> now = new ArrayList<>(without(shipment.shipmentId()).late);
    now.add(shipment);
    if (now.size() > MAX_LATE) {
      now.remove(Collections.max(now, Comparator.comparingInt(Late::hash)));
    }
    return keeping(List.copyOf(now), sample.with(shipment.shipmentId()));
  }

  private Place without(String shipmentId) {
    List<Late> now = new ArrayList<>(late.size());
    for (Late other : late) {
      if (other.waiting() && !other.shipmentId().equals(shipmentId)) {
        now.add(other);
      }
    }
    return keeping(List.copyOf(now), sample.without(shipmentId));
  }

  private Place keeping(List<Late> nowLate, LateSample nowSample) {
    return new Place(usual, score, raised, since, evidenceAt, waiting, nowLate, said, nowSample);
  }
}
