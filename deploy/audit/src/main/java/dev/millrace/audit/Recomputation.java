package dev.millrace.audit;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * I4: the figures in decisions, computed again from the input topics.
 *
 * <p>What a card did is known exactly: its payments lie in one partition, in the order in which
 * they are processed. What happened at a terminal depends on the order between partitions, which
 * Kafka does not keep, so the figures must lie within bounds: another payment of the terminal was
 * surely known before a decision if every decision on it is older, and possibly known if it was
 * sent before; its own decision proves nothing there, for a job that is killed may have sent one of
 * two decisions only, and makes the other again. A fraud label was possibly known if it was sent
 * before the decision, and surely if it was sent longer before it than any payment ever waited for
 * its decision, and half a minute more.
 */
final class Recomputation {
  private static final long DAY = Duration.ofDays(1).toMillis();
  private static final long MONTH = 30 * DAY;
  private static final int[] WINDOW_DAYS = {1, 7, 30};
  // A job keeps so many moments of a card or terminal apart; beyond it merges the older ones.
  private static final int EXACT_MOMENTS = 1024;
  private static final long SETTLING_MARGIN = Duration.ofSeconds(30).toMillis();
  private static final int LAST_NIGHT_HOUR = 6;
  private static final double ROUNDING = 1e-9;

  private final Evidence evidence;
  private final long labelDelay;
  private final Finding finding =
      new Finding("I4", "figures equal a recomputation from the input topics");
  private final Map<String, Decision> first;
  private long exact;
  private long bounded;
  private long beyond;

  Recomputation(Evidence evidence, long labelDelayMillis) {
    this.evidence = evidence;
    this.labelDelay = labelDelayMillis;
    this.first = Invariants.firstCopies(evidence.decisions());
  }

  Finding check() {
    if (evidence.cut().contains(Topics.PAYMENTS) || evidence.cut().contains(Topics.LABELS)) {
      finding.skip("the first records of the inputs are deleted, nothing can be computed again");
      return finding;
    }
    List<Payment> effective = effectivePayments();
    group(effective, Payment::card).values().forEach(this::checkCard);
    checkTerminals(effective);
    finding.checked(exact + bounded);
    finding.note(
        "%,d exactly, %,d within bounds that the order leaves open, %,d beyond what is kept apart"
            .formatted(exact, bounded, beyond));
    return finding;
  }

  /** The first payment of each id and card: the job drops the others. */
  private List<Payment> effectivePayments() {
    Set<List<String>> seen = new HashSet<>();
    return evidence.payments().stream()
        .sorted(
            Comparator.comparingInt((Payment payment) -> payment.place().partition())
                .thenComparingLong(payment -> payment.place().offset()))
        .filter(payment -> seen.add(List.of(payment.card(), payment.id())))
        .toList();
  }

  private interface Key {
    String of(Payment payment);
  }

  private static Map<String, List<Payment>> group(List<Payment> payments, Key key) {
    Map<String, List<Payment>> groups = new HashMap<>();
    payments.forEach(
        payment -> groups.computeIfAbsent(key.of(payment), k -> new ArrayList<>()).add(payment));
    return groups;
  }

  private void checkCard(List<Payment> payments) {
    boolean ordered =
        payments.stream().map(payment -> payment.place().partition()).distinct().count() == 1;
    Moments before = new Moments();
    for (Payment payment : payments) {
      Decision decision = first.get(payment.id());
      if (decision != null && decision.source().equals(payment.place())) {
        checkOwn(payment, decision);
        if (ordered) {
          checkCardWindows(before, payment, decision);
        } else {
          beyond++;
        }
      }
      before.add(payment.eventTime(), payment.amountMinor(), MONTH);
    }
  }

  private void checkOwn(Payment payment, Decision decision) {
    ZonedDateTime time = Instant.ofEpochMilli(payment.eventTime()).atZone(ZoneOffset.UTC);
    boolean weekend =
        time.getDayOfWeek() == DayOfWeek.SATURDAY || time.getDayOfWeek() == DayOfWeek.SUNDAY;
    equal(decision, "amountMinor", (double) payment.amountMinor());
    equal(decision, "weekend", weekend ? 1 : 0);
    equal(decision, "night", time.getHour() <= LAST_NIGHT_HOUR ? 1 : 0);
    if (!decision.card().equals(payment.card())
        || !decision.terminal().equals(payment.terminal())
        || !decision.currency().equals(payment.currency())
        || decision.amountMinor() != payment.amountMinor()
        || decision.eventTime() != payment.eventTime()
        || !decision.merchant().equals(payment.merchant())) {
      finding.breach("%s: not what the payment says".formatted(decision.id()));
    }
  }

  private void checkCardWindows(Moments before, Payment payment, Decision decision) {
    exact++;
    Moments.Total own = new Moments.Total(1, payment.amountMinor());
    long time = payment.eventTime();
    for (int days : WINDOW_DAYS) {
      Moments.Total total = before.total(time - days * DAY, time).plus(own);
      equal(decision, "cardCount%dd".formatted(days), (double) total.count());
      equal(decision, "cardMeanMinor%dd".formatted(days), (double) total.sum() / total.count());
    }
  }

