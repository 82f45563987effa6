package dev.millrace.supplychain.domain.place;

import static java.util.Objects.requireNonNull;

import dev.millrace.supply.ActionKind;
import dev.millrace.supply.RecommendedAction;
import dev.millrace.supply.SubjectType;
import dev.millrace.supplychain.domain.Finding;
import dev.millrace.supplychain.domain.Stake;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Tells the place that is disrupted from those that only suffer: a closed port makes its lanes and
 * carriers late too. A place is explained by another that has nearly all of its late shipments, and
 * more where it passes by chance; where it has no more than chance, by the smaller one; where both
 * have the same, by the smaller kind of place that has them all.
 */
public final class Culprits {
  private static final double SAID_AGAIN = 1.5;

  private final DecisionRules rules;

  public Culprits(DecisionRules rules) {
    this.rules = requireNonNull(rules);
  }

  /**
   * What is to be said and remembered of a place.
   *
   * @param place the place
   * @param suspected what is remembered; null for nothing
   * @param finding what is to be said; null where it is not, because another place explains it
   */
  public record Decision(String place, Suspected suspected, Finding finding) {}

  /**
   * After news of a place.
   *
   * @param before what is remembered of it; null for nothing
   */
  public Suspected news(Suspected before, Suspicion suspicion) {
    return new Suspected(
        suspicion,
        before == null ? suspicion.finding().time() + rules.settle() : before.decideAt(),
        before == null ? 0 : before.said(),
        before != null && before.explained());
  }

  /** What was said of a place that is over, if anything was. */
  public static Finding over(Suspected before, Suspicion suspicion) {
    return before != null && before.isSaid() ? suspicion.finding() : null;
  }

  /**
   * Decides about all places whose time has come.
   *
   * @param lanes what is known of the lanes of each corridor
   * @param now milliseconds since 1970
   */
  public List<Decision> decide(
      Map<String, Suspected> all, Map<String, List<LaneFacts>> lanes, long now) {
    List<Decision> decisions = new ArrayList<>();
    Explanations explanations = new Explanations(rules.explainedShare(), all);
    for (Map.Entry<String, Suspected> entry : all.entrySet()) {
      Suspected suspected = entry.getValue();
      if (suspected.decideAt() > now) {
        continue;
      }
      String culprit = explanations.culprit(entry.getKey());
      boolean toBlame = culprit.equals(entry.getKey());
      if (toBlame && !suspected.isSaid()) {
        decisions.add(
            new Decision(
                entry.getKey(),
                suspected.saying(suspected.suspicion().late()),
                withAction(suspected.suspicion(), all, lanes, now)));
      } else if (!toBlame && suspected.isSaid()) {
        decisions.add(
            new Decision(
                entry.getKey(),
                suspected.explainedByAnother(),
                partOf(culprit, suspected.suspicion().finding(), now)));
      } else if (!toBlame && !suspected.explained()) {
        decisions.add(new Decision(entry.getKey(), suspected.explainedByAnother(), null));
      }
    }
    return decisions;
  }

  /** Whether a place that was said has become much worse since. */
  public static boolean isMuchWorse(Suspected suspected) {
    return suspected.isSaid() && suspected.suspicion().late() >= SAID_AGAIN * suspected.said();
  }

  /** What is to be said of a place that has become {@linkplain #isMuchWorse much worse}. */
  public Decision again(
      String place,
      Suspected suspected,
      Map<String, Suspected> all,
      Map<String, List<LaneFacts>> lanes,
      long now) {
    return new Decision(
        place,
        suspected.saying(suspected.suspicion().late()),
        withAction(suspected.suspicion(), all, lanes, now));
  }

  private static Finding partOf(String by, Finding finding, long now) {
    return changed(
        finding,
        Finding.Status.CLEARED,
        now,
        "%s %s: its late shipments are those of %s"
            .formatted(finding.subjectType(), finding.subjectId(), by),
        null);
  }

  private Finding withAction(
      Suspicion suspicion,
      Map<String, Suspected> all,
      Map<String, List<LaneFacts>> lanes,
      long now) {
    Finding finding = suspicion.finding();
    return changed(
        finding, finding.status(), now, finding.summary(), reroute(suspicion, all, lanes));
  }

  /**
   * The fastest other lane of the corridor that is not disrupted itself; null if none is faster.
   */
  private RecommendedAction reroute(
      Suspicion suspicion, Map<String, Suspected> all, Map<String, List<LaneFacts>> lanes) {
    Collection<LaneFacts> corridor =
        suspicion.corridor() == null
            ? List.of()
            : lanes.getOrDefault(suspicion.corridor(), List.of());
    LaneFacts own =
        corridor.stream()
            .filter(lane -> lane.laneId().equals(suspicion.laneId()))
            .findFirst()
            .orElse(null);
    LaneFacts other =
        corridor.stream()
            .filter(lane -> !lane.laneId().equals(suspicion.laneId()))
            .filter(lane -> !all.containsKey(Finding.subject(SubjectType.LANE, lane.laneId())))
            .filter(lane -> !goesThrough(lane, suspicion.finding()))
            .min(Comparator.comparingDouble(LaneFacts::medianHours))
            .orElse(null);
    if (own == null || other == null) {
      return null;
    }
    double gains = own.medianHours() + suspicion.lateHours() - other.medianHours();
    return gains <= 0 ? null : reroute(suspicion, own, other, gains);
  }

  private static boolean goesThrough(LaneFacts lane, Finding finding) {
    return finding.subjectType() == SubjectType.PORT
        && lane.readPoints().contains(finding.subjectId());
  }

  private RecommendedAction reroute(
      Suspicion suspicion, LaneFacts own, LaneFacts other, double gains) {
    int shipments = suspicion.late();
    Long cost =
        own.medianFreightMinor() == null || other.medianFreightMinor() == null
            ? null
            : Long.valueOf(
                shipments * Math.max(0, other.medianFreightMinor() - own.medianFreightMinor()));
    Long value = suspicion.finding().stake().valueMinor();
    Long saves =
        value == null
            ? null
            : Long.valueOf(Math.round(value * Math.min(1, rules.delayShare() * gains / 24)));
    if (cost != null && saves != null && saves <= cost) {
      return null;
    }
    return RecommendedAction.newBuilder()
        .setKind(ActionKind.REROUTE)
        .setTarget(other.laneId())
        .setCostMinor(cost)
        .setSavesMinor(saves)
        .setGainsHours(gains)
        .setArithmetic(
            String.format(
                Locale.ROOT,
                "%.1f h over %s as usual + %.1f h late so far - %.1f h over %s = %.1f h won; cost %s (%d shipments, freight %s"
                    + " instead of %s), saves %s (value %s, %.3f of it per day)",
                own.medianHours(),
                own.laneId(),
                suspicion.lateHours(),
                other.medianHours(),
                other.laneId(),
                gains,
                text(cost),
                shipments,
                text(other.medianFreightMinor()),
                text(own.medianFreightMinor()),
                text(saves),
                text(value),
                rules.delayShare()))
        .build();
  }

  private static String text(Long minor) {
    return minor == null ? "not known" : Long.toString(minor);
  }

  private static Finding changed(
      Finding finding, Finding.Status status, long now, String summary, RecommendedAction action) {
    return new Finding(
        finding.kind(),
        finding.subjectType(),
        finding.subjectId(),
        status,
        finding.since(),
        now,
        status == Finding.Status.RAISED ? finding.stake() : Stake.UNKNOWN,
        summary,
        finding.evidence(),
        action,
        finding.parents(),
        finding.source());
  }
}