  private static boolean inWindow(long time, long end, int days) {
    return time > end - days * DAY && time <= end;
  }

  private void equal(Decision decision, String feature, double expected) {
    between(decision, feature, expected, expected);
  }

  private void between(Decision decision, String feature, double least, double most) {
    Double value = decision.features().get(feature);
    // Not the other way round: a figure that is no number lies within no bounds.
    if (value == null || !(value >= least - ROUNDING && value <= most + ROUNDING)) {
      finding.breach(
          least == most
              ? "%s: %s is %s, computed again %s".formatted(decision.id(), feature, value, least)
              : "%s: %s is %s, computed again from %s to %s"
                  .formatted(decision.id(), feature, value, least, most));
    }
  }

  /**
   * When a payment was sent, and when the last decision on it was made; never, if there is none.
   */
  private record Known(long eventTime, long sentAt, long decidedAt) {}

  private void checkTerminals(List<Payment> effective) {
    Map<String, Long> made = new HashMap<>();
    long longestWait = 0;
    Map<Place, Payment> byPlace = new HashMap<>();
    effective.forEach(payment -> byPlace.put(payment.place(), payment));
    for (Decision decision : evidence.decisions()) {
      long at = decision.madeAt();
      made.merge(decision.id(), at, Math::max);
      Payment payment = byPlace.get(decision.source());
      longestWait = payment == null ? longestWait : Math.max(longestWait, at - payment.sentAt());
    }
    long settling = longestWait + SETTLING_MARGIN;
    Map<String, List<Label>> frauds = fraudsByTerminal();
    group(effective, Payment::terminal)
        .forEach(
            (terminal, payments) ->
                checkTerminal(payments, made, frauds.getOrDefault(terminal, List.of()), settling));
  }

  /** The first label that tells of each fraud: a repeated one does not count again. */
  private Map<String, List<Label>> fraudsByTerminal() {
    Map<List<String>, Label> distinct = new HashMap<>();
    for (Label label : evidence.labels()) {
      if (label.fraud()) {
        distinct.merge(
            List.of(label.terminal(), label.id()),
            label,
            (kept, next) -> next.sentAt() < kept.sentAt() ? next : kept);
      }
    }
    Map<String, List<Label>> byTerminal = new HashMap<>();
    distinct
        .values()
        .forEach(
            label ->
                byTerminal.computeIfAbsent(label.terminal(), t -> new ArrayList<>()).add(label));
    return byTerminal;
  }

  private void checkTerminal(
      List<Payment> payments, Map<String, Long> made, List<Label> frauds, long settling) {
    List<Known> known =
        payments.stream()
            .map(
                payment ->
                    new Known(
                        payment.eventTime(),
                        payment.sentAt(),
                        made.getOrDefault(payment.id(), Long.MAX_VALUE)))
            .toList();
    boolean countable = known.size() + frauds.size() < EXACT_MOMENTS;
    for (Payment payment : payments) {
      Decision decision = first.get(payment.id());
      if (decision == null || !decision.source().equals(payment.place())) {
        continue;
      }
      if (countable) {
        checkTerminalWindows(payment, decision, known, frauds, settling);
      } else {
        beyond++;
      }
    }
  }

  private void checkTerminalWindows(
      Payment payment, Decision decision, List<Known> known, List<Label> frauds, long settling) {
    long at = decision.madeAt();
    long end = payment.eventTime() - labelDelay;
    // What a job has forgotten: more than a month before the newest event that it may know of.
    long newest = payment.eventTime();
    for (Known other : known) {
      newest = other.sentAt() <= at ? Math.max(newest, other.eventTime()) : newest;
    }
    for (Label label : frauds) {
      newest = label.sentAt() <= at ? Math.max(newest, label.paidAt()) : newest;
    }
    long forgotten = newest - labelDelay - MONTH;
    boolean open = false;
    for (int days : WINDOW_DAYS) {
      long sure = 0;
      long possible = 0;
      for (Known other : known) {
        if (inWindow(other.eventTime(), end, days)) {
          possible += other.sentAt() <= at ? 1 : 0;
          sure += other.decidedAt() < at && other.eventTime() > forgotten ? 1 : 0;
        }
      }
      long sureFrauds = 0;
      long possibleFrauds = 0;
      for (Label label : frauds) {
        if (inWindow(label.paidAt(), end, days)) {
          possibleFrauds += label.sentAt() <= at ? 1 : 0;
          sureFrauds += label.sentAt() + settling < at && label.paidAt() > forgotten ? 1 : 0;
        }
      }
      open |= sure != possible || sureFrauds != possibleFrauds;
      between(decision, "terminalCount%dd".formatted(days), (double) sure, (double) possible);
      // By the count that the decision itself was made with: it is within its bounds, or a breach.
      double count = decision.features().getOrDefault("terminalCount%dd".formatted(days), 0.0);
      between(
          decision,
          "terminalFraudRate%dd".formatted(days),
          count == 0 ? 0 : Math.min(1, sureFrauds / count),
          count == 0 ? 0 : Math.min(1, possibleFrauds / count));
    }
    if (open) {
      bounded++;
    } else {
      exact++;
    }
  }
}
